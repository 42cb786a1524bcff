/** Stories of trouble that lasts for days, and of keys that need a moment. Too long to be told with a fault at every call. */
import { environments } from '../../lib/environments.ts';
import type { Answer } from '../../lib/local/stand-ins/contract.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import { type Evidence, lettersOf } from './evidence.ts';
import type { Fault, FaultPlan } from './fault-plan.ts';
import { mostInAWindow } from './invariants/rate-limits.ts';
import { defaultStartMs } from './kernel.ts';
import { customer, to } from './stories.ts';
import type { Stage, Story } from './story.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface Size {
  /** How long the trouble lasts. */
  readonly days: number;
  /** How many events come when it begins. */
  readonly events: number;
}

/** Every state of waiting comes, and stays for days; and more events than all sandboxes hold in full batches. */
export const whole: Size = { days: 3, events: 1_000 };

export interface Trouble {
  readonly name: string;
  /** What the third party answers; absent: nobody reaches it. */
  readonly answer?: Answer;
}

const throttled = (headers: Answer['headers']): Answer => ({ statusCode: 429, headers, body: '' });

export const troubles: readonly Trouble[] = [
  { name: '429 without a header', answer: throttled({}) },
  { name: '429 with Retry-After: 1', answer: throttled({ 'retry-after': '1' }) },
  { name: '429 with Retry-After: 30', answer: throttled({ 'retry-after': '30' }) },
  { name: '503', answer: { statusCode: 503, headers: {}, body: '' } },
  { name: 'refused connections' },
];

/** Events that come while a third party is in trouble, for days, with the settings of production. */
export function lastingTrouble(
  destination: string,
  { name, answer }: Trouble,
  { days, events }: Size,
): Story {
  const troubleMs = days * dayMs;
  let callsAtMs: number[] = [];
  let receivesMax = 0;
  return {
    name: `${name} of ${destination} for ${days} days`,
    scenario: { integrations: to(destination).slice(0, 1), environment: environments.prod },
    phases: { chaosMs: troubleMs, drainMs: 12 * hourMs },
    isToldOnce: true,
    // The trouble's own plan only counts, but where nobody gets through.
    plan: () => {
      callsAtMs = [];
      return calling(destination, answer === undefined ? 'unreachable' : 'none', callsAtMs);
    },
    tell: (stage) => {
      for (let number = 1; number <= events; number += 1) stage.publish(customer(number), number * 10);
      if (answer !== undefined) answers(stage, destination, answer, troubleMs);
      stage.later(troubleMs - 1, () => {
        receivesMax = mostReceives(stage.world);
      });
    },
    expects: (evidence) => [
      ...unharmed(evidence, answer?.statusCode === 503),
      ...leftAlone(callsAtMs, destination),
      ...backSoon(evidence, destination, troubleMs),
      // Of the 1,000 that SQS allows.
      ...(receivesMax <= 30 * days ? [] : [`an event was received ${receivesMax} times in ${days} days`]),
    ],
  };
}

function calling(destination: string, fault: Fault, callsAtMs: number[]): FaultPlan {
  return {
    decide: ({ kind, label, atMs }) => {
      if (kind !== 'http' || !label.startsWith(`http.${destination}.`)) return 'none';
      callsAtMs.push(atMs);
      return fault;
    },
  };
}

/** From now on it answers so, whatever it is asked, for so long. */
function answers({ world, later }: Stage, destination: string, answer: Answer, forMs: number): void {
  const reception = world.thirdParties.get(destination)?.reception as
    | { receive: (...arrived: never) => unknown }
    | undefined;
  if (reception === undefined) throw new Error(`there is no ${destination}`);
  const { receive } = reception;
  reception.receive = () => ({ answer, ending: 'answer' });
  later(forMs, () => {
    reception.receive = receive;
  });
}

const mostReceives = ({ services: { queues }, workers }: World) =>
  Math.max(
    0,
    ...workers.flatMap(({ queueName }) => queues.messages(queueName).map(({ receiveCount }) => receiveCount)),
  );

