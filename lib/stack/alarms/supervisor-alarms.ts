/** Alarms of the function that parks destinations and lets them go on. */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, fiveMinutes, visibleMessages } from './alarm.ts';

export interface SupervisorAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  readonly deadLetterQueue: IQueue;
  readonly supervisor: IFunction;
}

export function addSupervisorAlarms(scope: Construct, props: SupervisorAlarmsProps): void {
  const { environment, alertsTopic } = props;
  const run = `Run: npm run interlock -- status --env ${environment}`;
  alarmAtFirst(scope, 'DeadLetterAlarm', {
    environment,
    alertsTopic,
    name: 'supervisor-dead-letters',
    metric: visibleMessages(props.deadLetterQueue),
    tellsEnd: true,
    description: `The supervisor could not process a request; it is in ${props.deadLetterQueue.queueName}. ${run}`,
  });
  alarmAtFirst(scope, 'ErrorAlarm', {
    environment,
    alertsTopic,
    name: 'supervisor-errors',
    metric: props.supervisor.metricErrors({ period: fiveMinutes }),
    description: `The supervisor crashed or ran out of time: what is parked may not be paused, or not go on. ${run}`,
  });
}
