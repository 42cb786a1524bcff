import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureApp, fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { arnOf, idOf } from '../../fixtures/template-resources.ts';

let prod: Template;
let local: Template;

beforeAll(() => {
  prod = fixtureTemplate('prod');
  local = fixtureTemplate('local');
});

/** The one property `name` of each resource of a type, sorted. */
const namesOf = (template: Template, type: string, name: string) =>
  Object.values(template.findResources(type))
    .map(({ Properties }) => Properties[name])
    .sort();

describe('the stack of an environment', () => {
  it('gives everything the name that operators look for', () => {
    expect(namesOf(prod, 'AWS::SNS::Topic', 'TopicName')).toEqual([
      'interlock-prod-alerts',
      'interlock-prod-events',
    ]);
    expect(namesOf(prod, 'AWS::DynamoDB::Table', 'TableName')).toEqual(['interlock-prod-ledger']);
    expect(namesOf(prod, 'AWS::SecretsManager::Secret', 'Name')).toEqual([
      'interlock/prod/billing',
      'interlock/prod/support',
    ]);
    expect(namesOf(prod, 'AWS::Lambda::Function', 'FunctionName')).toEqual([
      'interlock-prod-contract-watch',
      'interlock-prod-order-paid-to-billing',
      'interlock-prod-order-placed-to-billing',
      'interlock-prod-order-placed-to-support',
      'interlock-prod-supervisor',
    ]);
    expect(namesOf(prod, 'AWS::Logs::LogGroup', 'LogGroupName')).toEqual([
      '/interlock/prod/contract-watch',
      '/interlock/prod/order-paid-to-billing',
      '/interlock/prod/order-placed-to-billing',
      '/interlock/prod/order-placed-to-support',
      '/interlock/prod/supervisor',
    ]);
    expect(namesOf(prod, 'AWS::SQS::Queue', 'QueueName')).toEqual([
      'interlock-prod-contract-watch',
      'interlock-prod-contract-watch-dead-letters',
      'interlock-prod-order-paid-to-billing',
      'interlock-prod-order-paid-to-billing-dead-letters',
      'interlock-prod-order-paid-to-billing-undelivered',
      'interlock-prod-order-placed-to-billing',
      'interlock-prod-order-placed-to-billing-dead-letters',
      'interlock-prod-order-placed-to-billing-undelivered',
      'interlock-prod-order-placed-to-support',
      'interlock-prod-order-placed-to-support-dead-letters',
      'interlock-prod-order-placed-to-support-undelivered',
      'interlock-prod-supervisor',
      'interlock-prod-supervisor-dead-letters',
      'interlock-prod-unrouted',
      'interlock-prod-unrouted-undelivered',
    ]);
  });

  it('keeps a ledger that expires its items and can be restored', () => {
    prod.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
  });

  it('keeps what it holds in prod when the stack goes, and leaves nothing behind in local', () => {
    for (const type of [
      'AWS::DynamoDB::Table',
      'AWS::SNS::Topic',
      'AWS::SQS::Queue',
      'AWS::Logs::LogGroup',
    ]) {
      prod.allResources(type, { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
      local.allResources(type, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    }
  });

  it('protects staging and prod from being deleted, and local and dev not', () => {
    const { stacks } = fixtureApp(['local', 'dev', 'staging', 'prod']).synth();
    expect(
      stacks.map(({ stackName, terminationProtection }) => [stackName, terminationProtection ?? false]),
    ).toEqual([
      ['interlock-dev', false],
      ['interlock-local', false],
      ['interlock-prod', true],
      ['interlock-staging', true],
    ]);
  });

  it('starts a secret without an apiKey, so that nothing is sent with a made-up one', () => {
    prod.allResourcesProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { SecretStringTemplate: '{}', GenerateStringKey: 'unset' },
    });
  });

  it('keeps what no integration takes: unknown types and bodies without a type', () => {
    prod.hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: arnOf(idOf(prod, 'AWS::SQS::Queue', { QueueName: 'interlock-prod-unrouted' })),
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { type: [{ 'anything-but': ['order.paid', 'order.placed'] }, { exists: false }] },
      RawMessageDelivery: true,
      RedrivePolicy: Match.anyValue(),
    });
  });
});

describe('encryption', () => {
  it('encrypts both topics with a key of ours that rotates', () => {
    const key = idOf(prod, 'AWS::KMS::Key', { EnableKeyRotation: true });
    prod.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: arnOf(key) });
  });

  it('lets the alarms of this environment and account use the key and the alerts topic, and no others', () => {
    const alarmsOnly = {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: {
          'aws:SourceArn': {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':cloudwatch:',
                { Ref: 'AWS::Region' },
                ':',
                { Ref: 'AWS::AccountId' },
                ':alarm:interlock-prod-*',
              ],
            ],
          },
        },
      },
    };
    prod.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({ ...alarmsOnly, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] }),
        ]),
      },
    });
    prod.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ ...alarmsOnly, Action: 'sns:Publish' })]),
      },
    });
  });

  it('lets publishers of this account use the key through SNS only', () => {
    prod.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { AWS: '*' },
            Condition: {
              StringEquals: {
                'kms:CallerAccount': { Ref: 'AWS::AccountId' },
                'kms:ViaService': {
                  'Fn::Join': ['', ['sns.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]],
                },
              },
            },
          }),
        ]),
      },
    });
  });

  it('lets SQS encrypt every queue, and denies whoever does not speak TLS', () => {
    prod.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    const withoutTls = {
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    prod.resourceCountIs('AWS::SQS::QueuePolicy', 15);
    prod.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ ...withoutTls, Action: 'sqs:*' })]) },
    });
    prod.resourceCountIs('AWS::SNS::TopicPolicy', 2);
    prod.allResourcesProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ ...withoutTls, Action: 'sns:Publish' })]),
      },
    });
  });
});
