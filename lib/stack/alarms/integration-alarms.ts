/** Alarms of an integration: from the first deployment on. */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmAtFirst, fiveMinutes, newMessages, visibleMessages } from './alarm.ts';
import { addRejectedAlarm } from './rejected-alarm.ts';
import { addWaitingAlarms, type WaitingAlarmsProps } from './waiting-alarms.ts';

export interface IntegrationAlarmsProps extends WaitingAlarmsProps {
  readonly deadLetterQueue: IQueue;
  readonly worker: IFunction;
}

export function addIntegrationAlarms(scope: Construct, props: IntegrationAlarmsProps): void {
  const { environment, alertsTopic, integration } = props;
  const run = (command: string) => `Run: npm run interlock -- ${command} --env ${environment}`;
  alarmAtFirst(scope, 'DeadLetterAlarm', {
    environment,
    alertsTopic,
    name: `${integration}-dead-letters`,
    metric: visibleMessages(props.deadLetterQueue),
    tellsEnd: true,
    description:
      `${integration} gave up on an event; it waits in the dead-letter queue with its diagnosis. ` +
      run(`dead-letters ${integration}`),
  });
  alarmAtFirst(scope, 'NewDeadLetterAlarm', {
    environment,
    alertsTopic,
    name: `${integration}-new-dead-letters`,
    metric: newMessages(props.deadLetterQueue),
    // More of them within five minutes ring once.
    periods: 5,
    datapoints: 1,
    description:
      `${integration} gave up on another event, while others lie in its dead-letter queue. ` +
      run(`dead-letters ${integration}`),
  });
  addWaitingAlarms(scope, props);
  addRejectedAlarm(scope, props);
  alarmAtFirst(scope, 'ErrorAlarm', {
    environment,
    alertsTopic,
    name: `${integration}-errors`,
    metric: props.worker.metricErrors({ period: fiveMinutes }),
    description: `The function of ${integration} crashed or ran out of time; its events come back. ${run(`logs --integration ${integration}`)}`,
  });
}
