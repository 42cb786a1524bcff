/** What the supervisor reaches the world by. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsClient, type Clients, lambdaEffects } from '../core/runtime.ts';
import type { SystemRuntime } from '../core/system-function.ts';
import { readSupervisorConfig, type SupervisorConfig } from './config.ts';
import type * as tokenKeeper from './token-parts.ts';

export interface SupervisorRuntime extends SystemRuntime {
  readonly config: SupervisorConfig;
  readonly clients: Pick<Clients, 'dynamodb' | 'secrets' | 'sqs'> & {
    readonly lambda: Pick<LambdaClient, 'send'>;
    readonly sns: Pick<SNSClient, 'send'>;
  };
  /** What gets and keeps tokens, for destinations that have them. */
  readonly loadTokenKeeper: () => Promise<typeof tokenKeeper>;
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
      sqs: new SQSClient(awsClient),
    },
    ...lambdaEffects(config.settings),
    loadTokenKeeper: () => import('./token-parts.ts'),
  };
}
