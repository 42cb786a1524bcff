/** Where a function of the system is asked: by the clock, and by whoever else may send to it. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { deadLetterQueueName, integrationName } from '../names.ts';
import { UnconsumedQueue } from './unconsumed-queue.ts';

export interface AskQueueProps {
  readonly environment: EnvironmentName;
  /** The function that is asked; the queue and the rule of its clock have its name. */
  readonly source: FunctionSource;
  /** How long an ask is hidden once it was taken. Lambda wants no less than the function's timeout. */
  readonly visibilityTimeoutSeconds: number;
  /** How often an ask is taken before it goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  readonly clock: {
    readonly every: Duration;
    /** Said to whoever looks at the rule. */
    readonly description: string;
    readonly ask: object;
  };
  readonly removalPolicy: RemovalPolicy;
}

/** The most that SQS keeps: an ask in the dead-letter queue says what somebody wanted and did not get. */
const retentionDays = 14;

export class AskQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: AskQueueProps) {
    super(scope, id);
    const { environment, source, clock, removalPolicy } = props;
    const queueName = integrationName(environment, source.name);
    // By name: each of the two queues names the other, and CloudFormation must make one of them first.
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    this.deadLetterQueue = new UnconsumedQueue(this, 'DeadLetters', {
      queueName: deadLetterQueueName(environment, source.name),
      retentionDays,
      removalPolicy,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, 'Source', queueArn)],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      queueName,
      visibilityTimeout: Duration.seconds(props.visibilityTimeoutSeconds),
      retentionPeriod: Duration.days(retentionDays),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: props.maxReceiveCount },
    });
    new Rule(this, 'Clock', {
      ruleName: queueName,
      description: clock.description,
      schedule: Schedule.rate(clock.every),
      targets: [
        new SqsQueue(this.queue, {
          message: RuleTargetInput.fromObject(clock.ask),
          // By then the next one is on its way; that this one was lost rings.
          maxEventAge: clock.every,
          deadLetterQueue: this.deadLetterQueue,
        }),
      ],
    });
  }
}
