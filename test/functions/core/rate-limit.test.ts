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
      { requests: 100, windowMs: 1_000 },
      { requests: 10, windowMs: 10_000 },
    ],
    1,
    () => 5_000,
  );
  expect(await limiter.reserve(3)).toEqual([5_000, 6_010, 7_020]);
});

test('each of several sandboxes keeps to its share', async () => {
  const limiter = createRateLimiter([{ requests: 10, windowMs: 1_000 }], 5, () => 0);
  expect(await limiter.reserve(3)).toEqual([0, 505, 1_010]);
});

test('a share is a whole number of requests', async () => {
  const limiter = createRateLimiter([{ requests: 14, windowMs: 1_000 }], 5, () => 0);
  expect(await limiter.reserve(2)).toEqual([0, 505]);
});

test('more sandboxes than requests keep to the limit on average', async () => {
  const limiter = createRateLimiter([{ requests: 2, windowMs: 1_000 }], 4, () => 0);
  expect(await limiter.reserve(2)).toEqual([0, 2_020]);
});

test('a limit per day does not set a pace', async () => {
  const limiter = createRateLimiter(
    [
      { requests: 10, windowMs: 1_000 },
      { requests: 250, windowMs: 86_400_000 },
    ],
    1,
    () => 0,
  );
  expect(await limiter.reserve(2)).toEqual([0, 101]);
});

test('the next batch is paced after the last one', async () => {
  const limiter = createRateLimiter([{ requests: 10, windowMs: 1_000 }], 1, () => 0);
  await limiter.reserve(2);
  expect(await limiter.reserve(2)).toEqual([202, 303]);
});

test('unused time is not saved up', async () => {
  let nowMs = 0;
  const limiter = createRateLimiter([{ requests: 10, windowMs: 1_000 }], 1, () => nowMs);
  await limiter.reserve(1);
  nowMs = 60_000;
  expect(await limiter.reserve(2)).toEqual([60_000, 60_101]);
});

test('nothing starts before the moment the third party named', async () => {
  const limiter = createRateLimiter([{ requests: 10, windowMs: 1_000 }], 1, () => 0);
  limiter.holdUntil(30_000);
  limiter.holdUntil(10_000);
  expect(await limiter.reserve(2)).toEqual([30_000, 30_101]);
});
