// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are CloudFormation's.
import { describe, expect, it } from 'vitest';
import { creationOrder } from '../../../../lib/local/aws/creation-order.ts';
import { Resolver } from '../../../../lib/local/aws/resolver.ts';
import { templateSchema } from '../../../../lib/local/aws/template.ts';

const template = templateSchema.parse({
  Parameters: { Stage: { Type: 'String', Default: 'local' } },
  Mappings: { Sizes: { local: { memory: 256 } } },
  Conditions: {
    IsLocal: { 'Fn::Equals': [{ Ref: 'Stage' }, 'local'] },
    IsCloud: { 'Fn::Not': [{ Condition: 'IsLocal' }] },
  },
  Resources: {
    Last: { Type: 'T', Properties: { a: { 'Fn::Sub': '${Middle.Arn}' } } },
    Middle: { Type: 'T', Properties: { a: [{ 'Fn::GetAtt': ['First', 'Arn'] }] } },
    First: { Type: 'T', DependsOn: 'Before' },
    Before: { Type: 'T' },
  },
});
const made = new Map([['First', { ref: 'first', attributes: { Arn: 'arn:aws:x', 'Nested.Name': 'n' } }]]);
const resolver = new Resolver(template, { 'AWS::Region': 'us-east-1' }, made);

describe('a template', () => {
  it('has its resources made after what they refer to', () => {
    expect(creationOrder(template)).toEqual(['Before', 'First', 'Middle', 'Last']);
  });

  it('cannot go in a circle', () => {
    const circle = templateSchema.parse({
      Resources: { A: { Type: 'T', Properties: { b: { Ref: 'B' } } }, B: { Type: 'T', DependsOn: ['A'] } },
    });
    expect(() => creationOrder(circle)).toThrow('circular dependency: A -> B -> A');
  });

  it.each([
    [{ Ref: 'First' }, 'first'],
    [{ Ref: 'Stage' }, 'local'],
    [{ 'Fn::GetAtt': ['First', 'Arn'] }, 'arn:aws:x'],
    [{ 'Fn::GetAtt': 'First.Nested.Name' }, 'n'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'First' }]] }, 'a-first'],
    [
      { 'Fn::Sub': '${AWS::Region} ${First} ${First.Arn} ${!Literal}' },
      'us-east-1 first arn:aws:x ${Literal}',
    ],
    [{ 'Fn::Sub': ['${x}', { x: { Ref: 'First' } }] }, 'first'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [':', { 'Fn::GetAtt': ['First', 'Arn'] }] }] }, 'aws'],
    [{ 'Fn::If': ['IsCloud', 1, 2] }, 2],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 256],
    [{ kept: 1, dropped: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
    [[1, { Ref: 'AWS::NoValue' }], [1]],
  ])('resolves %j', (value, resolved) => {
    expect(resolver.resolve(value)).toEqual(resolved);
  });

  it.each([
    [{ Ref: 'Nobody' }, 'Ref Nobody (no such resource)'],
    [{ 'Fn::GetAtt': ['First', 'Name'] }, 'Fn::GetAtt First.Name (T)'],
    [{ 'Fn::Cidr': ['a', 'b'] }, 'intrinsic function Fn::Cidr'],
  ])('does not pass over %j', (value, problem) => {
    expect(() => resolver.resolve(value)).toThrow(problem);
  });
});
