/** All that belongs to one integration: subscription, queue, dead-letter queues, function, role, logs and alarms. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  EventSourceMapping,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type IQueue, Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { configVariables, type Resources } from '../../functions/core/config.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { Environment } from '../environments.ts';
import { deadLetterQueueName, integrationName, logGroupName, undeliveredQueueName } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';
import { addIntegrationAlarms } from './alarms/integration-alarms.ts';
import type { Capacity } from './capacity.ts';
import { subscribe } from './integration-subscription.ts';
import { UnconsumedQueue } from './unconsumed-queue.ts';
import { createWorkerRole } from './worker-role.ts';

export interface IntegrationConstructProps {
  readonly integration: AnyIntegration;
  readonly environment: Environment;
  readonly capacity: Capacity;
  /** Folder of the built function. */
  readonly functionDir: string;
  readonly eventsTopic: ITopic;
  readonly alertsTopic: ITopic;
  readonly ledger: Table;
  readonly secret: Secret;
  /** Takes the request to reconcile a destination that refuses its credentials. */
  readonly supervisorQueue: IQueue;
  readonly removalPolicy: RemovalPolicy;
}

/** What SNS carries at most by default, so that an accepted event fits the dead-letter queue with its diagnosis. */
const eventBytesMax = 262_144;

/**
 * 0.29 of a core. Measured (docs/performance.md, "Why not less memory"): with 256 MB, for a tenth of the bill, requests
 * arrive up to 307 ms after their permits' moments, where 250 are allowed for (lib/environments.ts `pacing`), and large
 * events and answers take more memory than that. With 384 a new connection takes up to 182 of its 100 ms.
 */
const memoryMb = 512;

export class IntegrationConstruct extends Construct {
  /** What the supervisor pauses and resumes. */
  readonly eventSource: EventSourceMapping;

  constructor(scope: Construct, id: string, props: IntegrationConstructProps) {
    super(scope, id);
    const { integration, environment, capacity } = props;
    const { queue, deadLetterQueue } = this.createQueues(props);
    const undeliveredQueue = new UnconsumedQueue(this, 'Undelivered', {
      queueName: undeliveredQueueName(environment.name, integration.name),
      retentionDays: capacity.deadLetterRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    subscribe({ integration, eventsTopic: props.eventsTopic, queue, undeliveredQueue });
    const logGroup = new LogGroup(this, 'LogGroup', {
      logGroupName: logGroupName(environment.name, integration.name),
      retention: environment.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    const worker = new LambdaFunction(this, 'Function', {
      functionName: integrationName(environment.name, integration.name),
      description: `${integration.event.type} to ${integration.operation.destination.name}: ${integration.operation.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: Duration.seconds(capacity.functionTimeoutSeconds),
      code: Code.fromAsset(props.functionDir),
      handler: 'handler.handler',
      role: createWorkerRole(this, 'Role', { ...props, queue, deadLetterQueue, logGroup }),
      logGroup,
      // Our lines are JSON on stdout and pass as they are: what has no level counts as INFO. The platform's start and
      // report of every invocation, a third of the log at batch size 1, are left out; timeouts and crashes stay.
      // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: {
        [configVariables.settings]: JSON.stringify(environment.settings),
        [configVariables.resources]: Stack.of(this).toJsonString({
          ledgerTable: props.ledger.tableName,
          secretId: props.secret.secretArn,
          queueUrl: queue.queueUrl,
          deadLetterQueueUrl: deadLetterQueue.queueUrl,
          supervisorQueueUrl: props.supervisorQueue.queueUrl,
        } satisfies Resources),
      },
    });
    acknowledge(worker, 'Serverless::Serverless-LambdaDLQ', 'Serverless::Serverless-LambdaTracing');
    // Whether it is enabled is not said here: a deployment must not resume what the supervisor paused.
    this.eventSource = new EventSourceMapping(this, 'EventSource', {
      target: worker,
      eventSourceArn: queue.queueArn,
      batchSize: capacity.batchSize,
      maxBatchingWindow: Duration.seconds(environment.batchingWindowSeconds),
      // Without it, one failed record brings the nine others of its batch back.
      reportBatchItemFailures: true,
      // Not reserved concurrency: what that throttles costs receives, and ends as a dead letter that nobody tried.
      maxConcurrency: capacity.maximumConcurrency,
    });
    acknowledge(this.eventSource, 'Serverless::Serverless-LambdaEventSourceMappingDestination');
    addIntegrationAlarms(this, {
      environment: environment.name,
      alertsTopic: props.alertsTopic,
      integration: integration.name,
      destination: integration.operation.destination.name,
      deadLetterQueue,
      undeliveredQueue,
      worker,
    });
  }

  private createQueues({ integration, environment, capacity, removalPolicy }: IntegrationConstructProps) {
    const queueName = integrationName(environment.name, integration.name);
    // By name: each of the two queues names the other, and CloudFormation must make one of them first.
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName });
    const deadLetterQueue = new UnconsumedQueue(this, 'DeadLetters', {
      queueName: deadLetterQueueName(environment.name, integration.name),
      retentionDays: capacity.deadLetterRetentionDays,
      removalPolicy,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, 'Source', queueArn)],
      },
    });
    const queue = new Queue(this, 'Queue', {
      queueName,
      visibilityTimeout: Duration.seconds(capacity.visibilityTimeoutSeconds),
      retentionPeriod: Duration.days(capacity.queueRetentionDays),
      maxMessageSizeBytes: eventBytesMax,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy,
      deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: capacity.maxReceiveCount },
    });
    return { queue, deadLetterQueue };
  }
}
