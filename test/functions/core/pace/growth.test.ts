/** What grows grows at each step, up to its end and not beyond. */
import { expect, it } from 'vitest';
import { backoffMs } from '../../../../functions/core/pace/backoff.ts';
import { rampFactor } from '../../../../functions/core/pace/spacing.ts';
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
