/** A function that a queue invokes, with its log and its event source. */
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
import { FieldIndexPolicy, type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { configVariables } from '../../functions/core/config.ts';
import type { Environment } from '../environments.ts';
import { integrationName, logGroupName } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';
import { codeWithFile } from './code-with-file.ts';
import { indexedFields } from './saved-queries.ts';

export interface QueueFunctionProps {
  readonly environment: Environment;
  /** Of the integration, or of the function of the system: function and log group are named for it. */
  readonly name: string;
  readonly description: string;
  /** Folder of the built function. */
  readonly functionDir: string;
  /** A file for beside the code, and the variable that names it. */
  readonly beside?: { readonly variable: string; readonly file: string; readonly text: string } | undefined;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly role: (logGroup: ILogGroup) => IRole;
  /** Names of what the function works with; may hold tokens. */
  readonly resources: object;
  readonly queue: IQueue;
  readonly batchSize: number;
  /** How long the event source waits to fill a batch. @default - not at all */
  readonly batchingWindowSeconds?: number;
  /** Batches that may be with the function at once. */
  readonly maximumConcurrency: number;
  readonly removalPolicy: RemovalPolicy;
}

/** Makes `LogGroup`, `Function` and `EventSource` in `scope`. */
export function addQueueFunction(scope: Construct, props: QueueFunctionProps): LambdaFunction {
  const { environment, name, batchingWindowSeconds, functionDir, beside } = props;
  const logGroup = new LogGroup(scope, 'LogGroup', {
    logGroupName: logGroupName(environment.name, name),
    retention: environment.logRetentionDays,
    fieldIndexPolicies: [new FieldIndexPolicy({ fields: indexedFields })],
    removalPolicy: props.removalPolicy,
  });
  const handler = new LambdaFunction(scope, 'Function', {
    functionName: integrationName(environment.name, name),
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: props.memoryMb,
    timeout: Duration.seconds(props.timeoutSeconds),
    code:
      beside === undefined
        ? Code.fromAsset(functionDir)
        : codeWithFile(functionDir, beside.file, beside.text),
    handler: 'handler.handler',
    role: props.role(logGroup),
    logGroup,
    // Our lines are JSON on stdout and pass as they are: what has no level counts as INFO. The platform's start and
    // report of every invocation, a third of the log at batch size 1, are left out; timeouts and crashes stay.
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    environment: {
      [configVariables.settings]: JSON.stringify(environment.settings),
      [configVariables.resources]: Stack.of(scope).toJsonString(props.resources),
      ...(beside === undefined ? {} : { [beside.variable]: beside.file }),
    },
  });
  acknowledge(handler, 'Serverless::Serverless-LambdaDLQ', 'Serverless::Serverless-LambdaTracing');
  // Whether it is enabled is not said here: a deployment must not resume what the supervisor paused.
  const eventSource = new EventSourceMapping(scope, 'EventSource', {
    target: handler,
    eventSourceArn: props.queue.queueArn,
    batchSize: props.batchSize,
    ...(batchingWindowSeconds === undefined
      ? {}
      : { maxBatchingWindow: Duration.seconds(batchingWindowSeconds) }),
    // Without it, one failed record brings the nine others of its batch back.
    reportBatchItemFailures: true,
    // Not reserved concurrency: what that throttles costs receives, and ends as a dead letter that nobody tried.
    maxConcurrency: props.maximumConcurrency,
  });
  acknowledge(eventSource, 'Serverless::Serverless-LambdaEventSourceMappingDestination');
  return handler;
}
