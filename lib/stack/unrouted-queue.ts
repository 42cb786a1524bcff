import type { RemovalPolicy } from 'aws-cdk-lib';
import { FilterOrPolicy, SubscriptionFilter, type Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { typesTaken } from '../../functions/core/declare/versions.ts';
import type { EnvironmentName } from '../environments.ts';
import { undeliveredQueueName, unroutedQueueName } from '../names.ts';
import { queueRetentionDaysMax } from './aws-limits.ts';
import { UnconsumedQueue } from './unconsumed-queue.ts';

export interface UnroutedQueueProps {
  readonly environment: EnvironmentName;
  readonly eventsTopic: Topic;
  readonly integrations: readonly AnyIntegration[];
  readonly removalPolicy: RemovalPolicy;
}

export interface UnroutedQueues {
  readonly queue: Queue;
  /** What SNS could not hand to it. */
  readonly undeliveredQueue: Queue;
}

/** A misspelled type matches no integration's filter, and SNS says nothing: here it is kept, and rings. */
export function subscribeUnroutedQueue(scope: Construct, props: UnroutedQueueProps): UnroutedQueues {
  const { environment, eventsTopic, integrations, removalPolicy } = props;
  const kept = { retentionDays: queueRetentionDaysMax, removalPolicy };
  const queue = new UnconsumedQueue(scope, 'Unrouted', {
    queueName: unroutedQueueName(environment),
    ...kept,
  });
  const undeliveredQueue = new UnconsumedQueue(scope, 'UnroutedUndelivered', {
    queueName: undeliveredQueueName(environment, 'unrouted'),
    ...kept,
  });
  const known = [...new Set(integrations.flatMap(({ event }) => typesTaken(event)))].sort();
  const isUnknown = new SubscriptionFilter([{ 'anything-but': known }, { exists: false }]);
  eventsTopic.addSubscription(
    new SqsSubscription(queue, {
      rawMessageDelivery: true,
      deadLetterQueue: undeliveredQueue,
      filterPolicyWithMessageBody: { type: FilterOrPolicy.filter(isUnknown) },
    }),
  );
  return { queue, undeliveredQueue };
}
