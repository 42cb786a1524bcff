import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RateLimit } from '../../../functions/core/destination.ts';
import { createRateLimiter } from '../../../functions/core/rate-limit.ts';

/** The most sends in any closed window of `windowMs`; `atMs` in order. */
function mostInAWindow(atMs: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  for (const [last, ms] of atMs.entries()) {
    while (ms - (atMs[first] ?? 0) > windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const limit = fc.record<RateLimit>({
  requests: fc.integer({ min: 1, max: 200 }),
  windowMs: fc.constantFrom(1_000, 10_000, 60_000),
});

/** Sends of one sandbox that asks for permits in batches as time goes on. */
async function sends(
  limits: readonly RateLimit[],
  sandboxes: number,
  startMs: number,
  batches: readonly number[],
) {
  let nowMs = startMs;
  const limiter = createRateLimiter(limits, sandboxes, () => nowMs);
  const at: number[] = [];
  for (const count of batches) {
    at.push(...(await limiter.reserve(count)));
    nowMs += 700;
  }
  return at;
}

test('no closed window holds more requests than the limit, whatever the batches', async () => {
  await fc.assert(
    fc.asyncProperty(
      limit,
      fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
      async (one, batches) => {
        const at = await sends([one], 1, 1_700_000_000_000, batches);
        expect(mostInAWindow(at, one.windowMs)).toBeLessThanOrEqual(one.requests);
      },
    ),
  );
});

test('sandboxes that share an account stay within its limit together, each from its own beginning', async () => {
  await fc.assert(
    fc.asyncProperty(
      limit,
      fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 12 }),
      async (one, starts) => {
        fc.pre(starts.length <= one.requests);
        const at = await Promise.all(
          starts.map((startMs) => sends([one], starts.length, 1_700_000_000_000 + startMs, [30, 30])),
        );
        const together = at.flat().sort((a, b) => a - b);
        expect(mostInAWindow(together, one.windowMs)).toBeLessThanOrEqual(one.requests);
      },
    ),
  );
});

test('the strictest of several limits sets the pace', async () => {
  const limiter = createRateLimiter(
    [
      { requests: 101, windowMs: 1_000 },
      { requests: 11, windowMs: 10_000 },
    ],
    1,
    () => 5_000,
  );
  expect(await limiter.reserve(3)).toEqual([5_000, 6_000, 7_000]);
});

test('a limit per day does not set a pace', async () => {
  const limiter = createRateLimiter(
    [
      { requests: 101, windowMs: 1_000 },
      { requests: 250, windowMs: 86_400_000 },
    ],
    1,
    () => 0,
  );
  expect(await limiter.reserve(2)).toEqual([0, 10]);
});

test('the next batch is paced after the last one', async () => {
  const limiter = createRateLimiter([{ requests: 11, windowMs: 1_000 }], 1, () => 0);
  await limiter.reserve(2);
  expect(await limiter.reserve(2)).toEqual([200, 300]);
});

test('unused time is not saved up', async () => {
  let nowMs = 0;
  const limiter = createRateLimiter([{ requests: 11, windowMs: 1_000 }], 1, () => nowMs);
  await limiter.reserve(1);
  nowMs = 60_000;
  expect(await limiter.reserve(2)).toEqual([60_000, 60_100]);
});

test('nothing starts before the moment the third party named', async () => {
  const limiter = createRateLimiter([{ requests: 11, windowMs: 1_000 }], 1, () => 0);
  limiter.holdUntil(30_000);
  limiter.holdUntil(10_000);
  expect(await limiter.reserve(2)).toEqual([30_000, 30_100]);
});

test('one request a window leaves more than a window between two', async () => {
  const limiter = createRateLimiter([{ requests: 1, windowMs: 1_000 }], 1, () => 0);
  expect(await limiter.reserve(2)).toEqual([0, 1_001]);
});
