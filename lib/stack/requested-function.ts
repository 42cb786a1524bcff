/** A function of the system that takes requests from its queue: with its log and its event source. */
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
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
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { configVariables } from '../../functions/core/config.ts';
import type { FunctionSource } from '../build/function-sources.ts';
import type { Environment } from '../environments.ts';
import { integrationName, logGroupName } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';

export interface RequestedFunctionProps {
  readonly environment: Environment;
  readonly source: FunctionSource;
  readonly description: string;
  readonly functionDir: string;
  readonly timeoutSeconds: number;
  readonly queue: IQueue;
  readonly role: (logGroup: ILogGroup) => IRole;
  /** Names of what the function works with; may hold tokens. */
  readonly resources: object;
  readonly removalPolicy: RemovalPolicy;
}

/** Half of a worker's: the function waits for AWS nearly all its time, and nobody waits for its cold start. */
const memoryMb = 256;

/** The most that a queue hands over without a batching window; equal requests in a batch are carried out once. */
const batchSize = 10;

/** The least that Lambda lets an event source have. */
const maximumConcurrency = 2;

/** Makes `LogGroup`, `Function` and `EventSource` in `scope`. */
export function addRequestedFunction(scope: Construct, props: RequestedFunctionProps): LambdaFunction {
  const { environment, source, queue } = props;
  const logGroup = new LogGroup(scope, 'LogGroup', {
    logGroupName: logGroupName(environment.name, source.name),
    retention: environment.logRetentionDays,
    removalPolicy: props.removalPolicy,
  });
  const requested = new LambdaFunction(scope, 'Function', {
    functionName: integrationName(environment.name, source.name),
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: memoryMb,
    timeout: Duration.seconds(props.timeoutSeconds),
    code: Code.fromAsset(props.functionDir),
    handler: 'handler.handler',
    role: props.role(logGroup),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    environment: {
      [configVariables.settings]: JSON.stringify(environment.settings),
      [configVariables.resources]: Stack.of(scope).toJsonString(props.resources),
    },
  });
  acknowledge(requested, 'Serverless::Serverless-LambdaDLQ', 'Serverless::Serverless-LambdaTracing');
  const eventSource = new EventSourceMapping(scope, 'EventSource', {
    target: requested,
    eventSourceArn: queue.queueArn,
    batchSize,
    reportBatchItemFailures: true,
    maxConcurrency: maximumConcurrency,
  });
  acknowledge(eventSource, 'Serverless::Serverless-LambdaEventSourceMappingDestination');
  return requested;
}
