/** A queue that a function receives from, and the dead-letter queue of what it gave up. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../environments.ts';
import { deadLetterQueueName, integrationName } from '../names.ts';
import { UnconsumedQueue } from './unconsumed-queue.ts';

export interface ConsumedQueueProps {
  readonly environment: EnvironmentName;
  /** Of the integration, or of the function of the system: both queues are named for it. */
  readonly name: string;
  /** How long a message is hidden once it was taken. Lambda wants no less than the function's timeout. */
  readonly visibilityTimeoutSeconds: number;
  readonly retentionDays: number;
  readonly deadLetterRetentionDays: number;
  /** How often a message is taken before SQS itself moves it to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** @default - what SQS takes at most */
  readonly messageBytesMax?: number;
  readonly removalPolicy: RemovalPolicy;
}

export interface ConsumedQueue {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
}

/** Makes `DeadLetters` and `Queue` in `scope`. */
export function addConsumedQueue(scope: Construct, props: ConsumedQueueProps): ConsumedQueue {
  const { environment, name, messageBytesMax, removalPolicy } = props;
  const queueName = integrationName(environment, name);
  // By name: each of the two queues names the other, and CloudFormation must make one of them first.
  const queueArn = Stack.of(scope).formatArn({ service: 'sqs', resource: queueName });
  const deadLetterQueue = new UnconsumedQueue(scope, 'DeadLetters', {
    queueName: deadLetterQueueName(environment, name),
    retentionDays: props.deadLetterRetentionDays,
    removalPolicy,
    redriveAllowPolicy: {
      redrivePermission: RedrivePermission.BY_QUEUE,
      sourceQueues: [Queue.fromQueueArn(scope, 'Source', queueArn)],
    },
  });
  const queue = new Queue(scope, 'Queue', {
    queueName,
    visibilityTimeout: Duration.seconds(props.visibilityTimeoutSeconds),
    retentionPeriod: Duration.days(props.retentionDays),
    ...(messageBytesMax === undefined ? {} : { maxMessageSizeBytes: messageBytesMax }),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy,
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: props.maxReceiveCount },
  });
  return { queue, deadLetterQueue };
}
