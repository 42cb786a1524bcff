/**
 * How much of a limit is used, over more windows than the tests of every change have time for.
 *
 * The two small limits are also held against a stand-in's own clock (rate-limit.proof.ts). That of 1,666 in ten seconds is not:
 * 166 requests a second, each with its table calls and timers, are more than two processors keep in time beside the server that
 * counts them. By real HTTP and real timers, the limiter alone, with 8 to 32 sandboxes, and the processors shared with other work
 * (three runs of 8,000 to 15,000 requests), 57 to 84 % of it came to be used over half a minute and more, never over it: at
 * most 1,580 in any window. What those runs miss is the machine's time, not the limiter's, so they prove no share.
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
