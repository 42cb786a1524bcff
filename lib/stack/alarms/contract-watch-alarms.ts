/** Alarms of the daily look, and of the drifts that it or a delivery found. */
import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, fiveMinutes, ownMetric, visibleMessages } from './alarm.ts';

export interface ContractWatchAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  readonly deadLetterQueue: IQueue;
  readonly watch: IFunction;
  readonly destinations: readonly string[];
}

/**
 * Three looks that came to nothing, of the four at most that seven half days hold. Not three whole days: a look a moment
 * earlier or later than the day before would leave a day without one.
 * CloudWatch looks back a week at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const unlooked = { period: Duration.hours(12), periods: 7, datapoints: 3 };

export function addContractWatchAlarms(scope: Construct, props: ContractWatchAlarmsProps): void {
  const { environment, alertsTopic } = props;
  const run = (command: string) => `Run: npm run interlock -- ${command} --env ${environment}`;
  for (const destination of props.destinations) {
    const of = { destination };
    alarmAtFirst(scope, `UncheckedAlarm-${destination}`, {
      environment,
      alertsTopic,
      name: `${destination}-contract-unchecked`,
      metric: ownMetric('ContractUnchecked', {
        environment,
        of,
        period: unlooked.period,
        statistic: 'Maximum',
      }),
      periods: unlooked.periods,
      datapoints: unlooked.datapoints,
      description:
        `For three days nobody could tell whether ${destination} keeps its contract; the line contract.unchecked says why. ` +
        run(`probe ${destination}`),
    });
  }
  alarmAtFirst(scope, 'DeadLetterAlarm', {
    environment,
    alertsTopic,
    name: 'contract-watch-dead-letters',
    metric: visibleMessages(props.deadLetterQueue),
    tellsEnd: true,
    description: `The contract watch could not process its daily request; it is in ${props.deadLetterQueue.queueName}. ${run('status')}`,
  });
  alarmAtFirst(scope, 'ErrorAlarm', {
    environment,
    alertsTopic,
    name: 'contract-watch-errors',
    metric: props.watch.metricErrors({ period: fiveMinutes }),
    description: `The contract watch crashed or ran out of time: a change at a third party may go unseen. ${run('status')}`,
  });
}
