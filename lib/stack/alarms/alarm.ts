/** An alarm to the alerts topic. Each description ends in the command to run when it rings, and docs/runbook.md has its entry. */
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { CountName, TimeName } from '../../../functions/core/metrics.ts';
import type { EnvironmentName } from '../../environments.ts';
import { stackName } from '../../names.ts';

/** The shortest period of the metrics that AWS itself publishes. */
export const minute = Duration.minutes(1);

/** A retried invocation is over in minutes: one alarm for it, not one a minute. */
export const fiveMinutes = Duration.minutes(5);

export interface AlarmProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  /** Ends the alarm's name: `interlock-<env>-<name>`. */
  readonly name: string;
  readonly metric: IMetric;
  readonly description: string;
  /** How many periods in a row must have one. @default 1 */
  readonly periods?: number;
  /** How many of them are enough. @default - all */
  readonly datapoints?: number;
  /** What rings. @default 1 */
  readonly threshold?: number;
  /**
   * Tells when it is over, too. Only where the alarm looks at what lasts: a queue is empty, nothing waits any more. What
   * counts happenings is quiet five minutes later, mended or not (docs/decisions/what-an-alarm-tells.md). @default false
   */
  readonly tellsEnd?: boolean;
}

/** Rings at the first one of what `metric` counts, or at the last of so many periods in a row that each have one. */
export function alarmAtFirst(scope: Construct, id: string, props: AlarmProps): void {
  const alarm = new Alarm(scope, id, {
    alarmName: `${stackName(props.environment)}-${props.name}`,
    alarmDescription: props.description,
    metric: props.metric,
    threshold: props.threshold ?? 1,
    evaluationPeriods: props.periods ?? 1,
    ...(props.datapoints === undefined ? {} : { datapointsToAlarm: props.datapoints }),
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    // None of these metrics is published while there is nothing to count.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const action = new SnsAction(props.alertsTopic);
  alarm.addAlarmAction(action);
  if (props.tellsEnd === true) alarm.addOkAction(action);
}

/**
 * What lies in a queue. Not NumberOfMessagesSent, which does not count what SQS itself moves to a dead-letter queue.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export const visibleMessages = (queue: IQueue) =>
  queue.metricApproximateNumberOfMessagesVisible({ period: minute, statistic: 'Maximum' });

/**
 * How many more lie in a queue than a minute before. Those in somebody's hands are of them: SQS counts both at the same
 * moment, once a minute, and a message that a person looks at only changes sides.
 */
export const newMessages = (queue: IQueue) =>
  new MathExpression({
    expression: 'DIFF(visible + held)',
    label: 'New messages',
    usingMetrics: {
      visible: visibleMessages(queue),
      held: queue.metricApproximateNumberOfMessagesNotVisible({ period: minute, statistic: 'Maximum' }),
    },
    period: minute,
  });

export interface OwnMetricProps {
  readonly environment: EnvironmentName;
  readonly of: { readonly integration: string } | { readonly destination: string };
  readonly period: Duration;
  readonly statistic: 'Sum' | 'Maximum' | 'SampleCount' | 'p50' | 'p99';
}

/** A metric that the functions write, by the dimensions that they write it with (functions/core/metrics.ts). */
export const ownMetric = (
  metricName: CountName | TimeName,
  { environment, of, period, statistic }: OwnMetricProps,
) =>
  new Metric({
    namespace: 'Interlock',
    metricName,
    dimensionsMap: { environment, ...of },
    period,
    statistic,
  });
