import { expect, it } from 'vitest';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { paceOf } from '../../functions/core/pace/spacing.ts';
import { environments } from '../../lib/environments.ts';
import { customerBody } from './fixture-events.ts';
import { mostInAWindow } from './invariants/rate-limits.ts';
import { customerCreatedToLetterbox } from './letterbox.ts';
import { createWorld, type World } from './world.ts';

/** As Gazette's: about eight a second, so that 2,000 need four minutes. */
const limit = { requests: 100, windowMs: 10_000 };
const { operation } = customerCreatedToLetterbox;
const destination = defineDestination({ ...operation.destination, rateLimits: [limit] });
const integration = defineIntegration({
  ...customerCreatedToLetterbox,
  operation: defineOperation({ ...operation, destination }),
});
const environment = environments.prod;
const intervalMs = paceOf([limit], environment.settings.pacing).intervalUs / 1_000;

const waiting = 2_000;
const minuteMs = 60_000;
const troubleMs = 3 * minuteMs;

/** Minutes in which nothing gets through, and how they end. */
const troubles: Readonly<Record<string, (world: World) => void>> = {
  'an outage': ({ kernel, outside, heal }) => {
    outside.setPlan({ decide: ({ kind }) => (kind === 'http' ? 'unreachable' : 'none') });
    kernel.schedule(troubleMs, heal);
  },
  'a rotated key': (world) => {
    const key = `k_${world.random.id()}`;
    world.thirdParties.get('letterbox')?.reception.setApiKey(key);
    // Shortly before those come back that found the destination parked.
    world.kernel.schedule(environment.settings.parkedRecheckMs - 5_000, () => {
      world.setSecret('letterbox', key);
      world.requestSupervisor({ ask: 'look', destination: 'letterbox' });
    });
  },
};

it.each(Object.keys(troubles))(
  'after %s with 2,000 waiting the rate is whole a minute later, and a new event waits for no more than the backlog before it',
  async (name) => {
    const world = createWorld({
      seed: name,
      integrations: [integration],
      environment,
      weather: { skewMsMax: 250 },
    });
    troubles[name]?.(world);
    for (let number = 1; number <= waiting; number += 1) world.publish(customerBody(number));
    const startMs = world.kernel.now();
    const arrivalsOf = () => world.thirdParties.get('letterbox')?.arrivals ?? [];
    const isDelivered = ({ effect }: { readonly effect?: unknown }) => effect !== undefined;

    await world.run({ chaosMs: troubleMs + 30_000, drainMs: 0, settleMs: 0 });
    // The first that gets through begins the ramp.
    let beganMs = arrivalsOf().find(isDelivered)?.atMs;
    while (beganMs === undefined) {
      await world.run({ chaosMs: 10_000, drainMs: 0, settleMs: 0 });
      beganMs = arrivalsOf().find(isDelivered)?.atMs;
    }
    await world.run({ chaosMs: beganMs + minuteMs - world.kernel.now(), drainMs: 0, settleMs: 0 });
    const left = world.backlog();
    const publishedMs = world.kernel.now();
    world.publish(customerBody(waiting + 1));
    const { isDrained } = await world.run({ chaosMs: 0, drainMs: 20 * minuteMs, settleMs: 0 });

    const arrivals = arrivalsOf();
    const atMs = arrivals.map((arrival) => arrival.atMs).sort((a, b) => a - b);
    const inTheNextMinute = atMs.filter((ms) => ms >= publishedMs && ms < publishedMs + minuteMs).length;
    const used = (inTheNextMinute * intervalMs) / minuteMs;
    const newOne = arrivals.find(({ body }) => body.includes(`"${waiting + 1}"`));
    const waitedMs = (newOne?.atMs ?? Number.POSITIVE_INFINITY) - publishedMs;
    const { batches, messages } = world.workers[0]?.eventSource.stats ?? { batches: 0, messages: 0 };
    process.stdout.write(
      `${name}: began after ${(beganMs - startMs) / 1_000} s; ${(used * 100).toFixed(1)} % of the spacing a minute later, ` +
        `${left} were left; a new event waited ${(waitedMs / 1_000).toFixed(1)} s of ${((left * intervalMs) / 1_000).toFixed(1)}; ` +
        `${messages} receives in ${batches} batches\n`,
    );
    expect(isDrained).toBe(true);
    expect(used).toBeGreaterThanOrEqual(0.95);
    expect(waitedMs).toBeLessThanOrEqual(left * intervalMs + 10_000);
    expect(mostInAWindow(atMs, limit.windowMs)).toBeLessThanOrEqual(limit.requests);
    // While nothing got through and on the ramp messages came back a few times.
    expect(messages).toBeLessThan(5 * waiting);
  },
  60_000,
);
