/** The function that parks destinations and lets them go on, with its role, log and alarms. */
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
import { Construct } from 'constructs';
import { configVariables } from '../functions/core/config.ts';
import type { AnyIntegration } from '../functions/core/integration.ts';
import type { SupervisorResources } from '../functions/supervisor/config.ts';
import { permitWaitMsMax } from '../functions/supervisor/probe.ts';
import { acknowledge } from './acknowledgements.ts';
import { addSupervisorAlarms } from './alarms.ts';
import type { Environment } from './environments.ts';
import { supervisorSource } from './functions.ts';
import { integrationName, logGroupName } from './names.ts';
import type { SupervisorQueue } from './supervisor-queue.ts';
import { createSupervisorRole } from './supervisor-role.ts';

export interface SupervisorConstructProps {
  readonly environment: Environment;
  readonly functionDir: string;
  readonly asks: SupervisorQueue;
  readonly functionTimeoutSeconds: number;
  /** What it pauses and resumes, by integration. */
  readonly mappings: ReadonlyMap<AnyIntegration, EventSourceMapping>;
  readonly ledger: Table;
  /** By destination. */
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly alertsTopic: ITopic;
  readonly removalPolicy: RemovalPolicy;
}

/** It waits for others nearly all its time, and nobody waits for its cold start: half of what a worker has. */
const memoryMb = 256;

/** The most that a queue hands over without a batching window; equal asks in a batch are carried out once. */
const batchSize = 10;

/** The least that Lambda lets an event source have: one destination's probe must not hold up an ask about another. */
const maximumConcurrency = 2;

/** Beside the requests: a cold start, and a dozen calls of AWS that take a second each when things go badly. */
const reserveMs = 20_000;

/** A batch may hold an operator's ask and a look: two probes of a destination, one after the other. */
const probesMax = 2;

export function supervisorTimeoutSeconds(integrations: readonly AnyIntegration[]): number {
  const timeouts = integrations.map(({ operation }) => operation.destination.requestTimeoutMs);
  return Math.ceil((probesMax * (permitWaitMsMax + Math.max(0, ...timeouts)) + reserveMs) / 1_000);
}

export class SupervisorConstruct extends Construct {
  constructor(scope: Construct, id: string, props: SupervisorConstructProps) {
    super(scope, id);
    const { environment, asks, mappings, ledger, secrets, alertsTopic } = props;
    const { queue } = asks;
    const logGroup = new LogGroup(this, 'LogGroup', {
      logGroupName: logGroupName(environment.name, supervisorSource.name),
      retention: environment.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    const supervisor = new LambdaFunction(this, 'Function', {
      functionName: integrationName(environment.name, supervisorSource.name),
      description: 'Parks destinations that refuse their credentials, and lets them go on',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: Duration.seconds(props.functionTimeoutSeconds),
      code: Code.fromAsset(props.functionDir),
      handler: 'handler.handler',
      role: createSupervisorRole(this, 'Role', {
        queue,
        mappings: [...mappings.values()],
        ledger,
        secrets: [...secrets.values()],
        alertsTopic,
        logGroup,
      }),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      environment: {
        [configVariables.settings]: JSON.stringify(environment.settings),
        [configVariables.resources]: Stack.of(this).toJsonString(resourcesOf(props)),
      },
    });
    acknowledge(supervisor, 'Serverless::Serverless-LambdaDLQ', 'Serverless::Serverless-LambdaTracing');
    const eventSource = new EventSourceMapping(this, 'EventSource', {
      target: supervisor,
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: maximumConcurrency,
    });
    acknowledge(eventSource, 'Serverless::Serverless-LambdaEventSourceMappingDestination');
    addSupervisorAlarms(this, {
      environment: environment.name,
      alertsTopic,
      deadLetterQueue: asks.deadLetterQueue,
      supervisor,
    });
  }
}

function resourcesOf(props: SupervisorConstructProps): SupervisorResources {
  const { mappings, secrets, ledger, alertsTopic } = props;
  return {
    ledgerTable: ledger.tableName,
    alertsTopicArn: alertsTopic.topicArn,
    destinations: Object.fromEntries(
      [...secrets].map(([destination, { secretArn }]) => {
        const own = [...mappings].filter(([{ operation }]) => operation.destination.name === destination);
        const ids = own.map(([{ name }, { eventSourceMappingId }]) => [name, eventSourceMappingId]);
        return [destination, { secretId: secretArn, mappings: Object.fromEntries(ids) }];
      }),
    ),
  };
}
