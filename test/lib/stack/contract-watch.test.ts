import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { contractWatchTimeoutSeconds } from '../../../lib/stack/contract-watch-construct.ts';
import { fixtureIntegrations } from '../../fixtures/fixture-integrations.ts';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { shopIntegrations as integrations } from '../../fixtures/shop/index.ts';
import { arnOf, idOf as idIn } from '../../fixtures/template-resources.ts';

let prod: Template;
beforeAll(() => {
  prod = fixtureTemplate('prod');
});

const idOf = (type: string, properties: object) => idIn(prod, type, properties);
const queueId = (suffix = '') =>
  idOf('AWS::SQS::Queue', { QueueName: `interlock-prod-contract-watch${suffix}` });
const logGroupId = () => idOf('AWS::Logs::LogGroup', { LogGroupName: '/interlock/prod/contract-watch' });

/** The fixtures with a request timeout of their own. */
const withTimeout = (requestTimeoutMs: number) =>
  fixtureIntegrations.map(
    (integration): AnyIntegration => ({
      ...integration,
      operation: {
        ...integration.operation,
        destination: { ...integration.operation.destination, requestTimeoutMs },
      },
    }),
  );

describe('the time that the contract watch has', () => {
  it('is what the slowest destination could take, and 20 s', () => {
    // An authenticated request, a lookup and two of a list, three tries each, 10 s for a permit and 10 s for an answer.
    expect(contractWatchTimeoutSeconds(fixtureIntegrations)).toBe(4 * 3 * 20 + 20);
    // Wallet: nine requests of 30 s. Helpdesk has a lookup more, and 20 s each.
    expect(contractWatchTimeoutSeconds(integrations)).toBe(290);
  });

  it('is bounded by what Lambda allows', () => {
    expect(contractWatchTimeoutSeconds(withTimeout(63_000))).toBe(896);
    expect(() => contractWatchTimeoutSeconds(withTimeout(64_000))).toThrow(
      'the contract watch could take 908 s',
    );
  });
});

describe('the contract watch', () => {
  it('is asked by the clock once a day, and rings when it is not', () => {
    prod.hasResourceProperties('AWS::Events::Rule', {
      Name: 'interlock-prod-contract-watch',
      ScheduleExpression: 'rate(1 day)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: arnOf(queueId()),
          Input: '{"ask":"check"}',
          DeadLetterConfig: { Arn: arnOf(queueId('-dead-letters')) },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400 },
        },
      ],
    });
  });

  it('is asked once more after a crash, when the one that crashed is gone for certain', () => {
    prod.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'interlock-prod-contract-watch',
      VisibilityTimeout: 270,
      RedrivePolicy: { deadLetterTargetArn: arnOf(queueId('-dead-letters')), maxReceiveCount: 2 },
    });
  });

  it('runs on arm64 and Node 24 with little memory, and knows the secret of each destination', () => {
    prod.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'interlock-prod-contract-watch',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'handler.handler',
      MemorySize: 256,
      Timeout: 260,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: logGroupId() } },
      Environment: { Variables: { INTERLOCK_SETTINGS: Match.anyValue() } },
    });
    const [watch] = Object.values(
      prod.findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: 'interlock-prod-contract-watch' },
      }),
    );
    const [, parts] = (watch ?? { Properties: {} }).Properties.Environment.Variables.INTERLOCK_RESOURCES[
      'Fn::Join'
    ];
    const text = parts.map((part: string | { Ref: string }) => (typeof part === 'string' ? part : part.Ref));
    expect(JSON.parse(text.join(''))).toEqual({
      ledgerTable: idOf('AWS::DynamoDB::Table', {}),
      secretPrefix: 'interlock/prod/',
      destinations: ['billing', 'support'],
    });
  });

  it('may read the secrets and keep the accounts, and reaches no event and no function', () => {
    const [role] = Object.values(
      prod.findResources('AWS::IAM::Role', { Properties: { Description: 'What the contract watch may do' } }),
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
        Sid: 'ReadTheSecrets',
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':secretsmanager:',
              { Ref: 'AWS::Region' },
              ':',
              { Ref: 'AWS::AccountId' },
              ':secret:interlock/prod/*',
            ],
          ],
        },
      },
      {
        Sid: 'WriteItsLog',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: arnOf(logGroupId()),
      },
    ]);
  });
});
