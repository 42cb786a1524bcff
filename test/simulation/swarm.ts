/** A story out of a seed: which integrations, which events, what weather, what faults, and what people do meanwhile. */

import { type Desk, desks } from './desks/desk.ts';
import type { FaultPlan } from './fault-plan.ts';
import { swarm as swarmOfFaults } from './fault-plan.ts';
import { countingLetterbox } from './letterbox-lock.ts';
import { createRandom, type Random } from './random.ts';
import { allIntegrations, customer, invalid, payment } from './stories.ts';
import type { Stage, Story } from './story.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The most that one fault strikes a call: above, hardly anything happens between two of them. */
const faultRateMax = 0.15;

export interface Swarm {
  readonly story: Story;
  readonly plan: FaultPlan;
}

export function swarmOf(seed: number): Swarm {
  const random = createRandom(`swarm ${seed}`);
  const chosen = random.int(1, 3);
  const integrations = Array.from({ length: chosen }, () => random.pick(allIntegrations)).filter(
    (one, at, all) => all.indexOf(one) === at,
  );
  const destinations = [...new Set(integrations.map(({ operation }) => operation.destination.name))];
  const weather = {
    skewMsMax: random.chance(0.7) ? 250 : 0,
    recycleChance: random.chance(0.3) ? random.next() * 0.5 : 0,
    ghostChance: random.chance(0.3) ? random.next() * 0.2 : 0,
    duplicateChance: random.chance(0.3) ? random.next() * 0.3 : 0,
  };
  const chaosMs = random.int(1, 4) * minuteMs;
  const desk = deskOf(random.fork('desk'));
  const drifting = random.fork('drift').chance(0.5);
  return {
    story: {
      name: `seed ${seed}`,
      scenario: {
        integrations: [...integrations, ...(desk === undefined ? [] : [desk.integration])],
        weather,
        contracts: {
          ...(desk === undefined ? {} : { [desk.name]: desk.contract }),
          ...(drifting ? { letterbox: countingLetterbox } : {}),
        },
        drifting: drifting ? ['letterbox'] : [],
      },
      phases: { chaosMs, drainMs: 12 * hourMs, settleMs: minuteMs },
      tell: (stage) => {
        publishSome(
          stage,
          random,
          integrations.map(({ event }) => event.type),
          chaosMs,
        );
        if (random.chance(0.2)) breakKey(stage, random, random.pick(destinations), chaosMs);
      },
      redrives: random.chance(0.5) ? ['all', 'all', 'looked'] : [],
      ...(random.chance(0.15) ? { redeployedAfterMs: random.int(0, chaosMs) } : {}),
    },
    plan: swarmOfFaults(random.fork('faults'), faultRateMax),
  };
}

/** Of those that a request cannot reach twice, however late it comes: it has a key, a place of its own, or no second. */
function deskOf(random: Random): Desk | undefined {
  return random.chance(0.3) ? random.pick(desks.filter(({ isSafeWhenLate }) => isSafeWhenLate)) : undefined;
}

function publishSome({ publish }: Stage, random: Random, types: readonly string[], chaosMs: number): void {
  const count = random.int(1, 4);
  for (let number = 1; number <= count; number += 1) {
    const make = random.pick(types) === 'payment.requested' ? payment : customer;
    const event = random.chance(0.1) && make === customer ? invalid(number) : make(number);
    publish(event, random.int(0, chaosMs / 4));
    if (random.chance(0.25)) publish(event, random.int(0, chaosMs));
  }
}

/** The third party takes another key; somebody corrects the secret before that, after it, or when all is over. */
function breakKey(
  { changeKey, correctSecret, later }: Stage,
  random: Random,
  destination: string,
  chaosMs: number,
): void {
  const atMs = random.int(0, chaosMs / 2);
  later(atMs, () => changeKey(destination));
  if (random.chance(0.6)) later(atMs + random.int(1, chaosMs), () => correctSecret(destination));
}
