import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { functionSources } from '../../../lib/build/function-sources.ts';
import { environments } from '../../../lib/environments.ts';
import { IntegrationsStack } from '../../../lib/stack/integrations-stack.ts';
import { fixtureIntegrations } from '../../fixtures/fixture-integrations.ts';
import { fixtureTemplate, functionDir } from '../../fixtures/fixture-template.ts';
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

  it('lets a first deployment that failed be cleared away and repeated, and protects what holds data from then on', () => {
    const protections = (established: boolean) => {
      const stack = new IntegrationsStack(
        new App({ analyticsReporting: false, builtinCloudFormationValidation: false }),
        {
          environment: { ...environments.prod, established },
          integrations: fixtureIntegrations.slice(0, 1),
          parts: {},
          functionDirs: new Map(
            functionSources(fixtureIntegrations.slice(0, 1)).map((one) => [one.name, functionDir]),
          ),
        },
      );
      const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
      return {
        stack: stack.terminationProtection ?? false,
        ledger: table?.Properties.DeletionProtectionEnabled ?? false,
        said: Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('can be deleted')).length,
      };
    };
    expect(protections(false)).toEqual({ stack: false, ledger: false, said: 1 });
    expect(protections(true)).toEqual({ stack: true, ledger: true, said: 0 });
  });

  it('names nothing that is unique beyond its region, and neither an account nor a region', () => {
    const { Resources } = prod.toJSON() as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };
    const ofIam = Object.values(Resources).filter(({ Type }) => Type.startsWith('AWS::IAM::'));
    expect(ofIam.length).toBeGreaterThan(0);
    for (const { Properties } of ofIam) {
      expect(Object.keys(Properties).filter((key) => /Name$/.test(key))).toEqual([]);
    }
    expect(JSON.stringify(Resources)).not.toMatch(/\b(us|eu|ap)-[a-z]+-\d\b|\b\d{12}\b|arn:aws:/);
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
