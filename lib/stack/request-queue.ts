/** The queue that a function of the system takes its requests from: the clock sends to it, and whoever else is allowed to. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { deadLetterQueueName, integrationName } from '../names.ts';
import { UnconsumedQueue } from './unconsumed-queue.ts';

export interface RequestQueueProps {
  readonly environment: EnvironmentName;
  /** The function that takes the requests; the queue and the rule of its clock have its name. */
  readonly source: FunctionSource;
  /** How long a request is hidden once it was received. Lambda wants no less than the function's timeout. */
  readonly visibilityTimeoutSeconds: number;
  /** How often a request is received before it goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  readonly clock: {
    readonly every: Duration;
    /** Shown with the rule in the console. */
    readonly description: string;
    /** What the clock sends. */
    readonly request: object;
  };
  readonly removalPolicy: RemovalPolicy;
}

/** The most that SQS keeps: a request in the dead-letter queue says what somebody wanted and did not get. */
const retentionDays = 14;

export class RequestQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: RequestQueueProps) {
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
          message: RuleTargetInput.fromObject(clock.request),
          // By then the next request is on its way. The lost one is in the dead-letter queue, where an alarm rings.
          maxEventAge: clock.every,
          deadLetterQueue: this.deadLetterQueue,
        }),
      ],
    });
  }
}
