import { expect, it } from 'vitest';
import { environments } from '../../lib/environments.ts';
import { type LimiterTrouble, runLimiter } from './limiter.ts';

const { pacing } = environments.prod.settings;
/** The one that pays most for what nobody knows. `npm run prove` has others, and more windows. */
const limit = { requests: 25, windowMs: 1_000 };

it('under a backlog fifty sandboxes with wrong clocks use 85 % of a limit of 25 a second, and never more than it', async () => {
  const { most, used, writesPerBatch } = await runLimiter({
    seed: 'whole',
    limit,
    pacing,
    sandboxes: 50,
    arrivals: 5_000,
  });
  process.stdout.write(
    `used ${(used * 100).toFixed(1)} % of the limit itself, at most ${most} of ${limit.requests}; ` +
      `${writesPerBatch.toFixed(2)} writes of the limit a batch\n`,
  );
  expect(most).toBeLessThanOrEqual(limit.requests);
  expect(used).toBeGreaterThanOrEqual(0.85);
  expect(writesPerBatch).toBeLessThan(1.1);
});

const troubles: Readonly<Record<string, LimiterTrouble>> = {
  'timers ring late': { lateChance: 0.1 },
  'sandboxes come and go': { recycleChance: 0.05 },
  'clocks step': { stepChance: 0.1 },
  'sandboxes are frozen': { freezeChance: 0.1 },
  'monotonic clocks stand still while sandboxes are frozen': { freezeChance: 0.1, standsStillChance: 0.5 },
  'all of that happens': {
    lateChance: 0.05,
    recycleChance: 0.02,
    stepChance: 0.02,
    freezeChance: 0.05,
    standsStillChance: 0.5,
  },
  'dates are an hour off': { date: (ms) => ms + 3_600_000 },
  'dates stand still for a minute': { date: (ms) => ms - (ms % 60_000) },
  'each sandbox is told by another server, whose dates are stale': {
    date: (ms, _, which) => ms - which * 100,
  },
  'dates are off at random by up to 30 ms': { date: (ms, { int }) => ms + int(-30, 30) },
  'dates are off at random by up to 300 ms': { date: (ms, { int }) => ms + int(-300, 300) },
  'one date in fifty is wrong by seconds': {
    date: (ms, { int, chance }) => (chance(0.02) ? ms + int(-5_000, 5_000) : ms),
  },
  'one server in ten is 200 ms off': { date: (ms, { chance }) => (chance(0.1) ? ms + 200 : ms) },
};

it.each(Object.keys(troubles))(
  'no window holds more than the limit where %s',
  async (name) => {
    const run = { seed: name, limit, pacing, sandboxes: 10, arrivals: 1_200, trouble: troubles[name] ?? {} };
    const { most, used } = await runLimiter(run);
    process.stdout.write(`${name}: used ${(used * 100).toFixed(1)} %, at most ${most}\n`);
    expect(most).toBeLessThanOrEqual(limit.requests);
    // Whatever is wrong: hardly less than who knows nothing of the time, 57 %, and misses a permit at times.
    expect(used).toBeGreaterThan(0.45);
  },
  60_000,
);
