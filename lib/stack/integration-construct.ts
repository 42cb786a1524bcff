/** All that belongs to one integration: subscription, queue, dead-letter queues, function, role, logs and alarms. */
import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Resources } from '../../functions/core/config.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { Environment } from '../environments.ts';
import { undeliveredQueueName } from '../names.ts';
import { addIntegrationAlarms } from './alarms/integration-alarms.ts';
import type { Capacity } from './capacity.ts';
import { addConsumedQueue } from './consumed-queue.ts';
import { subscribe } from './integration-subscription.ts';
import { withOwnSettings } from './own-settings.ts';
import type { Place } from './part.ts';
import { addQueueFunction } from './queue-function.ts';
import { tag } from './tags.ts';
import { UnconsumedQueue } from './unconsumed-queue.ts';
import { createWorkerRole } from './worker-role.ts';

export interface IntegrationConstructProps {
  readonly integration: AnyIntegration;
  readonly environment: Environment;
  readonly capacity: Capacity;
  /** Folder of the built function. */
  readonly functionDir: string;
  readonly alertsTopic: ITopic;
  readonly ledger: Table;
  readonly secret: Secret;
  /** Takes the request to look at a destination that refuses its credentials. */
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
  readonly name: string;
  readonly worker: IFunction;
  readonly undeliveredQueue: IQueue;

  constructor(place: Place, id: string, props: IntegrationConstructProps) {
    super(place.scope, id);
    const { integration, environment, capacity, removalPolicy } = props;
    const { name, event, operation } = integration;
    const { queue, deadLetterQueue } = addConsumedQueue(this, {
      environment: environment.name,
      name,
      visibilityTimeoutSeconds: capacity.visibilityTimeoutSeconds,
      retentionDays: capacity.queueRetentionDays,
      deadLetterRetentionDays: capacity.deadLetterRetentionDays,
      maxReceiveCount: capacity.maxReceiveCount,
      messageBytesMax: eventBytesMax,
      removalPolicy,
    });
    const undeliveredQueue = new UnconsumedQueue(this, 'Undelivered', {
      queueName: undeliveredQueueName(environment.name, name),
      retentionDays: capacity.deadLetterRetentionDays,
      removalPolicy,
    });
    subscribe({ integration, eventsTopic: place.eventsTopic, queue, undeliveredQueue });
    const resources: Resources = {
      ledgerTable: props.ledger.tableName,
      secretId: props.secret.secretArn,
      queueUrl: queue.queueUrl,
      deadLetterQueueUrl: deadLetterQueue.queueUrl,
      supervisorQueueUrl: props.supervisorQueue.queueUrl,
      queueRetentionSeconds: Duration.days(capacity.queueRetentionDays).toSeconds(),
      maxReceiveCount: capacity.maxReceiveCount,
      referenceKey: place.referenceKey,
    };
    const worker = addQueueFunction(this, {
      environment: withOwnSettings(environment, operation.destination.name),
      name,
      description: `${event.type} to ${operation.destination.name}: ${operation.name}`,
      functionDir: props.functionDir,
      memoryMb,
      timeoutSeconds: capacity.functionTimeoutSeconds,
      role: (logGroup) => createWorkerRole(this, 'Role', { ...props, queue, deadLetterQueue, logGroup }),
      resources,
      queue,
      batchSize: capacity.batchSize,
      batchingWindowSeconds: environment.batchingWindowSeconds,
      maximumConcurrency: capacity.maximumConcurrency,
      removalPolicy,
    });
    addIntegrationAlarms(this, {
      environment: environment.name,
      alertsTopic: props.alertsTopic,
      integration: name,
      destination: operation.destination.name,
      queue,
      queueRetentionDays: capacity.queueRetentionDays,
      deadLetterQueue,
      worker,
    });
    tag(this, { integration: name, destination: operation.destination.name });
    this.name = name;
    this.worker = worker;
    this.undeliveredQueue = undeliveredQueue;
  }
}
