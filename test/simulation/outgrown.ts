/**
 * A backlog that outgrows its queue: twice the limit comes in, for longer than the queue keeps a message, with the alarms
 * of the template. Two weeks are an hour or two here: a fifty-sixth of it, the period of `waiting-days`, has to be whole
 * minutes.
 */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { paceOf } from '../../functions/core/pace/spacing.ts';
import { environments } from '../../lib/environments.ts';
import { integrationName, stackName } from '../../lib/names.ts';
import { addWaitingAlarms } from '../../lib/stack/alarms/waiting-alarms.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import { deployedAlarms } from './alarms/deployed-alarms.ts';
import { alarmsIn } from './cloudwatch/template-alarms.ts';
import { lettersOf } from './evidence.ts';
import { customerBody } from './fixture-events.ts';
import { to } from './stories.ts';
import { createWorld } from './world.ts';

const minuteMs = 60_000;

export interface Outgrowing {
  readonly published: number;
  readonly retentionMinutes: 56 | 112;
  /** What the account's plan allows in ten seconds: twice as much comes in. */
  readonly requests: number;
  /** @default - `outgrown` */
  readonly seed?: string;
  /** A receive brings any of so many of the oldest. @default - any of all */
  readonly orderedWithin?: number | undefined;
}

/**
 * Gazette's, of a plan that lets them last for as long as the alarms need: four hours at twice its rate. In the last chance,
 * eight minutes, 980 messages are received.
 */
export const sixtyOneThousand: Outgrowing = { published: 61_200, retentionMinutes: 112, requests: 23 };

/** Times are milliseconds since the beginning. */
export interface Outgrown {
  readonly published: number;
  readonly delivered: number;
  readonly putAside: number;
  /** Of those that were put aside. */
  readonly codes: readonly unknown[];
  /** What SQS dropped. */
  readonly lost: number;
  readonly lastChanceMs: number;
  readonly firstPutAsideAtMs: number;
  /** When each alarm rang first, by its name without the integration's. */
  readonly rangAtMs: Readonly<Record<string, number>>;
  /** What the limit would have let out until the last of the events was as old as may be: 1 is all. */
  readonly used: number;
}

export async function outgrow(outgrowing: Outgrowing): Promise<Outgrown> {
  const { published, retentionMinutes, requests, orderedWithin, seed = 'outgrown' } = outgrowing;
  const retentionMs = retentionMinutes * minuteMs;
  const lastChanceMs = (retentionMs * 13) / 14;
  const [integration] = to('gazette');
  if (integration === undefined) throw new Error('there is an integration to Gazette');
  const limit = { requests, windowMs: 10_000 };
  const environment = {
    ...environments.prod,
    settings: { ...environments.prod.settings, rateLimits: { gazette: [limit] } },
  };
  const queueRetentionDays = retentionMs / (24 * 60 * minuteMs);
  const capacity = { ...capacityOf(integration, environment, [integration]), queueRetentionDays };
  const world = createWorld({
    seed,
    integrations: [integration],
    environment,
    weather: { orderedWithin },
    capacityOf: () => capacity,
    alarms: alarmsOf(integration.name, queueRetentionDays),
  });
  const startedMs = world.kernel.now();
  const intervalMs = paceOf([limit], environment.settings.pacing).intervalUs / 1_000;
  const everyMs = intervalMs / 2;
  for (let number = 1; number <= published; number += 1)
    world.publish(customerBody(number), Math.floor(number * everyMs));
  await world.run({ chaosMs: published * everyMs, drainMs: 2 * retentionMs, settleMs: 10 * minuteMs });

  const [worker] = world.workers;
  const { queues } = world.services;
  const effects = world.thirdParties.get('gazette')?.reception.journal.effects ?? [];
  const delivered = new Set(effects.map(({ externalId }) => externalId)).size;
  const deadLetters = queues.messages(worker?.deadLetterQueueName ?? '');
  const letters = lettersOf(world, worker?.deadLetterQueueName ?? '');
  const rang = world.alarms.history.filter((change) => change.to === 'ALARM').reverse();
  const prefix = `${stackName(environment.name)}-${integration.name}-`;
  return {
    published,
    delivered,
    putAside: letters.length,
    codes: [...new Set(letters.map(({ diagnosis }) => diagnosis?.code))],
    lost: queues.expired(worker?.queueName ?? '').length,
    lastChanceMs,
    firstPutAsideAtMs: Math.min(...deadLetters.map(({ sentAtMs }) => sentAtMs)) - startedMs,
    rangAtMs: Object.fromEntries(
      rang.map(({ alarm, atMs }) => [alarm.replace(prefix, ''), atMs - startedMs]),
    ),
    used: (delivered * intervalMs) / (published * everyMs + lastChanceMs),
  };
}

/** Sentences about what is not as it must be. */
export function wrongIn(outgrown: Outgrown): readonly string[] {
  const { published, delivered, putAside, codes, lost } = outgrown;
  const { lastChanceMs, firstPutAsideAtMs, rangAtMs, used } = outgrown;
  // The hour after which `waiting` rings is none of the retention's.
  const must = ['waiting-days', ...(lastChanceMs > 75 * minuteMs ? ['waiting'] : [])];
  const rang = must.filter((name) => !((rangAtMs[name] ?? Number.POSITIVE_INFINITY) < firstPutAsideAtMs));
  return [
    ...(lost === 0 ? [] : [`${lost} were lost`]),
    ...(delivered + putAside === published
      ? []
      : [`${delivered} delivered and ${putAside} put aside of ${published}`]),
    ...(putAside > 0 && codes.join() === 'EXPIRED' ? [] : [`put aside as ${codes.join(', ')}`]),
    ...rang.map((name) => `${name} did not ring before the first was put aside`),
    // The limit is used meanwhile: what is put aside is what there was no room for.
    ...(used > 0.9 ? [] : [`${(used * 100).toFixed(0)} % of the limit were used`]),
  ];
}

/** Those of the integration in the template, but that the two of the waiting follow this queue's retention. */
function alarmsOf(integration: string, queueRetentionDays: number) {
  const environment = 'prod';
  const stack = new Stack();
  addWaitingAlarms(stack, {
    environment,
    alertsTopic: new Topic(stack, 'Alerts', { topicName: 'alerts' }),
    integration,
    destination: 'gazette',
    queue: new Queue(stack, 'Queue', { queueName: integrationName(environment, integration) }),
    queueRetentionDays,
  });
  const scaled = alarmsIn(Template.fromStack(stack).toJSON());
  const prefix = `${stackName(environment)}-${integration}-`;
  return deployedAlarms(environment, to('gazette').slice(0, 1))
    .filter(({ name }) => name.startsWith(prefix))
    .map((alarm) => scaled.find(({ name }) => name === alarm.name) ?? alarm);
}
