import { describe, expect, it } from 'vitest';
import { patched } from '../assembly.ts';
import {
  secretRefsToIds,
  withoutLeadingKeys,
  withoutMetricMath,
  withoutSavedQueries,
} from './template-patches.ts';

const statement = { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: { Ref: 'Ledger' } };

const templateWith = (...statements: readonly object[]) => ({
  Resources: {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: { Policies: [{ PolicyDocument: { Statement: statements } }] },
    },
    Ledger: { Type: 'AWS::DynamoDB::Table' },
    Key: { Type: 'AWS::SecretsManager::Secret' },
  },
});

describe('a patch for the emulator', () => {
  it('lets an alarm on metric math look at its first metric, and leaves every other as it is', () => {
    const plain = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors', Period: 300 } };
    const metric = { Namespace: 'AWS/SQS', MetricName: 'Visible', Dimensions: [{ Name: 'QueueName' }] };
    const math = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Threshold: 1,
        Metrics: [
          { Id: 'age', Expression: 'MAX([one, other])' },
          { Id: 'one', MetricStat: { Metric: metric, Period: 60, Stat: 'Maximum' } },
          { Id: 'other', MetricStat: { Metric: {}, Period: 900, Stat: 'Sum' } },
        ],
      },
    };
    expect(withoutMetricMath({ Resources: { plain, math } })).toEqual({
      Resources: {
        plain,
        math: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: { Threshold: 1, ...metric, Period: 60, Statistic: 'Maximum' },
        },
      },
    });
  });

  it('leaves saved queries out, and nothing else', () => {
    const query = { Type: 'AWS::Logs::QueryDefinition' };
    const log = { Type: 'AWS::Logs::LogGroup' };
    expect(withoutSavedQueries({ Resources: { query, log } })).toEqual({ Resources: { log } });
  });

  it('takes the condition on leading keys away, and no other', () => {
    const other = { ...statement, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } };
    const keyed = {
      ...statement,
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['a#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    };
    expect(withoutLeadingKeys(templateWith(other, keyed))).toEqual(templateWith(other, statement));
  });

  it('never takes the condition of what is denied', () => {
    const denied = { ...statement, Effect: 'Deny', Condition: { Null: { 'dynamodb:LeadingKeys': 'true' } } };
    expect(withoutLeadingKeys(templateWith(denied))).toEqual(templateWith(denied));
  });

  it('names secrets by their id where the template refers to them', () => {
    const of = (Resource: object) => templateWith({ ...statement, Resource });
    expect(secretRefsToIds(of({ 'Fn::Join': ['', [{ Ref: 'Key' }]] }))).toEqual(
      of({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Key', 'Id'] }]] }),
    );
    expect(secretRefsToIds(of({ Ref: 'Ledger' }))).toEqual(of({ Ref: 'Ledger' }));
  });

  it('looks for a query at the metric that it sums', () => {
    const query = { Expression: 'SELECT SUM(Troubles) FROM SCHEMA("Interlock", a, b)', Period: 300 };
    const template = {
      Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [query] } } },
    };
    expect(withoutMetricMath(template).Resources.A?.Properties).toEqual({
      Namespace: 'Interlock',
      MetricName: 'Troubles',
      Period: 300,
      Statistic: 'Sum',
    });
  });

  it('that changes nothing is not kept', () => {
    const deviation = { id: 'leading-keys', what: '', reason: '', isStillNeeded: async () => true };
    expect(() => patched(templateWith(statement), [{ ...deviation, patch: withoutLeadingKeys }])).toThrow(
      'leading-keys: there is nothing in the template that it changes: remove the deviation',
    );
  });
});
