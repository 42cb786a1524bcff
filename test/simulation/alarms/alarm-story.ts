/** A story in which an alarm must ring, and no other may. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { environments } from '../../../lib/environments.ts';
import { stackName } from '../../../lib/names.ts';
import type { Scenario } from '../scenario.ts';
import { customer, payment } from '../stories.ts';
import { createWorld, type World } from '../world.ts';
import { deployedAlarms } from './deployed-alarms.ts';

export interface AlarmStory {
  /** What goes wrong, as an operator would put it. */
  readonly name: string;
  /** The alarm that it proves, without the environment: `unrouted`. `undefined`: none may ring at all. */
  readonly proves?: string;
  /** Whom it names, if it is one for many. */
  readonly contributor?: string;
  /** Others that must ring too, because what goes wrong is theirs as well. */
  readonly alsoRings?: readonly string[];
  readonly integrations: readonly AnyIntegration[];
  readonly scenario?: Omit<Scenario, 'seed' | 'integrations' | 'environment' | 'alarms' | 'watched'>;
  /** How long it goes wrong. Virtual milliseconds; then everything is well for a while. */
  readonly troubleMs: number;
  readonly tell: (world: World) => void;
}

export interface AlarmRow {
  readonly story: AlarmStory;
  /** Virtual milliseconds from the beginning of the story: when the alarm that it proves rang first, and went OK after. */
  readonly rangAfterMs: number | undefined;
  readonly overAfterMs: number | undefined;
  /** Sentences about what rang and should not have, and the other way round. */
  readonly wrong: readonly string[];
}

/** As deployed where it counts. */
const environment = environments.prod;
const minuteMs = 60_000;

/** Until everything that was held up is delivered. */
const drainMs = 12 * 60 * minuteMs;
/** Longer than any queue is silent when it is used again, and than most alarms look back. */
const settleMs = 90 * minuteMs;

const prefix = `${stackName(environment.name)}-`;

/** Names of the alarms of a stack with these integrations, without the environment. */
export const deployedNames = (integrations: readonly AnyIntegration[]): readonly string[] =>
  deployedAlarms(environment.name, integrations).map(({ name }) => name.slice(prefix.length));

export async function playAlarmStory(
  story: AlarmStory,
  seed: string | number = story.name,
): Promise<AlarmRow> {
  const { integrations, proves } = story;
  const world = createWorld({
    ...story.scenario,
    seed,
    integrations,
    environment,
    alarms: deployedAlarms(environment.name, integrations),
    watched: true,
  });
  const startedMs = world.kernel.now();
  story.tell(world);
  await world.run({ chaosMs: story.troubleMs, drainMs, settleMs });
  const { history } = world.alarms;
  const rang = world.alarms.rang().map((name) => name.slice(prefix.length));
  const expected = [...(proves === undefined ? [] : [proves]), ...(story.alsoRings ?? [])];
  const of = history.filter(({ alarm }) => alarm === prefix + proves);
  const first = of.find(({ to }) => to === 'ALARM');
  const over = of.findLast(({ to }) => to === 'OK');
  const named = new Set(of.filter(({ to }) => to === 'ALARM').map(({ contributor }) => contributor));
  const misnamed = [...named].filter((contributor) => contributor !== story.contributor);
  const untold = history.filter(({ to, told }) => to === 'ALARM' && told.length === 0);
  return {
    story,
    rangAfterMs: first === undefined ? undefined : first.atMs - startedMs,
    overAfterMs:
      over === undefined || world.alarms.isRinging(prefix + proves) ? undefined : over.atMs - startedMs,
    wrong: [
      ...expected.filter((name) => !rang.includes(name)).map((name) => `${name} stayed silent`),
      ...rang.filter((name) => !expected.includes(name)).map((name) => `${name} rang`),
      ...misnamed.map((contributor) => `${proves} named ${contributor ?? 'nobody'}`),
      ...untold.map(({ alarm }) => `${alarm} rang, and nobody was told`),
    ],
  };
}

/** The event that an integration takes. */
export const eventOf = ({ event }: AnyIntegration, number: number) =>
  event.type === 'payment.requested' ? payment(number) : customer(number);

/** Publishes `count` of them, one every `everyMs`. */
export function publishTo(world: World, integration: AnyIntegration, count: number, everyMs: number): void {
  for (let number = 1; number <= count; number += 1)
    world.publish(eventOf(integration, number).body, (number - 1) * everyMs);
}
