/** Where the supervisor is asked: by the clock, by functions whose credentials were refused, by the operator. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Ask } from '../functions/supervisor/ask.ts';
import type { EnvironmentName } from './environments.ts';
import { supervisorSource } from './functions.ts';
import { LastResortQueue } from './last-resort-queue.ts';
import { deadLetterQueueName, integrationName } from './names.ts';

export interface SupervisorQueueProps {
  readonly environment: EnvironmentName;
  /** How long the supervisor may run. */
  readonly functionTimeoutSeconds: number;
  readonly removalPolicy: RemovalPolicy;
}

/** The most that SQS keeps: an ask in the dead-letter queue says what somebody wanted and did not get. */
const retentionDays = 14;

/**
 * A claim to an alert is given up after a minute: an ask comes back when that is over, so that whoever died with the
 * claim is followed by one that can have it. Not six times the timeout: nothing throttles two sandboxes.
 */
const visibilityReserveSeconds = 60;

/** Some minutes of trying; what does not work by then needs a person, and the next look comes anyway. */
const maxReceiveCount = 5;

/** Nobody waits for this one: whoever parks a destination or sets a secret asks at once. */
const lookEvery = Duration.minutes(5);

export class SupervisorQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: SupervisorQueueProps) {
    super(scope, id);
    const { environment, removalPolicy } = props;
    const queueName = integrationName(environment, supervisorSource.name);
    // By name: each of the two queues names the other, and CloudFormation must make one of them first.
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    this.deadLetterQueue = new LastResortQueue(this, 'DeadLetters', {
      queueName: deadLetterQueueName(environment, supervisorSource.name),
      retentionDays,
      removalPolicy,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, 'Source', queueArn)],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      queueName,
      visibilityTimeout: Duration.seconds(props.functionTimeoutSeconds + visibilityReserveSeconds),
      retentionPeriod: Duration.days(retentionDays),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
    });
    const look: Ask = { ask: 'look' };
    new Rule(this, 'Clock', {
      ruleName: queueName,
      description: 'Asks the supervisor to look at every destination',
      schedule: Schedule.rate(lookEvery),
      targets: [
        new SqsQueue(this.queue, {
          message: RuleTargetInput.fromObject(look),
          // By then the next one is on its way; that this one was lost rings.
          maxEventAge: lookEvery,
          deadLetterQueue: this.deadLetterQueue,
        }),
      ],
    });
  }
}
