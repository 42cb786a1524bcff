import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { supervisorTimeoutSeconds } from '../../../lib/stack/supervisor-construct.ts';
import { fixtureIntegrations } from '../../fixtures/fixture-integrations.ts';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { arnOf, idOf as idIn } from '../../fixtures/template-resources.ts';

let prod: Template;
beforeAll(() => {
  prod = fixtureTemplate('prod');
});

const idOf = (type: string, properties: object) => idIn(prod, type, properties);
const queueId = (suffix = '') => idOf('AWS::SQS::Queue', { QueueName: `interlock-prod-supervisor${suffix}` });
const functionId = (name: string) =>
  idOf('AWS::Lambda::Function', { FunctionName: `interlock-prod-${name}` });
const logGroupId = () => idOf('AWS::Logs::LogGroup', { LogGroupName: '/interlock/prod/supervisor' });
const ruleId = () => idOf('AWS::Events::Rule', { Name: 'interlock-prod-supervisor' });

describe('the asks to the supervisor', () => {
  it('come back after the function timeout and the minute of an alert claim, five times', () => {
    // Twice 10 s for a permit and 10 s for the request, four times 3 s for Lambda, a sweep of 15 s, and 20 s for the rest.
    expect(supervisorTimeoutSeconds(fixtureIntegrations)).toBe(87);
    prod.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'interlock-prod-supervisor',
      VisibilityTimeout: 147,
      RedrivePolicy: { deadLetterTargetArn: arnOf(queueId('-dead-letters')), maxReceiveCount: 5 },
    });
  });

  it('come from the clock every five minutes, and ring when they do not', () => {
    prod.hasResourceProperties('AWS::Events::Rule', {
      Name: 'interlock-prod-supervisor',
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: arnOf(queueId()),
          Input: '{"ask":"look"}',
          DeadLetterConfig: { Arn: arnOf(queueId('-dead-letters')) },
          RetryPolicy: { MaximumEventAgeInSeconds: 300 },
        },
      ],
    });
  });

  it.each(['', '-dead-letters'])('come by this clock only, by policy of the queue%s', (suffix) => {
    const [policy] = Object.values(
      prod.findResources('AWS::SQS::QueuePolicy', { Properties: { Queues: [{ Ref: queueId(suffix) }] } }),
    );
    const allowed = policy?.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(allowed).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': arnOf(ruleId()) } },
      },
    ]);
  });
});

describe('the supervisor', () => {
  it('runs on arm64 and Node 24 with little memory, and is asked by its queue', () => {
    prod.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'interlock-prod-supervisor',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handler.handler',
      MemorySize: 256,
      Timeout: 87,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: logGroupId() } },
    });
    prod.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(queueId()),
      FunctionName: { Ref: functionId('supervisor') },
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: Match.absent(),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('is told the destinations, and finds by their names and its own what belongs to them', () => {
    const { Variables } = prod.findResources('AWS::Lambda::Function')[functionId('supervisor')]?.Properties
      .Environment ?? { Variables: {} };
    expect(Object.keys(Variables).sort()).toEqual(['INTERLOCK_RESOURCES', 'INTERLOCK_SETTINGS']);
    const [, parts] = Variables.INTERLOCK_RESOURCES['Fn::Join'];
    const text = parts.map((part: string | { Ref: string }) => (typeof part === 'string' ? part : part.Ref));
    expect(JSON.parse(text.join(''))).toEqual({
      queueUrl: queueId(),
      queueRetentionSeconds: 1_209_600,
      maxReceiveCount: 1_000,
      ledgerTable: idOf('AWS::DynamoDB::Table', {}),
      alertsTopicArn: idOf('AWS::SNS::Topic', { TopicName: 'interlock-prod-alerts' }),
      secretPrefix: 'interlock/prod/',
      destinations: ['billing', 'support'],
    });
  });

  it('may pause exactly the integrations, and nothing more than its work takes', () => {
    const arn = (service: string, resource: string) => ({
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          `:${service}:`,
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          `:${resource}`,
        ],
      ],
    });
    const queueArn = (name: string) => arn('sqs', name);
    const [role] = Object.values(
      prod.findResources('AWS::IAM::Role', { Properties: { Description: 'What the supervisor may do' } }),
    );
    expect(role?.Properties.ManagedPolicyArns).toBeUndefined();
    expect(role?.Properties.Policies).toHaveLength(1);
    expect(role?.Properties.Policies[0].PolicyDocument.Statement).toEqual([
      {
        Sid: 'ReceiveAsks',
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: arnOf(queueId()),
      },
      {
        Sid: 'AskItself',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: arnOf(queueId()),
      },
      {
        Sid: 'SweepPausedQueues',
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
        Resource: queueArn('interlock-prod-*'),
      },
      {
        Sid: 'PutExpiredAside',
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: queueArn('interlock-prod-*-dead-letters'),
      },
      {
        Sid: 'FindEventSources',
        Effect: 'Allow',
        Action: 'lambda:ListEventSourceMappings',
        Resource: '*',
      },
      {
        Sid: 'PauseAndResume',
        Effect: 'Allow',
        Action: 'lambda:UpdateEventSourceMapping',
        Resource: arn('lambda', 'event-source-mapping:*'),
        Condition: {
          ArnLike: { 'lambda:FunctionArn': arn('lambda', 'function:interlock-prod-*') },
          ArnNotLike: {
            'lambda:FunctionArn': [
              arn('lambda', 'function:interlock-prod-supervisor'),
              arn('lambda', 'function:interlock-prod-contract-watch'),
            ],
          },
        },
      },
      {
        Sid: 'ReadTheSecrets',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: arn('secretsmanager', 'secret:interlock/prod/*'),
      },
      {
        Sid: 'KeepTheAccounts',
        Effect: 'Allow',
        Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
        Resource: arnOf(idOf('AWS::DynamoDB::Table', {})),
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['destination#*'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      {
        Sid: 'Alert',
        Effect: 'Allow',
        Action: 'sns:Publish',
        Resource: { Ref: idOf('AWS::SNS::Topic', { TopicName: 'interlock-prod-alerts' }) },
      },
      {
        Sid: 'WriteItsLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: arnOf(logGroupId()),
      },
    ]);
  });

  it('alone decides whether an event source is enabled: no deployment says so', () => {
    const mappings = Object.values(prod.findResources('AWS::Lambda::EventSourceMapping'));
    expect(mappings).toHaveLength(5);
    for (const { Properties } of mappings) expect(Properties).not.toHaveProperty('Enabled');
  });
});
