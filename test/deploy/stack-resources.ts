/** What a stack holds, and which resources they are: a replaced one has another identity under the same name. */
import {
  type CloudFormationClient,
  paginateListStackResources,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { EnvironmentName } from '../../lib/environments.ts';
import { stackName } from '../../lib/names.ts';
import type { Clients } from './account.ts';

export async function stackResources(
  client: CloudFormationClient,
  environment: EnvironmentName,
): Promise<readonly StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackName(environment) })) {
    found.push(...(page.StackResourceSummaries ?? []));
  }
  return found;
}

/**
 * Identity of each resource by its logical id: the physical id, and for what keeps data also what only a new one has
 * anew, because a name stays the same when what it names is replaced.
 */
export async function identities(
  clients: Clients,
  environment: EnvironmentName,
): Promise<ReadonlyMap<string, string>> {
  const resources = await stackResources(clients.cloudFormation, environment);
  const identified = resources.map(
    async (resource) => [resource.LogicalResourceId ?? '', await identityOf(clients, resource)] as const,
  );
  return new Map(await Promise.all(identified));
}

async function identityOf(
  { dynamodb, secrets, sqs }: Clients,
  { ResourceType, PhysicalResourceId: id = '' }: StackResourceSummary,
): Promise<string> {
  switch (ResourceType) {
    case 'AWS::DynamoDB::Table': {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: id }));
      return `${id} ${Table?.TableId}`;
    }
    case 'AWS::SQS::Queue': {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: id, AttributeNames: ['CreatedTimestamp'] }),
      );
      return `${id} ${Attributes?.CreatedTimestamp}`;
    }
    case 'AWS::SecretsManager::Secret': {
      // The version too: CloudFormation must not set again what an operator has set.
      const { ARN, VersionIdsToStages = {} } = await secrets.send(
        new DescribeSecretCommand({ SecretId: id }),
      );
      const current = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'));
      return `${ARN} ${current?.[0]}`;
    }
    default:
      return id;
  }
}
