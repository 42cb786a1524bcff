/** A function of the system: it carries out what comes to its request queue. */
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { configVariables } from '../../functions/core/config.ts';
import type { FunctionSource } from '../build/function-sources.ts';
import { eventSourceConcurrency } from './aws-limits.ts';
import { splitSettings } from './own-settings.ts';
import { addQueueFunction, type QueueFunctionProps } from './queue-function.ts';

export interface RequestedFunctionProps
  extends Pick<
    QueueFunctionProps,
    | 'environment'
    | 'description'
    | 'functionDir'
    | 'timeoutSeconds'
    | 'queue'
    | 'role'
    | 'resources'
    | 'removalPolicy'
  > {
  readonly source: FunctionSource;
}

/** It waits for others nearly all its time, and nobody waits for its cold start: half of what a worker has. */
const memoryMb = 256;

/** The most that a queue hands over without a batching window; equal requests in a batch are carried out once. */
const batchSize = 10;

/** Makes `LogGroup`, `Function` and `EventSource` in `scope`. */
export function addRequestedFunction(
  scope: Construct,
  { source, environment, ...props }: RequestedFunctionProps,
): LambdaFunction {
  const { common, accounts } = splitSettings(environment.settings);
  return addQueueFunction(scope, {
    ...props,
    environment: { ...environment, settings: common },
    beside: accounts && {
      variable: configVariables.accounts,
      file: 'accounts.json',
      text: JSON.stringify(accounts),
    },
    name: source.name,
    memoryMb,
    batchSize,
    // A request every few minutes: no more than Lambda wants at the least.
    maximumConcurrency: eventSourceConcurrency.least,
  });
}
