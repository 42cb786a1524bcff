/** An ordinary day, with all that is ordinary about it: nobody is to be woken. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Fault, FaultPlan, OutsideCall } from '../fault-plan.ts';
import { defaultStartMs } from '../kernel.ts';
import { createRandom, type Random } from '../random.ts';
import { type AlarmStory, eventOf } from './alarm-story.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Events of each type: one in half an hour, and a rush at ten in the morning. */
const events = { ordinaryEveryMs: 30 * minuteMs, rush: { atMs: 10 * hourMs, count: 40, everyMs: 100 } };
/** Nobody answers. */
const outage = { atMs: 14 * hourMs, forMs: 3 * minuteMs };
/** A table that has not split for the rush yet throttles one write in so many, for two minutes. */
const peak = { atMs: 10 * hourMs, forMs: 2 * minuteMs, oneIn: 20 };
/** Of a hundred calls so many go wrong, and are well when they are tried again. */
const chances: Readonly<Partial<Record<OutsideCall['kind'], readonly (readonly [Fault, number])[]>>> = {
  http: [
    ['retry-after-seconds', 0.02],
    ['fail', 0.01],
    ['reset-before', 0.01],
  ],
  aws: [
    ['fail', 0.002],
    ['lost', 0.002],
  ],
};

export const honestDay = (integrations: readonly AnyIntegration[], seed = 'an honest day'): AlarmStory => ({
  name: 'an honest day, with duplicates, retries, throttling now and then and an outage of three minutes',
  integrations,
  scenario: {
    weather: { skewMsMax: 250, recycleChance: 0.1, duplicateChance: 0.05, ghostChance: 0.02 },
    plan: ordinaryTrouble(integrations, createRandom(seed)),
  },
  troubleMs: dayMs,
  tell: (world) => {
    const { ordinaryEveryMs, rush } = events;
    // Each event goes to all who take its type.
    for (const integration of new Map(integrations.map((one) => [one.event.type, one])).values()) {
      const publish = (number: number, atMs: number) =>
        world.publish(eventOf(integration, number).body, atMs);
      for (let number = 1; number * ordinaryEveryMs < dayMs; number += 1)
        publish(number, number * ordinaryEveryMs);
      for (let number = 1; number <= rush.count; number += 1)
        publish(1_000 + number, rush.atMs + number * rush.everyMs);
    }
  },
});

function ordinaryTrouble(integrations: readonly AnyIntegration[], random: Random): FaultPlan {
  // Whose outcome nobody can find out: an answer of theirs that is lost ends as a dead letter, and rings by right.
  const unsettled = integrations
    .filter(({ operation }) => operation.repeat.by === 'never')
    .map(({ name, operation }) => ({ host: `http.${operation.destination.name}.`, name }));
  return {
    decide: ({ kind, label, sandbox, atMs }) => {
      const sinceMs = atMs - defaultStartMs;
      if (kind === 'http' && sinceMs >= outage.atMs && sinceMs < outage.atMs + outage.forMs)
        return 'unreachable';
      const isUnsettled = unsettled.some(
        ({ host, name }) => label.startsWith(host) || sandbox.includes(name),
      );
      const isPeak = sinceMs >= peak.atMs && sinceMs < peak.atMs + peak.forMs && !isUnsettled;
      if (isPeak && label === 'dynamodb.UpdateItem' && random.chance(1 / peak.oneIn)) return 'throttle';
      const drawn = random.next();
      let below = 0;
      for (const [fault, chance] of chances[kind] ?? []) {
        below += chance;
        if (drawn < below) return isUnsettled && fault !== 'retry-after-seconds' ? 'none' : fault;
      }
      return 'none';
    },
  };
}
