/** The names that the contract's rules go by, as whole tables: what is in, and what stands close by and is not. */
import { describe, expect, it } from 'vitest';
import { carriesError } from '../../../../functions/core/contract/lock/error-in-success.ts';
import { amountKinds, dataKinds } from '../../../../functions/core/contract/lock/leniency.ts';
import { isErrorKey, isKindName } from '../../../../functions/core/contract/shape/kind-name.ts';

const candidates = [
  ...[
    'category',
    'errorType',
    'error_type',
    'kind',
    'object',
    'policyName',
    'role',
    'status',
    'subCategory',
    'type',
  ],
  ...['code', 'decline_code', 'errorCode', 'error_code', 'reason'],
  // A person's own words or data stand there.
  ...[
    'state',
    'country',
    'title',
    'gender',
    'source',
    'event',
    'tag',
    'name',
    'plan',
    'language',
    'id',
    'email',
  ],
  ...['Type', 'types', 'sub_category', 'Code', ''],
];

describe('a name of a kind', () => {
  it('stands under ten keys anywhere, and under five more within an error', () => {
    expect(candidates.filter((key) => isKindName(key, 'contact', false))).toEqual([
      'category',
      'errorType',
      'error_type',
      'kind',
      'object',
      'policyName',
      'role',
      'status',
      'subCategory',
      'type',
    ]);
    expect(candidates.filter((key) => isKindName(key, 'contact', true))).toEqual([
      'category',
      'errorType',
      'error_type',
      'kind',
      'object',
      'policyName',
      'role',
      'status',
      'subCategory',
      'type',
      'code',
      'decline_code',
      'errorCode',
      'error_code',
      'reason',
    ]);
  });

  it.each([
    ['a', true],
    ['A', true],
    ['error.list', true],
    ['MISSING_SCOPES', true],
    ['a:b-c', true],
    [`a${'b'.repeat(39)}`, true],
    [`a${'b'.repeat(40)}`, false],
    ['', false],
    ['1a', false],
    ['_a', false],
    ['two words', false],
    ['a@b', false],
    ['a+b', false],
    ['a\nb', false],
    ['sha256', true],
    ['cus471', true],
    ['cus4711', false],
    ['c4u7s1x1', false],
    ['abcdefab-cdef-', false],
    ['abcdefab-cde', true],
    ['ABCDEFAB-CDEF-abcd', false],
    ['xabcdefab-cdef-', true],
  ])('is written as a constant is: %j', (text, expected) => {
    expect(isKindName('type', text, false)).toBe(expected);
  });

  it('within an error: below four keys', () => {
    const keys = ['error', 'errors', 'fault', 'warnings', 'Error', 'faults', 'warning', 'err', ''];
    expect(keys.filter(isErrorKey)).toEqual(['error', 'errors', 'fault', 'warnings']);
  });
});

describe('a success that carries an error', () => {
  it.each([
    [{ error: 'no' }, true],
    [{ error: '' }, false],
    [{ error: true }, true],
    [{ error: false }, false],
    [{ error: {} }, false],
    [{ error: { code: 1 } }, true],
    [{ error: null }, false],
    [{ error: 0 }, false],
    [{ errors: [] }, false],
    [{ errors: ['x'] }, true],
    [{ fault: { a: 1 } }, true],
    [{ fault: [] }, false],
    [{ success: false }, true],
    [{ success: true }, false],
    [{ success: 'false' }, false],
    [{ ok: false }, true],
    [{ ok: true }, false],
    [{ status: 'error' }, true],
    [{ status: 'fail' }, true],
    [{ status: 'failed' }, true],
    [{ status: 'FAILURE' }, true],
    [{ status: 'failing' }, false],
    [{ status: 'ok' }, false],
    [{ status: 1 }, false],
    [{ inner: { error: 'no' } }, false],
    [[{ error: 'no' }], false],
    ['error', false],
    [null, false],
  ])('%j: %s', (body, expected) => {
    expect(carriesError(body)).toBe(expected);
  });
});

it('what may come from other data, and what says how much an account may do', () => {
  expect([...dataKinds]).toEqual(['field-gone', 'field-null', 'field-optional', 'format-changed']);
  expect([...amountKinds]).toEqual(['limit-lowered', 'limit-raised']);
});
