import { describe, expect, it } from 'vitest';
import { camelCase, nameProblem, operationName, pascalCase } from '../../../lib/scaffold/names.ts';

describe('the names of a new destination', () => {
  it.each(['acme', 'acme-billing', 'a1', 'a'.repeat(26)])('may be %s', (name) => {
    expect(nameProblem(name)).toBeUndefined();
  });

  it.each([
    '',
    'Acme',
    'acme_billing',
    '-acme',
    'acme-',
    '1acme',
    'a/b',
    '..',
    'a'.repeat(27),
    'import',
    'json-body',
    'told',
  ])('may not be "%s"', (name) => {
    expect(nameProblem(name)).toBeTypeOf('string');
  });

  it('become constants and types', () => {
    expect([camelCase('acme-billing-2'), pascalCase('acme-billing')]).toEqual([
      'acmeBilling2',
      'AcmeBilling',
    ]);
  });

  it.each([
    ['/v2/people', 'create-person'],
    ['/crm/objects/2026-03/contacts', 'create-contact'],
    ['/api/companies.json', 'create-company'],
    ['/payment_intents', 'create-payment-intent'],
    ['/accounts/48213', 'create-account'],
    ['/v1/address', 'create-address'],
    ['/me', 'create-me'],
    ['/', 'create-record'],
  ])('call the first operation at %s %s', (path, name) => {
    expect(operationName(path)).toBe(name);
  });
});
