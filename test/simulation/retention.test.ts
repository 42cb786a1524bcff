import { expect, it } from 'vitest';
import { type Outgrowing, outgrow, wrongIn } from './outgrown.ts';

/**
 * In no order at all: a function meets a tenth of the old ones in their last chance, the supervisor's rounds the others.
 * 61,200 of them, and in order, are in the nightly run.
 */
const few: Outgrowing = { published: 6_000, retentionMinutes: 56, requests: 5 };

it.each(['outgrown', 'in another order'])(
  'what outgrows the retention of its queue is delivered or put aside with a diagnosis, none is lost, and the alarm rings before (%s)',
  async (seed) => {
    expect(wrongIn(await outgrow({ ...few, seed }))).toEqual([]);
  },
  120_000,
);
