/** Where requests to a function of the system go: from the clock, and from whoever else may send to it. */
import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { integrationName } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';
import { queueRetentionDaysMax } from './aws-limits.ts';
import { addConsumedQueue } from './consumed-queue.ts';

export interface RequestQueueProps {
  readonly environment: EnvironmentName;
  /** The function that carries requests out; the queue and the rule of its clock have its name. */
  readonly source: FunctionSource;
  /** How long a request is hidden once it was taken. Lambda wants no less than the function's timeout. */
  readonly visibilityTimeoutSeconds: number;
  /** How often a request is taken before it goes to the dead-letter queue. */
  readonly maxReceiveCount: number;
  readonly clock: {
    readonly every: Duration;
    /** Said to whoever looks at the rule. */
    readonly description: string;
    readonly request: object;
  };
  readonly removalPolicy: RemovalPolicy;
}

/** As long as SQS keeps anything: a request in the dead-letter queue says what somebody wanted and did not get. */
const retentionDays = queueRetentionDaysMax;

export class RequestQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: RequestQueueProps) {
    super(scope, id);
    const { environment, source, clock, removalPolicy } = props;
    const { queue, deadLetterQueue } = addConsumedQueue(this, {
      environment,
      name: source.name,
      visibilityTimeoutSeconds: props.visibilityTimeoutSeconds,
      retentionDays,
      deadLetterRetentionDays: retentionDays,
      maxReceiveCount: props.maxReceiveCount,
      removalPolicy,
    });
    acknowledge(queue, 'Interlock::ShortVisibilityTimeout');
    this.queue = queue;
    this.deadLetterQueue = deadLetterQueue;
    new Rule(this, 'Clock', {
      ruleName: integrationName(environment, source.name),
      description: clock.description,
      schedule: Schedule.rate(clock.every),
      targets: [
        new SqsQueue(queue, {
          message: RuleTargetInput.fromObject(clock.request),
          // By then the next one is on its way; that this one was lost rings.
          maxEventAge: clock.every,
          deadLetterQueue,
        }),
      ],
    });
  }
}
