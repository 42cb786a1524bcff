import { expect, test } from 'vitest';
import { isKindName } from '../../../../../functions/core/contract/shape/kind-name.ts';

test.each([
  ['type', 'contact'],
  ['type', 'error.list'],
  ['object', 'payment_intent'],
  ['category', 'MISSING_SCOPES'],
  ['policyName', 'TEN_SECONDLY_ROLLING'],
  ['status', 'requires_action'],
  ['type', 'oauth2'],
])('%s: %s names a kind', (key, text) => {
  expect(isKindName(key, text, false)).toBe(true);
});

test.each([
  ['type', 'Contact of ours'],
  ['type', ''],
  ['type', 'joe@example.com'],
  ['type', '+447700900123'],
  ['type', 'cus47114711'],
  ['type', 'abcdefab-cdef-4bcd-8bcd-abcdefabcdef'],
  ['type', 'x'.repeat(41)],
  ['type', 'Größe'],
  ['state', 'Bavaria'],
  ['country', 'Ireland'],
  ['name', 'Joe'],
  ['gender', 'female'],
  ['title', 'Dr'],
  ['source', 'newsletter'],
  ['toString', 'contact'],
])('%s: %j is a datum', (key, text) => {
  expect(isKindName(key, text, false)).toBe(false);
});

test('a code is a name among errors; anywhere else it may open a door', () => {
  expect(isKindName('code', 'not_found', true)).toBe(true);
  expect(isKindName('code', 'SUMMER', false)).toBe(false);
});

test.each([
  ['invalid_auth', true],
  ['NOT_FOUND', true],
  ['Lovelace', false],
  ['ada', false],
  ['ada_4711', false],
  ['Something went wrong', false],
  [`a_${'x'.repeat(38)}`, true],
  [`a_${'x'.repeat(39)}`, false],
  ['one_two_three', true],
  ['ONE_TWO_THREE', true],
  ['ADA', false],
  ['4 invalid_auth', false],
  ['invalid_auth 4', false],
  ['_auth', false],
  ['_AUTH', false],
  ['invalid_', false],
  ['INVALID_', false],
  ['one__two', false],
])('an error that is called %j by itself has a name: %s', (text, isName) => {
  expect(isKindName('error', text, true)).toBe(isName);
});
