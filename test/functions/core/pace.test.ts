import { expect, test } from 'vitest';
import { paceOf, slowness } from '../../../functions/core/pace.ts';

const pacing = { dispersionMs: 250, clockSkewMs: 500 };

test('permits are a little more than window, dispersion and skew by requests apart', () => {
  expect(paceOf([{ requests: 25, windowMs: 1_000 }], pacing).intervalUs).toBe(70_001);
  expect(paceOf([{ requests: 25, windowMs: 1_000 }], { dispersionMs: 0, clockSkewMs: 0 }).intervalUs).toBe(
    40_001,
  );
});

test('one request in a window waits for the whole of it', () => {
  expect(paceOf([{ requests: 1, windowMs: 1_000 }], pacing).intervalUs).toBe(1_750_001);
});

test('the strictest of several limits sets the pace', () => {
  const limits = [
    { requests: 100, windowMs: 1_000 },
    { requests: 10, windowMs: 10_000 },
  ] as const;
  expect(paceOf(limits, pacing)).toEqual({ intervalUs: 1_075_001, budgets: [], shortestWindowMs: 1_000 });
});

test('a limit per day sets no pace: it is a budget, counted in parts of an hour and a little', () => {
  const limits = [
    { requests: 100, windowMs: 10_000 },
    { requests: 250_000, windowMs: 86_400_000 },
  ] as const;
  expect(paceOf(limits, pacing)).toEqual({
    intervalUs: 107_501,
    budgets: [{ requests: 250_000, bucketMs: 3_602_500 }],
    shortestWindowMs: 10_000,
  });
});

test('after a pause the rate grows evenly from a tenth to all of it in a minute', () => {
  expect(slowness(0)).toBeCloseTo(10);
  expect(slowness(30_000)).toBeCloseTo(1 / 0.55);
  expect(slowness(60_000)).toBe(1);
  // A clock that is behind is not slower than at first.
  expect(slowness(-1_000)).toBeCloseTo(10);
});
