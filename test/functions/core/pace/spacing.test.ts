import { expect, test } from 'vitest';
import { paceOf, rampFactor } from '../../../../functions/core/pace/spacing.ts';

const pacing = { dispersionMs: 250, clockSkewMs: 500 };

test('permits are a little more than window, dispersion and skew by requests apart', () => {
  expect(paceOf([{ requests: 15, windowMs: 1_000 }], pacing)).toEqual({
    intervalUs: 116_667,
    toleranceUs: 0,
    budgets: [],
    shortestWindowMs: 1_000,
  });
  expect(paceOf([{ requests: 15, windowMs: 1_000 }], { dispersionMs: 0, clockSkewMs: 0 }).intervalUs).toBe(
    66_667,
  );
});

test('one request in a window waits for the whole of it', () => {
  expect(paceOf([{ requests: 1, windowMs: 1_000 }], pacing)).toMatchObject({
    intervalUs: 1_750_001,
    toleranceUs: 0,
  });
});

test('a tenth of a limit, a batch at most, may come in a burst, and the rest is spread over the window', () => {
  const stripe = { intervalUs: 72_917, toleranceUs: 72_917 };
  const hubspot = { intervalUs: 118_132, toleranceUs: 9 * 118_132 };
  const intercom = { intervalUs: 6_488, toleranceUs: 9 * 6_488 };
  expect(paceOf([{ requests: 25, windowMs: 1_000 }], pacing)).toMatchObject(stripe);
  expect(paceOf([{ requests: 100, windowMs: 10_000 }], pacing)).toMatchObject(hubspot);
  expect(paceOf([{ requests: 1_666, windowMs: 10_000 }], pacing)).toMatchObject(intercom);
});

test('the strictest of several limits sets the pace and the burst', () => {
  const limits = [
    { requests: 100, windowMs: 1_000 },
    { requests: 30, windowMs: 10_000 },
  ] as const;
  expect(paceOf(limits, pacing)).toEqual({
    intervalUs: 383_929,
    toleranceUs: 2 * 383_929,
    budgets: [],
    shortestWindowMs: 1_000,
  });
});

test('a limit per day sets no pace: it is a budget, counted in parts of an hour and a little', () => {
  const limits = [
    { requests: 100, windowMs: 10_000 },
    { requests: 250_000, windowMs: 86_400_000 },
  ] as const;
  expect(paceOf(limits, pacing)).toEqual({
    intervalUs: 118_132,
    toleranceUs: 9 * 118_132,
    budgets: [{ requests: 250_000, windowMs: 86_400_000, bucketMs: 3_602_500 }],
    shortestWindowMs: 10_000,
  });
});

test('without a limit of a minute or less nothing waits', () => {
  expect(paceOf([{ requests: 250_000, windowMs: 86_400_000 }], pacing)).toMatchObject({
    intervalUs: 0,
    toleranceUs: 0,
  });
});

test('after a pause the rate grows evenly from a tenth to all of it in a minute', () => {
  expect(rampFactor(0)).toBeCloseTo(10);
  expect(rampFactor(30_000)).toBeCloseTo(1 / 0.55);
  expect(rampFactor(60_000)).toBe(1);
  // A clock that is behind is not slower than at first.
  expect(rampFactor(-1_000)).toBeCloseTo(10);
});
