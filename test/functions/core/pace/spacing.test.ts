import { expect, test } from 'vitest';
import { paceOf, rampFactor } from '../../../../functions/core/pace/spacing.ts';

const pacing = { dispersionMs: 250, clockSkewMs: 500 };

test('permits are a little more than window, dispersion and skew by requests apart', () => {
  expect(paceOf([{ requests: 15, windowMs: 1_000 }], pacing)).toEqual({
    intervalUs: 116_667,
    close: { intervalUs: 77_334, beforeVagueUs: 250_000, afterVagueUs: 1_750_000 },
    burst: 1,
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
    burst: 1,
  });
});

test('a tenth of a limit, a batch at most, may come in a burst, and costs those nothing who come one by one', () => {
  const stripe = { intervalUs: 70_001, burst: 2 };
  const hubspot = { intervalUs: 107_501, burst: 10 };
  const intercom = { intervalUs: 6_453, burst: 10 };
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
    intervalUs: 358_334,
    close: { intervalUs: 338_667, beforeVagueUs: 250_000, afterVagueUs: 10_750_000 },
    burst: 3,
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
    intervalUs: 107_501,
    close: { intervalUs: 101_601, beforeVagueUs: 250_000, afterVagueUs: 10_750_000 },
    burst: 10,
    budgets: [{ requests: 250_000, windowMs: 86_400_000, bucketMs: 3_602_500 }],
    shortestWindowMs: 10_000,
  });
});

test('who knows the time is allowed for its slot and the way, instead of what clocks and timers may do', () => {
  // 1,160 ms for 25 requests, 10,160 for 100 and for 1,666: 86, 98 and 98 % of the limits.
  const closeOf = (requests: number, windowMs: number) => paceOf([{ requests, windowMs }], pacing).close;
  expect(closeOf(25, 1_000)?.intervalUs).toBe(46_401);
  expect(closeOf(100, 10_000)?.intervalUs).toBe(101_601);
  expect(closeOf(1_666, 10_000)?.intervalUs).toBe(6_099);
});

test('where clocks are taken to be right and nothing to be late, knowing the time gains nothing', () => {
  expect(paceOf([{ requests: 25, windowMs: 1_000 }], { dispersionMs: 0, clockSkewMs: 0 })).toEqual({
    intervalUs: 40_001,
    burst: 2,
    budgets: [],
    shortestWindowMs: 1_000,
  });
});

test('without a limit of a minute or less nothing waits', () => {
  expect(paceOf([{ requests: 250_000, windowMs: 86_400_000 }], pacing)).toMatchObject({
    intervalUs: 0,
  });
});

test('after a pause the rate grows evenly from a tenth to all of it in a minute', () => {
  expect(rampFactor(0)).toBeCloseTo(10);
  expect(rampFactor(30_000)).toBeCloseTo(1 / 0.55);
  expect(rampFactor(60_000)).toBe(1);
  // A clock that is behind is not slower than at first.
  expect(rampFactor(-1_000)).toBeCloseTo(10);
});
