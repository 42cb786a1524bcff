import { expect, test } from 'vitest';
import { isFieldName } from '../../../../../functions/core/contract/shape/field-name.ts';

test.each([
  'email',
  'first_name',
  'subCategory',
  '$ref',
  'is-new',
  'line2',
  'sha256Fingerprint',
  '__proto__',
  'feedbackDecade',
  'address_line_2',
  'x_hubspotCorrelationIdentifier',
  '2fa',
  '3d_secure',
  'acme:orders',
  '@type',
  '#text',
  'número',
  'First Name',
  'Date of birth',
  'E-Mail Address',
  'Line 2 (Street)',
])('%s is the name of a field', (key) => {
  expect(isFieldName(key)).toBe(true);
});

test.each([
  'joe@example.com',
  'Joe Bloggs',
  'Joe Name',
  'First Bloggs',
  'Jürgen',
  '王伟',
  '10:30',
  'http://example.com',
  '/contacts',
  'Größe',
  '',
  '0',
  '447700900123',
  'k447700900123',
  'a.b',
  'a[]',
  'a?',
  'd41d8cd98f00b204e9800998ecf8427e',
  'deadbeefdeadbeef',
  'a3f2504e-4f89-41d3-9a0c-0305e82c3301',
  'cus_NffrFeUfNV2Hib',
  'x'.repeat(65),
  '*',
])('%j is a datum', (key) => {
  expect(isFieldName(key)).toBe(false);
});
