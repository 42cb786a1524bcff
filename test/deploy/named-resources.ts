import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { paginateListTables } from '@aws-sdk/client-dynamodb';
import { paginateListFunctions } from '@aws-sdk/client-lambda';
import { paginateListSecrets } from '@aws-sdk/client-secrets-manager';
import { paginateListTopics } from '@aws-sdk/client-sns';
import { paginateListQueues } from '@aws-sdk/client-sqs';
import type { EnvironmentName } from '../../lib/environments.ts';
import type { Clients } from './account.ts';

/** Kind and name of everything that carries the environment in its name, whether or not a stack still knows it. */
export async function namedResources(
  clients: Clients,
  environment: EnvironmentName,
): Promise<readonly string[]> {
  const { sqs, dynamodb, lambda, sns, secrets, logs } = clients;
  const prefix = `interlock-${environment}-`;
  const names = await Promise.all([
    all(paginateListQueues({ client: sqs }, { QueueNamePrefix: prefix }), ({ QueueUrls = [] }) =>
      QueueUrls.map((url) => ['queue', url.split('/').at(-1)]),
    ),
    all(paginateListTables({ client: dynamodb }, {}), ({ TableNames = [] }) =>
      TableNames.map((name) => ['table', name]),
    ),
    all(paginateListFunctions({ client: lambda }, {}), ({ Functions = [] }) =>
      Functions.map(({ FunctionName }) => ['function', FunctionName]),
    ),
    all(paginateListTopics({ client: sns }, {}), ({ Topics = [] }) =>
      Topics.map(({ TopicArn }) => ['topic', TopicArn?.split(':').at(-1)]),
    ),
    all(paginateListSecrets({ client: secrets }, {}), ({ SecretList = [] }) =>
      SecretList.map(({ Name }) => ['secret', Name]),
    ),
    all(paginateDescribeLogGroups({ client: logs }, {}), ({ logGroups = [] }) =>
      logGroups.map(({ logGroupName }) => ['log group', logGroupName]),
    ),
  ]);
  const ofEnvironment = [prefix, `interlock/${environment}/`, `/interlock/${environment}/`];
  return names
    .flat()
    .filter(([, name = '']) => ofEnvironment.some((beginning) => name.startsWith(beginning)))
    .map(([kind, name]) => `${kind} ${name}`)
    .toSorted();
}

async function all<P, T>(pages: AsyncIterable<P>, itemsOf: (page: P) => readonly T[]): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...itemsOf(page));
  return items;
}
