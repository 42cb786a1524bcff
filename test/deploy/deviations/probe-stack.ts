/** A small stack beside those of Interlock, with one resource for each thing that the emulator is asked. */
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import type { Account } from '../account.ts';
import type { Asked } from './deviation.ts';

const StackName = 'deviations';

/** The role may read items whose key begins with it. */
export const allowedKey = 'allowed#1';

const template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'deviations',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: 'alias/aws/sns' } },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: '{}' } },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS: { Ref: 'AWS::AccountId' } }, Action: 'sts:AssumeRole' },
          ],
        },
        Policies: [
          {
            PolicyName: 'May',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'dynamodb:GetItem',
                  Resource: { 'Fn::GetAtt': ['Table', 'Arn'] },
                  // As in the roles of the functions.
                  Condition: {
                    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['allowed#*'] },
                    Null: { 'dynamodb:LeadingKeys': 'false' },
                  },
                },
              ],
            },
          },
        ],
      },
    },
  },
  Outputs: {
    Table: { Value: { Ref: 'Table' } },
    Topic: { Value: { Ref: 'Topic' } },
    Secret: { Value: { Ref: 'Secret' } },
    Role: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } },
  },
};

/** Longer than it takes; a stack of five resources is there in a second. */
const patienceSeconds = 30;

/** Makes the stack, asks, and removes it, whatever `ask` came to. */
export async function withProbeStack<T>(account: Account, ask: (asked: Asked) => Promise<T>): Promise<T> {
  const { cloudFormation } = account.clients;
  await cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_IAM'],
    }),
  );
  try {
    await waitUntilStackCreateComplete(
      { client: cloudFormation, maxWaitTime: patienceSeconds, minDelay: 1, maxDelay: 1 },
      { StackName },
    );
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const outputs = new Map(
      Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
    const output = (key: string) => {
      const value = outputs.get(key);
      if (value === undefined) throw new Error(`the probe stack has no output ${key}`);
      return value;
    };
    return await ask({
      root: account.clients,
      role: await account.clientsOf(output('Role')),
      tableName: output('Table'),
      topicArn: output('Topic'),
      secretRef: output('Secret'),
    });
  } finally {
    await cloudFormation.send(new DeleteStackCommand({ StackName }));
  }
}
