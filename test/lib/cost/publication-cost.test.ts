import { expect, it } from 'vitest';
import { publicationCosts } from '../../../lib/cost/publication-cost.ts';
import { fixtureCounts } from './fixture-counts.ts';

it('an event is published once for all its integrations, and ten together for a tenth', () => {
  expect(publicationCosts(fixtureCounts)).toEqual([
    {
      event: 'thing.made',
      integrations: ['thing-made-to-thing', 'thing-made-to-other'],
      single: 0.5,
      batched: 0.05,
    },
    { event: 'thing.lost', integrations: ['thing-lost-to-thing'], single: 0.5, batched: 0.05 },
  ]);
});
