import { describe, expect, it } from 'vitest';
import { letsThrough, parseFilterPolicy } from '../../../../lib/local/aws/filter-policy.ts';

const passes = (policy: object, content: object) =>
  letsThrough(parseFilterPolicy(policy, 'MessageBody'), content);

describe('a filter policy on the body', () => {
  it.each([
    ['equals', { type: ['a', 'b'] }, { type: 'b' }],
    ['compares values with their type', { n: [5] }, { n: 5 }],
    ['looks into nested objects', { data: { country: ['IT'] } }, { data: { country: 'IT' } }],
    ['looks into arrays of values', { tags: ['new'] }, { tags: ['old', 'new'] }],
    ['looks into arrays of objects', { items: { sku: ['x'] } }, { items: [{ sku: 'y' }, { sku: 'x' }] }],
    ['prefix', { type: [{ prefix: 'customer.' }] }, { type: 'customer.created' }],
    ['suffix', { type: [{ suffix: '.created' }] }, { type: 'customer.created' }],
    ['wildcard', { type: [{ wildcard: 'cust*.cr*d' }] }, { type: 'customer.created' }],
    ['equals-ignore-case', { type: [{ 'equals-ignore-case': 'A' }] }, { type: 'a' }],
    ['anything-but', { type: [{ 'anything-but': ['a', 'b'] }] }, { type: 'c' }],
    ['anything-but with a prefix', { type: [{ 'anything-but': { prefix: 'a' } }] }, { type: 'ba' }],
    ['numeric', { n: [{ numeric: ['>', 0, '<=', 5] }] }, { n: 5 }],
    ['exists', { type: [{ exists: true }] }, { type: null }],
    ['does not exist', { type: [{ exists: false }] }, { other: 1 }],
    [
      'anything but the known, or nothing at all',
      { type: [{ 'anything-but': ['a'] }, { exists: false }] },
      {},
    ],
    ['$or', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }],
  ])('lets through: %s', (_what, policy, content) => {
    expect(passes(policy, content)).toBe(true);
  });

  it.each([
    ['another value', { type: ['a'] }, { type: 'b' }],
    ['a text for a number', { n: [5] }, { n: '5' }],
    ['a text for a boolean', { b: [true] }, { b: 'true' }],
    ['a missing key', { type: ['a'] }, {}],
    ['a missing key, for anything-but', { type: [{ 'anything-but': ['a'] }] }, {}],
    ['one of two keys', { a: [1], b: [2] }, { a: 1, b: 3 }],
    ['an excluded value', { type: [{ 'anything-but': ['a'] }, { exists: false }] }, { type: 'a' }],
    ['an object where a leaf should exist', { data: [{ exists: true }] }, { data: {} }],
    ['a number out of range', { n: [{ numeric: ['>', 0, '<=', 5] }] }, { n: 6 }],
    ['neither alternative', { $or: [{ a: [1] }, { b: [2] }] }, { a: 2, b: 1 }],
    ['an inherited property', { constructor: { name: ['Object'] } }, {}],
  ])('holds back: %s', (_what, policy, content) => {
    expect(passes(policy, content)).toBe(false);
  });

  it.each([
    ['a value outside of an array', { type: 'x' }, 'must be an object or an array'],
    ['an empty array', { type: [] }, 'is an empty array'],
    ['an unknown operator', { type: [{ suffixes: 'x' }] }, 'a rule that is not known: {"suffixes":"x"}'],
    ['six keys', { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] }, '6 keys, SNS takes at most 5'],
    [
      'too many combinations',
      { a: Array.from({ length: 151 }, (_, n) => n) },
      '151 combinations, SNS takes at most 150',
    ],
  ])('is refused: %s', (_what, policy, problem) => {
    expect(() => parseFilterPolicy(policy, 'MessageBody')).toThrow(problem);
  });

  it('is refused when it is nested but about attributes', () => {
    expect(() => parseFilterPolicy({ a: { b: [1] } }, 'MessageAttributes')).toThrow('must be an array');
  });
});