/**
 * Nothing is dead for having waited.
 * @param mayBeDone what was sent may have been carried out: what nobody knows for a day ends as its `repeat` says
 */
function unharmed({ world, isDrained }: Evidence, mayBeDone: boolean): readonly string[] {
  const letters = world.workers.flatMap(({ deadLetterQueueName }) => lettersOf(world, deadLetterQueueName));
  const codes = [...new Set(letters.map(({ diagnosis }) => diagnosis?.code))].join(', ');
  const sent = [...world.thirdParties.values()].flatMap(({ arrivals }) =>
    arrivals.filter(({ method, statusCode }) => method === 'POST' && statusCode === 503),
  );
  const isExplained = mayBeDone && codes === 'OUTCOME_UNKNOWN' && letters.length <= sent.length;
  return [
    ...(letters.length === 0 || isExplained ? [] : [`${letters.length} dead letters: ${codes}`]),
    ...(isDrained ? [] : ['it did not drain']),
  ];
}

/** Whoever says no is called sixty times an hour at most, from the second hour on. */
function leftAlone(callsAtMs: readonly number[], destination: string): readonly string[] {
  const later = callsAtMs.filter((atMs) => atMs >= defaultStartMs + hourMs);
  const most = mostInAWindow(later, hourMs - 1);
  return most > 60 ? [`${destination} got ${most} calls in an hour`] : [];
}

/**
 * How soon after the trouble the first event is delivered: a look a minute, for more would be more than sixty calls an hour;
 * Lambda's minute for an event source that is enabled again; and what pollers take to notice.
 */
const backWithinMs = 2 * minuteMs + 30_000;

