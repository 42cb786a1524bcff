/** What an integration hears of the events topic: the events of its type, unless it is retiring. */
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterOrPolicy, type ITopic, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { typesTaken } from '../../functions/core/declare/versions.ts';

export interface IntegrationSubscriptionProps {
  readonly integration: AnyIntegration;
  readonly eventsTopic: ITopic;
  readonly queue: Queue;
  /** For what SNS cannot deliver: a client error (policy, deleted queue) it does not even retry. */
  readonly undeliveredQueue: Queue;
}

export function subscribe(props: IntegrationSubscriptionProps): void {
  const { integration, eventsTopic, queue, undeliveredQueue } = props;
  if (integration.retiring === true) {
    // CloudFormation changes policies first and deletes what is left over last: as long as the old subscription lives,
    // it must be able to deliver.
    letTopicSend(eventsTopic, queue);
    letTopicSend(eventsTopic, undeliveredQueue);
    return;
  }
  const isItsType = SubscriptionFilter.stringFilter({ allowlist: [...typesTaken(integration.event)] });
  eventsTopic.addSubscription(
    new SqsSubscription(queue, {
      rawMessageDelivery: true,
      deadLetterQueue: undeliveredQueue,
      filterPolicyWithMessageBody: { type: FilterOrPolicy.filter(isItsType) },
    }),
  );
}

/** The statement that a subscription adds by itself. */
function letTopicSend({ topicArn }: ITopic, queue: Queue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('sns.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': topicArn } },
    }),
  );
}
