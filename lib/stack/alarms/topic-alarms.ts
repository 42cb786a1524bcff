/** Alarms of the events topic, and of the queue for events that no integration takes. */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, minute, visibleMessages } from './alarm.ts';

export interface TopicAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  readonly eventsTopic: ITopic;
  readonly unroutedQueue: IQueue;
  /** Of what SNS could not hand to that queue. */
  readonly unroutedUndeliveredQueue: IQueue;
}

/**
 * What SNS counts when a published event did not arrive: a subscription that refuses (a policy, a deleted queue), one
 * whose own dead-letter queue refuses too, and a body that is not JSON, which every filter on the body leaves out.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
 */
const topicFailures = [
  {
    name: 'failing-subscription',
    metricName: 'NumberOfNotificationsFailed',
    meaning: 'a queue refuses events of the topic; they wait in the undelivered queue of their integration',
  },
  {
    name: 'lost-notifications',
    metricName: 'NumberOfNotificationsFailedToRedriveToDlq',
    meaning: 'an event could not be delivered, and not be put aside either: publish it again',
  },
  {
    name: 'invalid-bodies',
    metricName: 'NumberOfNotificationsFilteredOut-InvalidMessageBody',
    meaning: 'a publisher sent a body that is not JSON; nobody got it',
  },
] as const;

export function addTopicAlarms(scope: Construct, props: TopicAlarmsProps): void {
  const { environment, alertsTopic, eventsTopic, unroutedQueue, unroutedUndeliveredQueue } = props;
  const run = `Run: npm run interlock -- status --env ${environment}`;
  for (const { name, metricName, meaning } of topicFailures) {
    const metric = new Metric({
      namespace: 'AWS/SNS',
      metricName,
      dimensionsMap: { TopicName: eventsTopic.topicName },
      period: minute,
      statistic: 'Sum',
    });
    const description = `SNS: ${meaning}. ${run}`;
    alarmAtFirst(scope, `${metricName}Alarm`, { environment, alertsTopic, name, metric, description });
  }
  alarmAtFirst(scope, 'UnroutedAlarm', {
    environment,
    alertsTopic,
    name: 'unrouted',
    metric: visibleMessages(unroutedQueue),
    tellsEnd: true,
    description: `An event has a type that no integration takes; it waits in ${unroutedQueue.queueName}. ${run}`,
  });
  alarmAtFirst(scope, 'UnroutedUndeliveredAlarm', {
    environment,
    alertsTopic,
    name: 'unrouted-undelivered',
    metric: visibleMessages(unroutedUndeliveredQueue),
    tellsEnd: true,
    description: `SNS could not hand an event that no integration takes to ${unroutedQueue.queueName}; it waits in ${unroutedUndeliveredQueue.queueName}. ${run}`,
  });
}
