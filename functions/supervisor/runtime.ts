/** What the supervisor reaches the world by. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { awsClient, type Effects, lambdaEffects } from '../core/runtime.ts';
import { readSupervisorConfig, type SupervisorConfig } from './config.ts';

export interface SupervisorRuntime extends Effects {
  readonly config: SupervisorConfig;
  readonly clients: {
    readonly dynamodb: Pick<DynamoDBClient, 'send'>;
    readonly secrets: Pick<SecretsManagerClient, 'send'>;
    readonly lambda: Pick<LambdaClient, 'send'>;
    readonly sns: Pick<SNSClient, 'send'>;
  };
}

/** The world as Lambda gives it. Throws `ConfigError` when the function was not deployed by its stack. */
export function supervisorRuntime(): SupervisorRuntime {
  const config = readSupervisorConfig();
  return {
    config,
    clients: {
      dynamodb: new DynamoDBClient(awsClient),
      secrets: new SecretsManagerClient(awsClient),
      lambda: new LambdaClient(awsClient),
      sns: new SNSClient(awsClient),
    },
    ...lambdaEffects(config.settings),
  };
}
