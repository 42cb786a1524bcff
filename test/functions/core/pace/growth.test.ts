/** What grows grows at each step, up to its end and not beyond. */
import { expect, it } from 'vitest';
import { emptyAccount } from '../../../../functions/core/pace/account.ts';
import { backoffMs } from '../../../../functions/core/pace/backoff.ts';
import { failureWindowMs, whyOpen } from '../../../../functions/core/pace/breaker.ts';
import { comebackWithinMs, rampFactor } from '../../../../functions/core/pace/spacing.ts';
import { environments } from '../../../../lib/environments.ts';

it('the wait doubles after each failed attempt until it is at its cap', () => {
  const { backoff } = environments.prod.settings;
  const ceilings = Array.from({ length: 14 }, (_, n) => backoffMs(backoff, n + 1, 0.5) * 2);
  expect(ceilings.map((ms) => ms / 1_000)).toEqual([
    5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900, 900, 900,
  ]);
  expect(backoffMs(backoff, 0, 0.5) * 2).toBe(5_000);
});

it('it doubles 31 times where no cap is in the way', () => {
  const boundless = { baseMs: 1, capMs: Number.MAX_SAFE_INTEGER, horizonMs: 0 };
  for (let attempts = 1; attempts <= 32; attempts += 1)
    expect(backoffMs(boundless, attempts, 0.5)).toBe(Math.floor(2 ** (attempts - 1) / 2));
  expect(backoffMs(boundless, 33, 0.5)).toBe(2 ** 30);
});

it('after a pause the rate grows by the same share in each of ten steps, and is whole after a minute', () => {
  const shares = [0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 66].map((s) => 1 / rampFactor(s * 1_000));
  const expected = [0.1, 0.19, 0.28, 0.37, 0.46, 0.55, 0.64, 0.73, 0.82, 0.91, 1, 1];
  for (const [n, share] of shares.entries()) expect(share).toBeCloseTo(expected[n] ?? 0, 10);
  expect(rampFactor(59_999)).toBeGreaterThan(1);
  expect(rampFactor(-5_000)).toBe(rampFactor(0));
});

it('who found no room comes back twice as late each time, until all who wait share the time that they need', () => {
  const within = Array.from({ length: 8 }, (_, n) => comebackWithinMs(300_000, n + 1));
  expect(within.map((ms) => ms / 1_000)).toEqual([5, 10, 20, 40, 80, 160, 300, 300]);
  expect(comebackWithinMs(4_000, 1)).toBe(4_000);
  const boundless = Number.MAX_SAFE_INTEGER;
  expect([21, 22].map((receives) => comebackWithinMs(boundless, receives))).toEqual([
    5_000 * 2 ** 20,
    5_000 * 2 ** 20,
  ]);
});

it('five failures and nothing else open the circuit after two minutes, to the millisecond', () => {
  const state = { ...emptyAccount, unanswered: 5, unansweredSinceMs: 1_000 };
  expect(whyOpen(state, 120_999)).toBeUndefined();
  expect(whyOpen(state, 121_000)).toBe('nothing but failures for two minutes');
  expect(whyOpen({ ...state, unanswered: 4 }, 121_000)).toBeUndefined();
});

it('ten failures open the circuit where they are half of what was sent within half a minute', () => {
  expect(failureWindowMs).toBe(30_000);
  const state = { ...emptyAccount, failures: 10, granted: 120, grantedBefore: 100 };
  expect(whyOpen(state, 0)).toBe('too many requests failed');
  expect(whyOpen({ ...state, granted: 121 }, 0)).toBeUndefined();
  expect(whyOpen({ ...state, failures: 9, granted: 100 }, 0)).toBeUndefined();
});
