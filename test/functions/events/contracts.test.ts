import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { events } from '../../../functions/events/index.ts';

describe('every event', () => {
  it('has an example that its own contract takes unchanged', () => {
    for (const { data, example } of events) expect(z.parse(data, example)).toEqual(example);
  });

  it('keeps fields it does not know', () => {
    for (const { data, example } of events)
      expect(z.parse(data, { ...(example as object), channel: 'web' })).toHaveProperty('channel', 'web');
  });
});
