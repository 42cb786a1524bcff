/** Alarms that are one for ten integrations: of what concerns all of them alike, and where the name alone would not help. */
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { EnvironmentName } from '../../environments.ts';
import type { Place } from '../part.ts';
import { alarmAtFirst, fiveMinutes, minute, visibleMessages } from './alarm.ts';

export interface PlaceAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
}

export interface Watched {
  /** Of the integration. */
  readonly name: string;
  readonly worker: IFunction;
  readonly undeliveredQueue: IQueue;
}

/** What an alarm may look at. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const metricsMax = 10;

/** Of the integrations of one template: the first ten, `throttles`, the next, `throttles-2`. */
export function addPlaceAlarms(place: Place, watched: readonly Watched[], props: PlaceAlarmsProps): void {
  for (let from = 0; from < watched.length; from += metricsMax)
    addAlarms(place, watched.slice(from, from + metricsMax), from / metricsMax + 1, props);
}

function addAlarms(
  { scope, prefix }: Place,
  watched: readonly Watched[],
  number: number,
  props: PlaceAlarmsProps,
): void {
  const run = `Run: npm run interlock -- status --env ${props.environment}`;
  const names = watched.map(({ name }) => name).join(', ');
  const ending = number === 1 ? '' : `-${number}`;
  // Each event that SNS could not hand over rings by itself, as failing-subscription: this one says that some still lie there.
  alarmAtFirst(scope, `UndeliveredAlarm${ending}`, {
    ...props,
    name: `${prefix}undelivered${ending}`,
    metric: greatestOf(
      watched.map(({ undeliveredQueue }) => visibleMessages(undeliveredQueue)),
      minute,
    ),
    tellsEnd: true,
    description: `SNS could not hand an event to a queue of these; it waits in the queue for the undelivered of that integration: ${names}. ${run}`,
  });
  // They share the account's limit: where one is throttled, it is the next one's turn at any moment.
  alarmAtFirst(scope, `ThrottleAlarm${ending}`, {
    ...props,
    name: `${prefix}throttles${ending}`,
    metric: greatestOf(
      watched.map(({ worker }) => worker.metricThrottles({ period: fiveMinutes })),
      fiveMinutes,
    ),
    description: `Lambda throttled one of these: the account's concurrency limit is reached: ${names}. ${run}`,
  });
}

/** In an array those that are there count alone. */
function greatestOf(metrics: readonly IMetric[], period: typeof minute): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, at) => [`m${at}`, metric]));
  return new MathExpression({
    expression: `MAX([${Object.keys(usingMetrics).join(', ')}])`,
    label: 'The most of one of them',
    usingMetrics,
    period,
  });
}
