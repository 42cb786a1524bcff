/** An AWS account as the proof sees it: what the command lines need in their environment, and clients of its own. */
import { Agent } from 'node:https';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Certificate } from './certificate.ts';
import type { Emulator } from './emulator.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly cloudWatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly secrets: SecretsManagerClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
}

export interface Account {
  /** For `cdk` and `interlock`. */
  readonly env: Environment;
  readonly clients: Clients;
  /** Clients of whoever takes on a role. */
  readonly clientsOf: (roleArn: string) => Promise<Clients>;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface ClientOptions {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: Credentials;
  readonly requestHandler?: { readonly httpsAgent: Agent };
}

/** Without what would lead a command to another account, or change what Node runs. */
export function plainEnvironment(env: Environment): Environment {
  const foreign = /^(AWS_|CDK_|INTERLOCK_|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

/** Said to every `cdk`: nothing is looked up or told outside of the account. */
const quietCdk = { CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: '1' };

/** CDK's own default for an assembly that names no region. */
const region = 'us-east-1';

export function emulatedAccount(
  { endpoint, credentials, certPath }: Emulator,
  { certPem }: Certificate,
  options: { readonly dir: string; readonly env: Environment },
): Account {
  const requestHandler = { httpsAgent: new Agent({ ca: certPem, keepAlive: true }) };
  return {
    ...accountOf({ region, endpoint, requestHandler, credentials }),
    env: {
      ...options.env,
      ...quietCdk,
      CDK_HOME: join(options.dir, 'cdk-home'),
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      // A profile of this machine would win over them, or lead to a real account.
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      NODE_EXTRA_CA_CERTS: certPath,
      // `cdk` would go by a bundle that this machine may have for others.
      AWS_CA_BUNDLE: certPath,
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
    },
  };
}

/** The account that the SDK finds by itself. */
export function realAccount(env: Environment): Account {
  return {
    env: { ...env, ...quietCdk },
    ...accountOf({}),
  };
}

function accountOf(options: ClientOptions): Pick<Account, 'clients' | 'clientsOf'> {
  const clients = createClients(options);
  return {
    clients,
    clientsOf: async (RoleArn) => {
      const { Credentials: given } = await clients.sts.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'deploy-proof' }),
      );
      const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = given ?? {};
      const { SessionToken: sessionToken = '' } = given ?? {};
      return createClients({ ...options, credentials: { accessKeyId, secretAccessKey, sessionToken } });
    },
  };
}

const createClients = (options: ClientOptions): Clients => ({
  cloudFormation: new CloudFormationClient(options),
  cloudWatch: new CloudWatchClient(options),
  dynamodb: new DynamoDBClient(options),
  lambda: new LambdaClient(options),
  logs: new CloudWatchLogsClient(options),
  secrets: new SecretsManagerClient(options),
  sns: new SNSClient(options),
  sqs: new SQSClient(options),
  sts: new STSClient(options),
});
