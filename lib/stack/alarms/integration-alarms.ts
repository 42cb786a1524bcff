/** Alarms of an integration: from the first deployment on. */
import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, fiveMinutes, visibleMessages } from './alarm.ts';

/**
 * Waiting costs no attempt, so that a third party may be down for days before the first delivery gives up. An hour is
 * longer than any throttling, and soon enough to tell those whom it concerns.
 */
const waitingTooLongMs = 3_600_000;

export interface IntegrationAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  readonly integration: string;
  readonly destination: string;
  readonly deadLetterQueue: IQueue;
  readonly undeliveredQueue: IQueue;
  readonly worker: IFunction;
}

export function addIntegrationAlarms(scope: Construct, props: IntegrationAlarmsProps): void {
  const { environment, alertsTopic, integration, destination } = props;
  const run = (command: string) => `Run: npm run interlock -- ${command} --env ${environment}`;
  const add = (id: string, name: string, metric: IMetric, description: string, periods = 1) =>
    alarmAtFirst(scope, id, {
      environment,
      alertsTopic,
      name: `${integration}-${name}`,
      metric,
      description,
      periods,
    });

  add(
    'DeadLetterAlarm',
    'dead-letters',
    visibleMessages(props.deadLetterQueue),
    `${integration} gave up on an event; it waits in the dead-letter queue with its diagnosis. ` +
      run(`dead-letters ${integration}`),
  );
  add(
    'UndeliveredAlarm',
    'undelivered',
    visibleMessages(props.undeliveredQueue),
    `SNS could not hand an event to the queue of ${integration}; it waits in ${props.undeliveredQueue.queueName}. ` +
      run('status'),
  );
  add(
    'CredentialsRejectedAlarm',
    'credentials-rejected',
    new Metric({
      namespace: 'Interlock',
      metricName: 'CredentialsRejected',
      dimensionsMap: { integration },
      period: fiveMinutes,
      statistic: 'Sum',
    }),
    `${destination} has rejected the credentials of ${integration} for a quarter of an hour, and parking has not stopped it. ` +
      run(`park ${destination}`),
    // The supervisor's alert comes within seconds, once. This one is for the night on which that did not help.
    3,
  );
  alarmAtFirst(scope, 'WaitingAlarm', {
    environment,
    alertsTopic,
    name: `${integration}-waiting`,
    metric: new Metric({
      namespace: 'Interlock',
      metricName: 'WaitingAgeMs',
      dimensionsMap: { integration },
      // The longest that a message waits before it is looked at again: the cap of the backoff.
      period: Duration.minutes(15),
      statistic: 'Maximum',
    }),
    threshold: waitingTooLongMs,
    description:
      `An event of ${integration} has been waiting for an hour: ${destination} is down or throttles, or something of ours does not answer. ` +
      run(`logs --integration ${integration}`),
  });
  add(
    'ErrorAlarm',
    'errors',
    props.worker.metricErrors({ period: fiveMinutes }),
    `The function of ${integration} crashed or ran out of time; its events come back. ${run(`logs --integration ${integration}`)}`,
  );
  add(
    'ThrottleAlarm',
    'throttles',
    props.worker.metricThrottles({ period: fiveMinutes }),
    `Lambda throttled ${integration}: the account's concurrency limit is reached. ${run(`status ${integration}`)}`,
  );
}
