import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  orderPaidToBilling,
  orderPlacedToBilling,
  orderPlacedToSupport,
} from '../../fixtures/fixture-integrations.ts';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { idOf } from '../../fixtures/template-resources.ts';

let before: Template;
let retiring: Template;

beforeAll(() => {
  before = fixtureTemplate('prod');
  retiring = fixtureTemplate('prod', [
    orderPlacedToBilling,
    { ...orderPaidToBilling, retiring: true },
    orderPlacedToSupport,
  ]);
});

const idOfQueue = (name: string) =>
  idOf(retiring, 'AWS::SQS::Queue', { QueueName: `interlock-prod-${name}` });

describe('an integration that retires', () => {
  it('gets no new events', () => {
    const types = Object.values(retiring.findResources('AWS::SNS::Subscription')).map(
      ({ Properties }) => Properties.FilterPolicy.type,
    );
    expect(types).toEqual([
      [{ 'anything-but': ['order.placed'] }, { exists: false }],
      ['order.placed'],
      ['order.placed'],
    ]);
  });

  it('leaves the events that only it took to the queue of unknown types, which rings', () => {
    retiring.hasResourceProperties('AWS::SNS::Subscription', {
      FilterPolicy: { type: [{ 'anything-but': ['order.placed'] }, { exists: false }] },
    });
  });

  it('still delivers what waits, and keeps its alarms and every queue', () => {
    for (const type of ['AWS::SQS::Queue', 'AWS::Lambda::EventSourceMapping', 'AWS::CloudWatch::Alarm']) {
      expect(Object.keys(retiring.findResources(type))).toEqual(Object.keys(before.findResources(type)));
    }
  });

  it.each(['order-paid-to-billing', 'order-paid-to-billing-undelivered'])(
    'still lets the topic send to %s, until CloudFormation has deleted the subscription',
    (name) => {
      const queue = idOfQueue(name);
      retiring.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: queue }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            {
              Action: 'sqs:SendMessage',
              Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'TopicsEvents6A75FC69' } } },
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
            },
          ]),
        },
      });
    },
  );
});
