import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import type { Publishers } from '../../../lib/environments.ts';
import { decide, policySchema, type Request } from '../../../lib/local/aws/policy.ts';
import { Resolver } from '../../../lib/local/aws/resolver.ts';
import { templateSchema } from '../../../lib/local/aws/template.ts';
import { Topics } from '../../../lib/stack/topics.ts';

const here = '000000000000';
const topicArn = `arn:aws:sns:eu-west-1:${here}:interlock-dev-events`;
const rule = `arn:aws:events:eu-west-1:${here}:rule/orders`;

function templateOf(publishers?: Publishers): Template {
  const stack = new Stack(new App(), 'Test', { env: { account: here, region: 'eu-west-1' } });
  new Topics(stack, 'Topics', { environment: 'dev', removalPolicy: RemovalPolicy.DESTROY, publishers });
  return Template.fromStack(stack);
}

/** What the policies of topic and key say of who asks, as the local IAM reads them. */
function said(
  template: Template,
  who: Pick<Request, 'service' | 'account'>,
  context: Request['context'] = {},
) {
  const json = template.toJSON();
  const made = new Map(
    Object.entries<{ Type: string; Properties: { TopicName?: string } }>(json.Resources).map(
      ([id, { Type, Properties }]) => {
        const arn =
          Type === 'AWS::SNS::Topic' ? `arn:aws:sns:eu-west-1:${here}:${Properties.TopicName}` : `arn:${id}`;
        return [id, { ref: arn, attributes: { Arn: arn } }];
      },
    ),
  );
  const resolver = new Resolver(
    templateSchema.parse(json),
    { 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' },
    made,
  );
  const policies = (type: string, name: string) =>
    Object.values(template.findResources(type)).map((each) =>
      policySchema.parse(resolver.resolve(each.Properties[name])),
    );
  const common = { 'aws:securetransport': ['true'], 'aws:sourceaccount': [], ...context };
  return [
    decide(policies('AWS::SNS::TopicPolicy', 'PolicyDocument'), {
      action: 'sns:Publish',
      resource: topicArn,
      context: { 'aws:sourcearn': [], ...common },
      ...who,
    }),
    decide(policies('AWS::KMS::Key', 'KeyPolicy'), {
      action: 'kms:GenerateDataKey',
      resource: '*',
      context: {
        'aws:sourcearn': [],
        'kms:calleraccount': [who.account ?? ''],
        'kms:viaservice': ['sns.eu-west-1.amazonaws.com'],
        ...common,
      },
      ...who,
    }),
  ];
}

describe('who may publish', () => {
  const open = templateOf({ accounts: ['111111111111'], rules: [rule] });
  const fromRule = (arn: string) => ({ 'aws:sourcearn': [arn] });
  const events = { service: 'events.amazonaws.com' };

  it('is, from outside, nobody unless the environment says so', () => {
    const closed = templateOf();
    expect(said(closed, { account: '111111111111' })).toEqual(['unmentioned', 'unmentioned']);
    expect(said(closed, events, fromRule(rule))).toEqual(['unmentioned', 'unmentioned']);
  });

  it('is an account that is named, and no other', () => {
    expect(said(open, { account: '111111111111' })).toEqual(['allowed', 'allowed']);
    expect(said(open, { account: '222222222222' })).toEqual(['unmentioned', 'unmentioned']);
  });

  it('is nobody over plain http, and the key serves SNS alone', () => {
    const account = { account: '111111111111' };
    expect(said(open, account, { 'aws:securetransport': ['false'] })[0]).toBe('denied');
    expect(said(open, account, { 'kms:viaservice': ['s3.eu-west-1.amazonaws.com'] })[1]).toBe('unmentioned');
  });

  it('is a rule that is named, and no other', () => {
    expect(said(open, events, fromRule(rule))).toEqual(['allowed', 'allowed']);
    expect(said(open, events, fromRule(`${rule}-of-others`))[0]).toBe('unmentioned');
    expect(said(open, { service: 's3.amazonaws.com' }, fromRule(rule))).toEqual([
      'unmentioned',
      'unmentioned',
    ]);
  });

  it.each<[Publishers, string]>([
    [{ accounts: ['1111'] }, '"1111" is no account'],
    [{ accounts: ['*'] }, '"*" is no account'],
    [{ rules: ['*'] }, '"*" is no ARN of an EventBridge rule'],
    [{ rules: [`arn:aws:events:eu-west-1:${here}:event-bus/default`] }, 'is no ARN of an EventBridge rule'],
  ])('is not %j', (publishers, message) => {
    expect(() => templateOf(publishers)).toThrow(message);
  });

  it('finds the topic by a parameter, and by outputs of the stack', () => {
    const template = templateOf();
    template.hasResourceProperties('AWS::SSM::Parameter', { Name: '/interlock/dev/events-topic-arn' });
    expect(Object.keys(template.toJSON().Outputs).sort()).toEqual(['EventsKeyArn', 'EventsTopicArn']);
  });
});
