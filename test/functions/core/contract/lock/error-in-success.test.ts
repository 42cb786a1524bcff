import { expect, test } from 'vitest';
import { carriesError } from '../../../../../functions/core/contract/lock/error-in-success.ts';

test.each<[unknown]>([
  [{ error: { code: 'invalid' } }],
  [{ error: 'invalid' }],
  [{ error: true }],
  [{ errors: [{ message: 'x' }] }],
  [{ errors: { email: ['is taken'] } }],
  [{ fault: { faultstring: 'x' } }],
  [{ ok: false }],
  [{ success: false, id: '1' }],
  [{ status: 'error' }],
  [{ status: 'FAILED' }],
])('%j tells of a failure', (body) => {
  expect(carriesError(body)).toBe(true);
});

test.each<[unknown]>([
  [{ error: null }],
  [{ error: '' }],
  [{ error: {} }],
  [{ error: false }],
  [{ errors: [] }],
  [{ ok: true, success: true }],
  [{ status: 'active' }],
  [{ status: 500 }],
  [{ data: { error: 'once' } }],
  [{ last_error: 'once' }],
  [[{ error: 'x' }]],
  ['error'],
  [null],
  [undefined],
])('%j does not', (body) => {
  expect(carriesError(body)).toBe(false);
});
