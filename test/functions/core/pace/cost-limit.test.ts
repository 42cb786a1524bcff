import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountLimits } from '../../../../functions/core/pace/account-limits.ts';
import { world } from './account-world.ts';

const pacing = { dispersionMs: 250, clockSkewMs: 500 };
const calls = [{ requests: 1_000, windowMs: 1_000 }] as const;

interface Spent {
  readonly atMs: number;
  readonly cost: number;
}

/** The least that is ever in a bucket which is full at first; the third party counts by its own clock. */
function leastLeft(spent: readonly Spent[], points: number, restoredPerSecond: number): number {
  let [left, least, lastMs] = [points, points, 0];
  for (const { atMs, cost } of [...spent].sort((a, b) => a.atMs - b.atMs)) {
    left = Math.min(points, left + ((atMs - lastMs) / 1_000) * restoredPerSecond) - cost;
    least = Math.min(least, left);
    lastMs = atMs;
  }
  return least;
}

test('requests of different costs, from sandboxes whose clocks differ, never take more points than there are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom([100, 2_000] as const, [50, 1_000] as const, [2, 40] as const),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
      fc.array(
        fc.record({
          which: fc.nat(5),
          count: fc.integer({ min: 1, max: 10 }),
          pauseMs: fc.constantFrom(0, 5, 300, 4_000, 60_000),
          lateMs: fc.nat(250),
        }),
        { minLength: 5, maxLength: 60 },
      ),
      async ([restoredPerSecond, points], costs, batches) => {
        // Of the dearest as many go out at once as the definition allows.
        const dearest = Math.floor((points - restoredPerSecond) / 10 / 12);
        const of = costs.map((one) => Math.max(1, one * dearest));
        const costLimit = { points, restoredPerSecond };
        const limitsOf = (cost: number) =>
          accountLimits({}, { name: 'shop', rateLimits: calls, costLimit }, cost).limits;
        const { clock, sandboxWith } = world(calls, pacing);
        const sandboxes = Array.from({ length: 6 }, (_, n) => {
          const [cost = 1, skewMs] = [of[n % of.length], (n % 3) * 250 - 250];
          return { cost, skewMs, account: sandboxWith(limitsOf(cost), skewMs) };
        });
        const spent: Spent[] = [];
        for (const { which, count, pauseMs, lateMs } of batches) {
          clock.ms += pauseMs;
          const sandbox = sandboxes[which];
          if (sandbox === undefined) throw new RangeError('no sandbox');
          for (const permit of await sandbox.account.reserve(count))
            if (permit.given) spent.push({ atMs: permit.atMs - sandbox.skewMs + lateMs, cost: sandbox.cost });
        }
        expect(leastLeft(spent, points, restoredPerSecond)).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 60 },
  );
});

test('what is restored in a minute is a limit of requests of that cost, beside those of calls', () => {
  const shop = { name: 'shop', rateLimits: calls, costLimit: { points: 2_000, restoredPerSecond: 100 } };
  expect(accountLimits({}, shop, 10).limits).toEqual([
    { requests: 1_000, windowMs: 1_000 },
    { requests: 600, windowMs: 60_000 },
  ]);
  // A probe.
  expect(accountLimits({}, shop).limits.at(-1)).toEqual({ requests: 6_000, windowMs: 60_000 });
});
