import { describe, expect, it } from 'vitest';
import { decide, policySchema } from '../../../../lib/local/aws/policy.ts';

const request = {
  action: 'dynamodb:UpdateItem',
  resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/ledger',
  context: { 'dynamodb:leadingkeys': ['worker#1', 'worker#2'], 'aws:securetransport': ['true'] },
};
const decided = (...statements: object[]) => decide([policySchema.parse({ Statement: statements })], request);
const allow = { Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' };

describe('policies', () => {
  it('say nothing of what no statement mentions', () => {
    expect(decided({ ...allow, Action: 'dynamodb:GetItem' })).toBe('unmentioned');
    expect(decided({ ...allow, Resource: 'arn:aws:dynamodb:us-east-1:000000000000:table/other' })).toBe(
      'unmentioned',
    );
  });

  it('allow by pattern, whatever the case of the action', () => {
    expect(decided({ ...allow, Action: ['sqs:*', 'DynamoDB:update*'], Resource: '*:table/ledger' })).toBe(
      'allowed',
    );
  });

  it('deny before they allow', () => {
    expect(decided(allow, { ...allow, Effect: 'Deny', Action: 'dynamodb:Update*' })).toBe('denied');
  });

  it('deny all but what NotAction names', () => {
    const deny = { Effect: 'Deny', Resource: '*' };
    expect(decided(allow, { ...deny, NotAction: 'dynamodb:*' })).toBe('allowed');
    expect(decided(allow, { ...deny, NotAction: 'sqs:*' })).toBe('denied');
  });

  it.each([
    ['ForAllValues:StringLike', ['worker#*'], 'allowed'],
    ['ForAllValues:StringLike', ['worker#1*'], 'unmentioned'],
    ['ForAllValues:StringEquals', ['worker#1', 'worker#2'], 'allowed'],
    ['ForAnyValue:StringEquals', ['worker#2'], 'allowed'],
    ['ForAnyValue:StringEquals', ['worker#3'], 'unmentioned'],
    ['StringNotLike', ['other#*'], 'allowed'],
    ['StringNotLike', ['other#*', '*#2'], 'unmentioned'],
    ['ArnNotEquals', ['worker#1'], 'unmentioned'],
    ['ForAnyValue:StringNotEquals', ['worker#1'], 'allowed'],
    ['ForAllValues:StringNotEquals', ['worker#1'], 'unmentioned'],
    ['Null', ['false'], 'allowed'],
    ['Null', ['true'], 'unmentioned'],
  ])('compare leading keys by %s %j: %s', (operator, wanted, decision) => {
    expect(decided({ ...allow, Condition: { [operator]: { 'dynamodb:LeadingKeys': wanted } } })).toBe(
      decision,
    );
  });

  it('take no insecure transport for granted', () => {
    const insecure = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    expect(decided(allow, { ...allow, ...insecure, Effect: 'Deny' })).toBe('allowed');
  });

  it('do not enforce conditions that cannot be judged', () => {
    const unknown = { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    expect(decided({ ...allow, ...unknown })).toBe('allowed');
    expect(decided(allow, { ...allow, ...unknown, Effect: 'Deny' })).toBe('allowed');
  });
});