function backSoon({ world }: Evidence, destination: string, troubleMs: number): readonly string[] {
  const first =
    world.thirdParties.get(destination)?.reception.journal.effects[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const lateMs = first - defaultStartMs - troubleMs;
  return lateMs <= backWithinMs ? [] : [`the first delivery came ${lateMs} ms after the trouble`];
}

/** Trouble of a few events. */
export const lastingStories: readonly Story[] = [
  {
    name: 'parked and resumed at once',
    scenario: { integrations: to('wallet'), weather: { settlingMs: [10_000, 10_000] } },
    phases: { chaosMs: 5 * minuteMs, drainMs: hourMs },
    isToldOnce: true,
    tell: ({ world, publish, later }) => {
      later(minuteMs, () => {
        world.requestSupervisor({ ask: 'park', destination: 'wallet', reason: 'by mistake' });
      });
      later(minuteMs + 2_000, () => world.requestSupervisor({ ask: 'resume', destination: 'wallet' }));
      publish(customer(1), minuteMs + 5_000);
    },
    // Lambda takes ten seconds to pause, and ten to go on; the rest is ours.
    expects: (evidence) => deliveredWithin(evidence, minuteMs + 40_000),
  },
  {
    name: 'a key that its third party does not know for forty minutes',
    scenario: { integrations: to('wallet').slice(0, 1) },
    phases: { chaosMs: 65 * minuteMs, drainMs: hourMs },
    isToldOnce: true,
    tell: ({ world, publish, later, changeKey }) => {
      const before = keyIn(world, 'wallet');
      changeKey('wallet');
      publish(customer(1));
      later(40 * minuteMs, () => world.thirdParties.get('wallet')?.reception.setApiKey(before));
    },
    expects: (evidence) => deliveredWithin(evidence, 60 * minuteMs),
  },
  {
    name: 'a new key that becomes valid forty minutes late',
    scenario: { integrations: to('wallet').slice(0, 1) },
    phases: { chaosMs: 65 * minuteMs, drainMs: hourMs },
    isToldOnce: true,
    tell: ({ world, publish, later, changeKey }) => {
      const key = changeKey('wallet');
      world.thirdParties.get('wallet')?.reception.setApiKey('not yet');
      publish(customer(1));
      later(minuteMs, () => world.setSecret('wallet', key));
      later(41 * minuteMs, () => world.thirdParties.get('wallet')?.reception.setApiKey(key));
    },
    expects: (evidence) => [
      ...deliveredWithin(evidence, 60 * minuteMs),
      // Of the first key, and of the second when it had been refused for five minutes.
      ...(evidence.world.services.alerts.length === 2
        ? []
        : [`${evidence.world.services.alerts.length} alerts for two keys that were refused`]),
    ],
  },
  {
    name: 'a key that is replaced four seconds after it was refused',
    scenario: { integrations: to('wallet').slice(0, 1) },
    phases: { chaosMs: 2 * minuteMs, drainMs: hourMs },
    isToldOnce: true,
    tell: (stage) => {
      const { world, publish, later, changeKey } = stage;
      const key = changeKey('wallet');
      publish(customer(1));
      const afterTheFirst = () => {
        const isRefused = world.thirdParties.get('wallet')?.arrivals[0]?.heardAtMs !== undefined;
        later(isRefused ? 4_000 : 20, isRefused ? () => world.setSecret('wallet', key) : afterTheFirst);
      };
      afterTheFirst();
    },
    expects: ({ parkings }) => {
      const [begun, ended] = parkings;
      const forMs = (ended?.atMs ?? Number.POSITIVE_INFINITY) - (begun?.atMs ?? 0);
      return forMs < 12_000 ? [] : [`it was found after ${forMs} ms`];
    },
  },
  {
    name: 'a parked queue that its messages outlive',
    scenario: {
      integrations: to('wallet').slice(0, 1),
      capacityOf: (integration) => ({
        ...capacityOf(integration, environments.dev, to('wallet')),
        queueRetentionDays: 1,
      }),
    },
    phases: { chaosMs: 2 * dayMs, drainMs: 12 * hourMs },
    isToldOnce: true,
    tell: ({ world, publish, later }) => {
      later(minuteMs, () => {
        world.requestSupervisor({ ask: 'park', destination: 'wallet', reason: 'they move house' });
      });
      for (let number = 1; number <= 200; number += 1) publish(customer(number), number * 10 * minuteMs);
      later(38 * hourMs, () => world.requestSupervisor({ ask: 'resume', destination: 'wallet' }));
    },
    expects: ({ world }) => {
      const letters = world.workers.flatMap(({ deadLetterQueueName }) =>
        lettersOf(world, deadLetterQueueName),
      );
      const effects = world.thirdParties.get('wallet')?.reception.journal.effects.length ?? 0;
      const codes = new Set(letters.map(({ diagnosis }) => diagnosis?.code));
      return [
        ...(letters.length + effects === 200
          ? []
          : [`${letters.length} put aside, ${effects} delivered, of 200`]),
        // Those of the first 15 hours and a half: a day old, but for a fourteenth of it, when it was resumed.
        ...(letters.length >= 90 && letters.length <= 100 ? [] : [`${letters.length} were put aside`]),
        ...([...codes].join() === 'EXPIRED' ? [] : [`put aside as ${[...codes].join()}`]),
      ];
    },
  },
];

/** All that was published is delivered so long after the beginning. */
function deliveredWithin({ world, published }: Evidence, withinMs: number): readonly string[] {
  const effects = [...world.thirdParties.values()].flatMap(({ reception }) => reception.journal.effects);
  const late = effects.filter(({ atMs }) => atMs - defaultStartMs > withinMs);
  return late.length === 0 && effects.length === published.length
    ? []
    : [
        `${effects.length} of ${published.length} delivered, the last ${(effects.at(-1)?.atMs ?? 0) - defaultStartMs} ms after the beginning`,
      ];
}

function keyIn(world: World, destination: string): string {
  const name = `interlock/${world.scenario.environment.name}/${destination}`;
  return JSON.parse(world.services.secrets.current(name).text).apiKey;
}
