/** Alarms of what waits: whoever did or did not receive it, and however often it came back. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, ownMetric } from './alarm.ts';

export interface WaitingAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  readonly integration: string;
  readonly destination: string;
  readonly queue: IQueue;
  readonly queueRetentionDays: number;
}

/**
 * Waiting costs no attempt, so that a third party may be down for days before the first delivery gives up. An hour is
 * longer than most throttling, and soon enough to tell those whom it concerns.
 */
const waitingTooLong = Duration.hours(1);

/**
 * A quarter of an hour: the cap of the backoff, after which a waiting event is looked at again and tells its age. Four of
 * them: a pause that a third party asks for lasts an hour at most, and the alarm must not be over meanwhile.
 */
const looked = { period: Duration.minutes(15), periods: 4, datapoints: 1 };

/**
 * The supervisor goes through a queue whose event source is paused four times in a day's share of 14, and tells what is
 * oldest: in two of such times one round at least.
 */
const goneThrough = (retentionDays: number) => ({
  period: Duration.minutes((retentionDays * 24 * 60) / 56),
  periods: 2,
  datapoints: 1,
});

export function addWaitingAlarms(scope: Construct, props: WaitingAlarmsProps): void {
  const { environment, alertsTopic, integration, destination, queueRetentionDays } = props;
  const run = `Run: npm run interlock -- status ${integration} --env ${environment}`;
  alarmAtFirst(scope, 'WaitingAlarm', {
    environment,
    alertsTopic,
    name: `${integration}-waiting`,
    metric: oldestMs(props, looked.period),
    threshold: waitingTooLong.toMilliseconds(),
    periods: looked.periods,
    datapoints: looked.datapoints,
    tellsEnd: true,
    description: `An event of ${integration} has been waiting for an hour: ${destination} is down or throttles, more comes in than its limit lets out, or something of ours does not answer. ${run}`,
  });
  const rounds = goneThrough(queueRetentionDays);
  const quarter = Duration.hours((queueRetentionDays * 24) / 4);
  alarmAtFirst(scope, 'WaitingDaysAlarm', {
    environment,
    alertsTopic,
    name: `${integration}-waiting-days`,
    metric: oldestMs(props, rounds.period),
    threshold: quarter.toMilliseconds(),
    periods: rounds.periods,
    datapoints: rounds.datapoints,
    tellsEnd: true,
    description: `An event of ${integration} has been waiting for a quarter of the time that its queue keeps it; at thirteen fourteenths it is put aside as EXPIRED. ${run}`,
  });
}

/**
 * The greater of two ages. SQS's leaves out what was received three times and is empty where it has nothing to tell; ours
 * is only told of what is received. In an array the one that is there counts alone.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const oldestMs = ({ environment, integration, queue }: WaitingAlarmsProps, period: Duration) =>
  new MathExpression({
    expression: 'MAX([1000 * queued, waiting])',
    label: 'Age of the oldest event, ms',
    usingMetrics: {
      queued: queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' }),
      waiting: ownMetric('WaitingAgeMs', { environment, of: { integration }, period, statistic: 'Maximum' }),
    },
    period,
  });
