import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibilitySeconds } from '../../../../functions/core/aws/queue.ts';
import { backoffMs } from '../../../../functions/core/pace/backoff.ts';

const backoff = { baseMs: 5_000, capMs: 900_000, horizonMs: 82_800_000 };

test.each([
  [1, 2_500],
  [2, 5_000],
  [3, 10_000],
  [8, 320_000],
  [9, 450_000],
  [10, 450_000],
  [1_000_000, 450_000],
])('after %d failed attempts half of the jitter is %d ms', (attempts, expected) => {
  expect(backoffMs(backoff, attempts, 0.5)).toBe(expected);
});

test('the jitter is full: from nothing to just below the ceiling', () => {
  expect(backoffMs(backoff, 3, 0)).toBe(0);
  expect(backoffMs(backoff, 3, 0.999_999_9)).toBe(19_999);
});

test('a wait is a whole number of milliseconds between 0 and the cap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 0, max: 10_000_000 }),
      (attempts, random, baseMs, capMs) => {
        const waitMs = backoffMs({ baseMs, capMs, horizonMs: 0 }, attempts, random);
        expect(Number.isInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(capMs);
      },
    ),
  );
});

test.each([
  [0, 0],
  [1, 1],
  [1_000, 1],
  [1_001, 2],
  [-5, 0],
  [86_400_000, 39_600],
])('%d ms are hidden for %d s', (waitMs, seconds) => {
  expect(visibilitySeconds(waitMs)).toBe(seconds);
});
