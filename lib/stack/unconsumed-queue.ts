import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';

export interface UnconsumedQueueProps extends Pick<QueueProps, 'redriveAllowPolicy'> {
  readonly queueName: string;
  readonly retentionDays: number;
  readonly removalPolicy: RemovalPolicy;
}

/** A queue that no function receives from: what comes here waits for a person, for as long as SQS keeps it. */
export class UnconsumedQueue extends Queue {
  constructor(scope: Construct, id: string, { retentionDays, ...props }: UnconsumedQueueProps) {
    super(scope, id, {
      ...props,
      retentionPeriod: Duration.days(retentionDays),
      // The most that a queue takes: a quarter for the event, the rest for what is said about it.
      maxMessageSizeBytes: 1_048_576,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    acknowledge(this, 'Serverless::Serverless-SQSRedrivePolicy');
    if (props.redriveAllowPolicy === undefined) {
      // Fed by SNS: cdk-nag knows a dead-letter queue only by the queue that names it.
      acknowledge(this, 'AwsSolutions::AwsSolutions-SQS3');
    }
  }
}
