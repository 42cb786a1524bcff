/** Where AWS' own metrics come from: what the models of a world know, asked once a minute. */
import { ledgerTableName } from '../../../lib/names.ts';
import { type Metric, minuteMs } from '../../models/cloudwatch/metric.ts';
import { NotModelled } from '../../models/sdk-errors.ts';
import type { TopicModel } from '../../models/topic.ts';
import type { Outside } from '../outside.ts';
import type { Services } from '../services.ts';
import type { Worker } from '../site.ts';

/** What the metrics of a world are made of. */
export interface Sources {
  readonly environment: Parameters<typeof ledgerTableName>[0];
  readonly outside: Outside;
  readonly services: Services;
  /** All functions with their queues. */
  readonly workers: () => readonly Worker[];
}

/** The value of the minute that ends now; `undefined` when there is none. To be called once a minute. */
export type Reading = (nowMs: number) => number | undefined;

/** Throws for a metric that is not modelled, and for one of something that is not in the world. */
export function readingOf(metric: Metric, sources: Sources): Reading {
  const { namespace, name, dimensions } = metric;
  const source = namespaces[namespace];
  if (source === undefined) throw new NotModelled(`metrics of ${namespace} are not modelled`);
  const [dimension, ...others] = Object.keys(dimensions);
  if (dimension !== source.dimension || others.length > 0)
    throw new NotModelled(`${namespace}/${name} by ${Object.keys(dimensions).join(', ')} is not modelled`);
  const reading = source.reads[name]?.(dimensions[dimension] ?? '', sources);
  if (reading === undefined) throw new NotModelled(`${namespace}/${name} is not modelled`);
  return reading;
}

/** Its other end is kept by whoever makes it; what has grown since the last time is the value. */
function growth(count: () => number, isTold: (grown: number) => boolean = () => true): Reading {
  let before = count();
  return () => {
    const now = count();
    const grown = now - before;
    before = now;
    return isTold(grown) ? grown : undefined;
  };
}

/** There is no value for a minute in which nothing happened. */
const isAny = (grown: number) => grown > 0;

type Reads = Readonly<Record<string, (of: string, sources: Sources) => Reading>>;

const namespaces: Readonly<Record<string, { readonly dimension: string; readonly reads: Reads }>> = {
  'AWS/SQS': {
    dimension: 'QueueName',
    reads: {
      ApproximateNumberOfMessagesVisible: queueReading(({ visible }) => visible),
      ApproximateNumberOfMessagesNotVisible: queueReading(({ inFlight }) => inFlight),
      // The model of a queue knows no delays.
      ApproximateNumberOfMessagesDelayed: queueReading(() => 0),
      ApproximateAgeOfOldestMessage: queueReading(({ oldestMs }, nowMs) =>
        oldestMs === undefined ? 0 : Math.floor((nowMs - oldestMs) / 1_000),
      ),
      NumberOfMessagesSent: (queueName, sources) => {
        const sent = growth(() => sources.services.queues.activity(queueName).sent);
        const whenActive = activeOnly(queueName, sources);
        // The growth is of each minute, told or not.
        return (nowMs) => whenActive(nowMs, sent(nowMs) ?? 0);
      },
    },
  },
  'AWS/Lambda': {
    dimension: 'FunctionName',
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    reads: {
      Invocations: functionReading(({ invocations }) => invocations),
      Errors: functionReading(({ errors }) => errors),
      Throttles: functionReading(({ throttled }) => throttled),
    },
  },
  'AWS/DynamoDB': {
    dimension: 'TableName',
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
    reads: {
      WriteThrottleEvents: tableReading(['PutItem', 'UpdateItem', 'DeleteItem']),
      ReadThrottleEvents: tableReading(['GetItem', 'Scan']),
    },
  },
  'AWS/SNS': {
    dimension: 'TopicName',
    // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
    reads: {
      NumberOfMessagesPublished: topicReading(({ published }) => published),
      NumberOfNotificationsDelivered: topicReading(({ delivered }) => delivered),
      NumberOfNotificationsFailed: topicReading(({ failed }) => failed),
      NumberOfNotificationsRedrivenToDlq: topicReading(({ redriven }) => redriven),
      NumberOfNotificationsFailedToRedriveToDlq: topicReading(({ failedToRedrive }) => failedToRedrive),
      'NumberOfNotificationsFilteredOut-InvalidMessageBody': topicReading(({ invalidBody }) => invalidBody),
    },
  },
};

/**
 * A queue's metrics are told while it is active: while it holds messages, and for six hours after anybody called it.
 * A poller calls all the time. One that becomes active is told of a quarter of an hour later, at the latest: that is when
 * it is here. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/monitoring-using-cloudwatch.html
 */
const activity = { forMs: 6 * 60 * minuteMs, delayMs: 15 * minuteMs };

function activeOnly(queueName: string, { services, workers }: Sources) {
  const polling = workers().filter((worker) => worker.queueName === queueName);
  // What is polled has been for long.
  let sinceMs = polling.length > 0 ? Number.NEGATIVE_INFINITY : undefined;
  return (nowMs: number, value: number): number | undefined => {
    const { visible, inFlight, accessedAtMs } = services.queues.activity(queueName);
    const isActive =
      visible + inFlight > 0 ||
      nowMs - accessedAtMs <= activity.forMs ||
      polling.some(({ mappingId }) => services.mappings.polls(mappingId));
    sinceMs = isActive ? (sinceMs ?? nowMs) : undefined;
    return sinceMs !== undefined && nowMs - sinceMs >= activity.delayMs ? value : undefined;
  };
}

type QueueActivity = ReturnType<Services['queues']['activity']>;

function queueReading(value: (queue: QueueActivity, nowMs: number) => number): Reads[string] {
  return (queueName, sources) => {
    const { queues } = sources.services;
    queues.activity(queueName);
    const whenActive = activeOnly(queueName, sources);
    return (nowMs) => whenActive(nowMs, value(queues.activity(queueName), nowMs));
  };
}

function functionReading(count: (stats: Worker['lambda']['stats']) => number): Reads[string] {
  return (name, { workers }) => {
    const worker = workers().find(({ lambda }) => lambda.name === name);
    if (worker === undefined) throw new Error(`there is no function ${name} in this world`);
    const { stats } = worker.lambda;
    // Told in a minute in which the function was called, be it as a zero.
    const called = growth(() => stats.invocations + stats.throttled + stats.errors, isAny);
    const grown = growth(() => count(stats));
    return (nowMs) => {
      const value = grown(nowMs);
      return called(nowMs) === undefined ? undefined : value;
    };
  };
}

/** Each attempt of the SDK is one: the table does not know that it is the same write. */
function tableReading(operations: readonly string[]): Reads[string] {
  return (name, { environment, outside }) => {
    if (name !== ledgerTableName(environment)) throw new Error(`there is no table ${name} in this world`);
    const struck = () =>
      operations.reduce((sum, operation) => sum + outside.struckBy(`dynamodb.${operation}`, 'throttle'), 0);
    return growth(struck, isAny);
  };
}

function topicReading(count: (notifications: TopicModel['notifications']) => number): Reads[string] {
  return (name, { services }) => {
    const topics = [
      [services.eventsTopicArn, services.events],
      [services.alertsTopicArn, services.alertsTopic],
    ] as const;
    const topic = topics.find(([arn]) => arn.endsWith(`:${name}`))?.[1];
    if (topic === undefined) throw new Error(`there is no topic ${name} in this world`);
    return growth(() => count(topic.notifications), isAny);
  };
}
