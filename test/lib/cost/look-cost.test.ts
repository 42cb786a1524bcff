import { expect, it } from 'vitest';
import { lookCostPerDay } from '../../../lib/cost/look-cost.ts';

it('a look a minute costs less than two cents a day', () => {
  // 1,440 times: 4 writes at 0.625, 3 reads at 0.125 and 3 requests at 0.4 a million, an invocation and a quarter of a
  // GB-second, one read of the secret at 0.05 for ten thousand.
  const one = (4 * 0.625 + 3 * 0.125 + 3 * 0.4 + 0.2 + 0.25 * 13.333_4 + 5) / 1_000_000;
  expect(lookCostPerDay()).toBeCloseTo(1_440 * one, 9);
  expect(lookCostPerDay()).toBeLessThan(0.02);
});
