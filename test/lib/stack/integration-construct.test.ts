import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { arnOf, idOf as idIn } from '../../fixtures/template-resources.ts';

let prod: Template;

beforeAll(() => {
  prod = fixtureTemplate('prod');
});

const idOf = (type: string, properties: object) => idIn(prod, type, properties);
const queueId = (suffix = '') =>
  idOf('AWS::SQS::Queue', { QueueName: `interlock-prod-order-placed-to-billing${suffix}` });

describe('an integration', () => {
  it('hides a message for six times the function timeout and the window, and gives up after 1,000 crashes', () => {
    prod.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'interlock-prod-order-placed-to-billing',
      Timeout: 35,
    });
    prod.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'interlock-prod-order-placed-to-billing',
      VisibilityTimeout: 211,
      MessageRetentionPeriod: 1_209_600,
      MaximumMessageSize: 262_144,
      RedrivePolicy: { deadLetterTargetArn: arnOf(queueId('-dead-letters')), maxReceiveCount: 1_000 },
    });
  });

  it('keeps dead letters for 14 days, with room for the diagnosis, from its own queue only', () => {
    prod.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'interlock-prod-order-placed-to-billing-dead-letters',
      MessageRetentionPeriod: 1_209_600,
      MaximumMessageSize: 1_048_576,
      RedriveAllowPolicy: {
        redrivePermission: 'byQueue',
        sourceQueueArns: [
          {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':sqs:',
                { Ref: 'AWS::Region' },
                ':',
                { Ref: 'AWS::AccountId' },
                ':interlock-prod-order-placed-to-billing',
              ],
            ],
          },
        ],
      },
    });
  });

  it('gets the events of its type, raw, and loses none that SNS cannot hand over', () => {
    prod.hasResourceProperties('AWS::SNS::Subscription', {
      Endpoint: arnOf(queueId()),
      Protocol: 'sqs',
      FilterPolicyScope: 'MessageBody',
      FilterPolicy: { type: ['order.placed'] },
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf(queueId('-undelivered')) },
    });
  });

  it('lets the events topic send to its queue, and nobody else', () => {
    const policies = prod.findResources('AWS::SQS::QueuePolicy', {
      Properties: { Queues: [{ Ref: queueId() }] },
    });
    const [policy] = Object.values(policies);
    const allowed = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Resource: arnOf(queueId()),
        Condition: {
          ArnEquals: {
            'aws:SourceArn': { Ref: idOf('AWS::SNS::Topic', { TopicName: 'interlock-prod-events' }) },
          },
        },
      },
    ]);
  });

  it('receives ten at a time, reports each failed one, and runs no more sandboxes than the limit feeds', () => {
    prod.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(queueId()),
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  it('runs on arm64 and Node 24, and writes its own JSON lines to its own log group', () => {
    const logGroup = idOf('AWS::Logs::LogGroup', { LogGroupName: '/interlock/prod/order-placed-to-billing' });
    expect(prod.findResources('AWS::Logs::LogGroup')[logGroup]?.Properties.RetentionInDays).toBe(90);
    prod.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'interlock-prod-order-placed-to-billing',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handler.handler',
      MemorySize: 512,
      ReservedConcurrentExecutions: Match.absent(),
      LoggingConfig: {
        LogFormat: 'JSON',
        ApplicationLogLevel: 'INFO',
        SystemLogLevel: 'WARN',
        LogGroup: { Ref: logGroup },
      },
    });
  });

  it('is told its resources and the settings of its environment, as JSON', () => {
    const functions = prod.findResources('AWS::Lambda::Function', {
      Properties: { FunctionName: 'interlock-prod-order-placed-to-billing' },
    });
    const { Variables } = Object.values(functions)[0]?.Properties.Environment ?? {};
    expect(Object.keys(Variables).sort()).toEqual(['INTERLOCK_RESOURCES', 'INTERLOCK_SETTINGS']);
    expect(JSON.parse(Variables.INTERLOCK_SETTINGS)).toMatchObject({
      environment: 'prod',
      allowPrivateAddresses: false,
    });
    const [, parts] = Variables.INTERLOCK_RESOURCES['Fn::Join'];
    const text = parts
      .map((part: string | { Ref: string }) => (typeof part === 'string' ? part : part.Ref))
      .join('');
    expect(JSON.parse(text)).toEqual({
      ledgerTable: idOf('AWS::DynamoDB::Table', {}),
      secretId: idOf('AWS::SecretsManager::Secret', { Name: 'interlock/prod/billing' }),
      queueUrl: queueId(),
      deadLetterQueueUrl: queueId('-dead-letters'),
      supervisorQueueUrl: idOf('AWS::SQS::Queue', { QueueName: 'interlock-prod-supervisor' }),
      queueRetentionSeconds: 1_209_600,
      maxReceiveCount: 1_000,
      referenceKey: 'AWS::StackId',
    });
  });
});

describe('the role of a function', () => {
  it('allows what the function does, on its own resources, and nothing more', () => {
    const [role] = Object.values(
      prod.findResources('AWS::IAM::Role', {
        Properties: { Description: 'What the function of order-placed-to-billing may do' },
      }),
    );
    expect(role?.Properties.ManagedPolicyArns).toBeUndefined();
    expect(role?.Properties.Policies[0].PolicyDocument.Statement).toEqual([
      {
        Sid: 'ReceiveFromItsQueue',
        Effect: 'Allow',
        Action: [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ChangeMessageVisibility',
        ],
        Resource: arnOf(queueId()),
      },
      {
        Sid: 'GiveUp',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: arnOf(queueId('-dead-letters')),
      },
      {
        Sid: 'AskTheSupervisor',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: arnOf(idOf('AWS::SQS::Queue', { QueueName: 'interlock-prod-supervisor' })),
      },
      {
        Sid: 'KeepItsDeliveriesAndTheSharedLimit',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        Resource: arnOf(idOf('AWS::DynamoDB::Table', {})),
        Condition: {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': ['order-placed-to-billing#*', 'destination#billing#*'],
          },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      {
        Sid: 'ReadItsSecret',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: { Ref: idOf('AWS::SecretsManager::Secret', { Name: 'interlock/prod/billing' }) },
      },
      {
        Sid: 'WriteItsLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: arnOf(
          idOf('AWS::Logs::LogGroup', { LogGroupName: '/interlock/prod/order-placed-to-billing' }),
        ),
      },
    ]);
  });

  it('is the only one there is, and no statement of any role is about all resources but the one that cannot be narrower', () => {
    prod.resourceCountIs('AWS::IAM::Policy', 0);
    prod.resourceCountIs('AWS::IAM::Role', 5);
    const statements = Object.values(prod.findResources('AWS::IAM::Role')).flatMap(
      ({ Properties }) => Properties.Policies[0].PolicyDocument.Statement,
    );
    expect(statements.filter(({ Resource }) => [Resource].flat().includes('*'))).toEqual([
      { Sid: 'FindEventSources', Effect: 'Allow', Action: 'lambda:ListEventSourceMappings', Resource: '*' },
    ]);
  });
});
