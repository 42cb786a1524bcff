import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { EnvironmentName } from '../environments.ts';

export interface Clients {
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly secrets: SecretsManagerClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly kms: KMSClient;
  /** Loaded when it is asked for: nothing but `doctor` needs it. */
  readonly cloudFormation: () => Promise<CloudFormationClient>;
}

/**
 * Clients of an environment. `local` is this machine, with credentials that are none; all others use the credentials
 * and the region that the AWS SDK finds as everywhere else. Calls nothing yet.
 */
export function createClients(
  environment: EnvironmentName,
  env: Readonly<Record<string, string | undefined>>,
): Clients {
  const options = environment === 'local' ? localOptions(env) : {};
  return {
    // The local endpoint may go by another address than the one in its queue URLs.
    sqs: new SQSClient({ ...options, ...(environment === 'local' ? { useQueueUrlAsEndpoint: false } : {}) }),
    sns: new SNSClient(options),
    secrets: new SecretsManagerClient(options),
    logs: new CloudWatchLogsClient(options),
    cloudwatch: new CloudWatchClient(options),
    dynamodb: new DynamoDBClient(options),
    lambda: new LambdaClient(options),
    kms: new KMSClient(options),
    cloudFormation: async () =>
      new (await import('@aws-sdk/client-cloudformation')).CloudFormationClient(options),
  };
}

/** Where `npm start` listens unless told otherwise. */
export const localEndpoint = (env: Readonly<Record<string, string | undefined>>) =>
  env.AWS_ENDPOINT_URL || 'http://127.0.0.1:4566';

const localOptions = (env: Readonly<Record<string, string | undefined>>) => ({
  endpoint: localEndpoint(env),
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  // Loopback either answers or is not there: asking again only delays the message that says so.
  maxAttempts: 1,
});
