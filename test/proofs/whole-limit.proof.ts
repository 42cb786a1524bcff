/**
 * How much of a limit is used, over more windows than the tests of every change have time for.
 * By a third party's own clock: rate-limit.proof.ts and large-limit.proof.ts.
 */
import { expect, it } from 'vitest';
import { environments } from '../../lib/environments.ts';
import { runLimiter } from '../simulation/limiter.ts';

const { pacing } = environments.prod.settings;

it.each([
  { requests: 25, windowMs: 1_000, arrivals: 35_000, least: 0.85 },
  { requests: 100, windowMs: 10_000, arrivals: 15_000, least: 0.95 },
  { requests: 1_666, windowMs: 10_000, arrivals: 50_000, least: 0.97 },
])(
  'fifty sandboxes with wrong clocks use $least of $requests in $windowMs ms under a backlog, and never more than all of it',
  async ({ arrivals, least, ...limit }) => {
    const { most, windows, used } = await runLimiter({
      seed: 'the whole of a limit',
      limit,
      pacing,
      sandboxes: 50,
      arrivals,
    });
    process.stdout.write(
      `${(used * 100).toFixed(1)} % of ${limit.requests} in ${limit.windowMs} ms; ` +
        `at most ${most} in any of ${windows} windows\n`,
    );
    expect(most).toBeLessThanOrEqual(limit.requests);
    expect(used).toBeGreaterThanOrEqual(least);
  },
  600_000,
);
