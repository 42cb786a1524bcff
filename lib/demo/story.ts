/** What the demo publishes, and the trouble it arranges. Data only: the same every time. */
import type { Destination } from '../../functions/core/declare/destination.ts';
import type { EventContract } from '../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { Beside } from '../../functions/core/declare/mapping.ts';
import { schemaAttribute } from '../../functions/core/declare/versions.ts';
import { paceOf } from '../../functions/core/pace/spacing.ts';
import { environments } from '../environments.ts';
import { emailOf, numberOf, varied } from './vary.ts';

export interface StoryEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly text: string;
}

const source = 'urn:example:shop';
/** Of the first type in the list, and of each other; fewer where a third party is slow. */
const firstCount = 160;
const otherCount = 60;
/** The demo has a minute: half of it for what waits for a limit. */
const waitedMsMax = 30_000;
/** Two are twice as good as one, and more would not show anything else. */
const countLeast = 2;
/** Every so many events one is published again: at once, in the same batch, and later. */
const repeatedEvery = 8;

export interface Story {
  /** Valid ones, of every type that an integration takes. */
  readonly events: readonly StoryEvent[];
  /** Those that are published a second time at once, and a third time when all is over. */
  readonly repeated: readonly StoryEvent[];
  /** Invalid events by what is wrong with them; published to the topic, or straight to the queue of an integration. */
  readonly invalid: readonly {
    readonly what: string;
    readonly type: string;
    readonly text: string;
    /** Left out: to the topic. */
    readonly integration?: string;
  }[];
}

/** @param time of all its events, RFC 3339 */
export function storyAt(time: string, integrations: readonly AnyIntegration[]): Story {
  const taken = integrations.filter(({ retiring }) => retiring !== true);
  const types = [...new Map(taken.map(({ event: contract }) => [contract.type, contract])).values()];
  const events = types.flatMap((contract, at) => {
    const takers = taken.filter(({ event: { type } }) => type === contract.type);
    const count = Math.min(at === 0 ? firstCount : otherCount, ...takers.map((one) => countFor(one, taken)));
    return Array.from({ length: count }, (_, n) => event(contract, n, time, takers));
  });
  const [first] = taken;
  return {
    events,
    repeated: events.filter((_, n) => n % repeatedEvery === 0),
    invalid: first === undefined ? [] : invalidOf(first, time),
  };
}

const paceOfLocal = ({ rateLimits }: Destination) => paceOf(rateLimits, environments.local.settings.pacing);
const intervalMsOf = (destination: Destination) => paceOfLocal(destination).intervalUs / 1_000;

/** How many events an integration can deliver in time, where the others of its destination want as many. */
function countFor({ operation: { destination } }: AnyIntegration, all: readonly AnyIntegration[]): number {
  const { budgets } = paceOfLocal(destination);
  const requests = Math.min(waitedMsMax / intervalMsOf(destination), ...budgets.map((one) => one.requests));
  const sharers = all.filter(({ operation }) => operation.destination.name === destination.name);
  return Math.max(countLeast, Math.floor(requests / sharers.length));
}

function invalidOf({ name, event: contract }: AnyIntegration, time: string): Story['invalid'] {
  const { type } = contract;
  const { id: _, ...withoutId } = JSON.parse(event(contract, 9_001, time).text);
  const wrongData = { ...JSON.parse(event(contract, 9_002, time).text), data: 'a text' };
  return [
    { what: 'an envelope without id', type, text: JSON.stringify(withoutId) },
    { what: 'data that are a text', type, text: JSON.stringify(wrongData) },
    // Text that is not JSON matches no filter of the topic, so it can only come by a queue.
    {
      what: 'text that is not JSON',
      type,
      text: '{"specversion":"1.0","id":"cut off',
      integration: name,
    },
  ];
}

/** What a third party that is asked for what is there knows already. */
export const existing = { externalId: `${numberOf(5)}`, email: emailOf(5) };

/** Faults as the requests meet them, in the order in which they arrive. Destinations take turns. */
const troubles = [
  [
    { kind: 'retry-after-seconds', seconds: 1, times: 2 },
    { kind: 'reset-after', times: 3 },
    { kind: 'error-500', times: 2 },
    { kind: 'hang-after' },
    { kind: 'unavailable-html' },
    { kind: 'reset-before', times: 2 },
    { kind: 'retry-after-date', seconds: 2 },
  ],
  [
    { kind: 'error-500' },
    { kind: 'reset-after', times: 2 },
    { kind: 'hang' },
    { kind: 'retry-after-seconds', seconds: 1 },
    { kind: 'slow-drip' },
  ],
  [
    { kind: 'reset-after', times: 3 },
    { kind: 'retry-after-date', seconds: 1 },
    { kind: 'hang-after' },
    { kind: 'unavailable-html' },
    { kind: 'reset-before' },
  ],
] as const;

export type Trouble = (typeof troubles)[number][number];

/** After a pause the rate begins at a tenth: who is slower than this would not be done with it in the demo's minute. */
const slowIntervalMs = 200;
const troublesOfSlow: readonly Trouble[] = [{ kind: 'error-500' }, { kind: 'slow-drip' }];

/** By destination. Where nothing may be repeated, only what costs no attempt: all else is for a person to settle. */
export function troubleOf(integrations: readonly AnyIntegration[]): ReadonlyMap<string, readonly Trouble[]> {
  const names = [...new Set(integrations.map(({ operation }) => operation.destination.name))];
  return new Map(
    names.map((name, at) => {
      const own = integrations.filter(({ operation }) => operation.destination.name === name);
      const isOnce = own.some(({ operation }) => operation.repeat.by === 'never');
      const isSlow = own.some(({ operation }) => intervalMsOf(operation.destination) > slowIntervalMs);
      const faults = isSlow ? troublesOfSlow : (troubles[at % troubles.length] ?? []);
      return [name, isOnce ? faults.filter(({ kind }) => kind.startsWith('retry-after')) : faults];
    }),
  );
}

function event(
  contract: EventContract,
  n: number,
  time: string,
  takers: readonly AnyIntegration[] = [],
): StoryEvent {
  const { type } = contract;
  const id = `${type}-${n}`;
  const envelope = {
    specversion: '1.0',
    id,
    source,
    type,
    time,
    subject: `${n}`,
    ...schemaAttribute(contract),
  } as const;
  const data = varied(contract, n, (data) => takers.every(({ map }) => canMap(map, data, envelope)));
  const text = JSON.stringify({ ...envelope, data });
  return { id, type, data, text };
}

function canMap(map: AnyIntegration['map'], data: unknown, event: Beside['event']): boolean {
  try {
    map.map(data, { event });
    return true;
  } catch {
    return false;
  }
}
