/** What the contract watch reaches the world by. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readDeployedFile } from '../core/aws/read-deployed-file.ts';
import { awsClient, lambdaEffects } from '../core/runtime.ts';
import type { SystemRuntime } from '../core/system-function.ts';
import { readContractWatchConfig } from './config.ts';

export interface ContractWatchRuntime extends SystemRuntime {
  /** The lock of a destination as it was deployed; `undefined`: there is none. */
  readonly readContract: (destination: string) => Promise<string | undefined>;
}

/** The world as Lambda gives it. Throws `ConfigError` when the function was not deployed by its stack. */
export function contractWatchRuntime(): ContractWatchRuntime {
  const config = readContractWatchConfig();
  return {
    config,
    clients: { dynamodb: new DynamoDBClient(awsClient), secrets: new SecretsManagerClient(awsClient) },
    readContract: (destination) => readDeployedFile(`contracts/${destination}.lock.json`),
    ...lambdaEffects(config.settings),
  };
}
