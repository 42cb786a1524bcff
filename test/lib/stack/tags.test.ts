import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureApp } from '../../fixtures/fixture-template.ts';

let tags: Readonly<Record<string, string>>;
let template: Template;
beforeAll(() => {
  const stack = fixtureApp(['prod']).synth().getStackByName('interlock-prod');
  tags = stack.tags;
  template = Template.fromJSON(stack.template);
});

describe('what a bill is divided by', () => {
  it('is the environment, on everything: CloudFormation hands the tags of a stack on', () => {
    expect(tags).toEqual({ 'interlock:environment': 'prod' });
  });

  it('is integration and destination, on what belongs to one', () => {
    const owner = Match.arrayWith([
      { Key: 'interlock:destination', Value: 'billing' },
      { Key: 'interlock:integration', Value: 'order-paid-to-billing' },
    ]);
    for (const [type, name, value] of [
      ['AWS::SQS::Queue', 'QueueName', 'interlock-prod-order-paid-to-billing'],
      ['AWS::SQS::Queue', 'QueueName', 'interlock-prod-order-paid-to-billing-dead-letters'],
      ['AWS::SQS::Queue', 'QueueName', 'interlock-prod-order-paid-to-billing-undelivered'],
      ['AWS::Lambda::Function', 'FunctionName', 'interlock-prod-order-paid-to-billing'],
      ['AWS::Logs::LogGroup', 'LogGroupName', '/interlock/prod/order-paid-to-billing'],
    ])
      template.hasResourceProperties(type as string, { [name as string]: value, Tags: owner });
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      Name: 'interlock/prod/billing',
      Tags: [{ Key: 'interlock:destination', Value: 'billing' }],
    });
  });

  it('is neither on what all share', () => {
    for (const QueueName of ['interlock-prod-supervisor', 'interlock-prod-unrouted'])
      template.hasResourceProperties('AWS::SQS::Queue', { QueueName, Tags: Match.absent() });
    template.hasResourceProperties('AWS::DynamoDB::Table', { Tags: Match.absent() });
  });
});
