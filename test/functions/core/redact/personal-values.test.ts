import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import { personalValues } from '../../../../functions/core/redact/personal-values.ts';
import { thingIntegration } from '../../../fixtures/fixture-integration.ts';

const base: AnyIntegration = thingIntegration();
const integration: AnyIntegration = {
  ...base,
  event: defineEvent({
    type: 'person.met',
    data: z.looseObject({
      phone: z.nullable(z.string()),
      customerId: z.number(),
      address: z.nullable(z.looseObject({ line1: z.string() })),
      items: z.array(z.looseObject({ sku: z.string(), to: z.string() })),
      contacts: z.record(z.string(), z.looseObject({ mail: z.string() })),
    }),
    personal: ['phone', 'customerId', 'address.line1', 'items[].to', 'contacts.*.mail'],
    example: { phone: null, customerId: 1, address: null, items: [], contacts: {} },
  }),
  map: {
    map: () => ({ output: {}, report: { defaulted: [], coerced: [], unmapped: [] } }),
    lineage: [
      { target: 'contact.telephone', reads: ['phone'] },
      { target: 'lines', reads: ['items'] },
      { target: 'kind', reads: [] },
      { target: 'score', reads: ['rank'] },
    ],
    unread: {},
  },
};

const data = {
  phone: '+15551234567',
  customerId: 48_213,
  address: { line1: '12 Mill Lane' },
  items: [
    { sku: 'GEAR', to: 'Bob' },
    { sku: 'GEAR', to: 'Eve' },
  ],
  contacts: { home: { mail: 'bob@example.com' } },
  rank: 'gold',
};

test('the values at the personal paths are known, in lists, records and numbers too', () => {
  expect(personalValues(integration, data, undefined)).toEqual({
    values: new Map([
      ['+15551234567', 'phone'],
      ['48213', 'customerId'],
      ['12 Mill Lane', 'address.line1'],
      ['Bob', 'items[].to'],
      ['Eve', 'items[].to'],
      ['bob@example.com', 'contacts.*.mail'],
    ]),
    derived: new Map(),
  });
});

test('what the mapping made of them is known as derived, by what it reads', () => {
  const output = {
    contact: { telephone: '(555) 123-4567' },
    lines: ['GEAR for Bob', 'GEAR for Eve'],
    kind: 'user',
    score: 'gold',
  };
  expect(personalValues(integration, data, output).derived).toEqual(
    new Map([
      ['(555) 123-4567', 'phone'],
      ['GEAR for Bob', 'items[].to'],
      ['GEAR for Eve', 'items[].to'],
    ]),
  );
});

test('what the operation says that it computes is known as derived, by its name', () => {
  const operation = { ...base.operation, derives: ({ mail }: { mail: string }) => [`hash of ${mail}`] };
  const found = personalValues({ ...integration, operation }, data, { mail: 'x' });
  expect(found.derived.get('hash of x')).toBe('create-thing');
  const throwing = {
    ...base.operation,
    derives: () => {
      throw new TypeError('no');
    },
  };
  expect(personalValues({ ...integration, operation: throwing }, data, {}).derived).toEqual(new Map());
});

test('null, missing and oddly shaped values are none', () => {
  const none = { values: new Map(), derived: new Map() };
  expect(personalValues(integration, { phone: null, address: null, items: 'none' }, {})).toEqual(none);
  expect(personalValues(integration, undefined, undefined)).toEqual(none);
  expect(personalValues(integration, [1], 'x')).toEqual(none);
});

test('a value is known by the first path that has it, and by what was published before what was made of it', () => {
  const twice = { phone: 'Bob', items: [{ sku: 'GEAR', to: 'Bob' }], contacts: { home: { mail: 'Eve' } } };
  const { values, derived } = personalValues(
    {
      ...integration,
      map: {
        ...integration.map,
        lineage: [
          { target: 'first', reads: ['phone'] },
          { target: 'again', reads: ['items'] },
        ],
      },
      operation: { ...integration.operation, name: 'make', derives: () => ['Bob', 'bob-and-eve', 'digest'] },
    },
    twice,
    { first: 'bob-and-eve', again: ['Bob', 'bob-and-eve'] },
  );
  expect([...values]).toEqual([
    ['Bob', 'phone'],
    ['Eve', 'contacts.*.mail'],
  ]);
  expect([...derived]).toEqual([
    ['bob-and-eve', 'phone'],
    ['digest', 'make'],
  ]);
});

test('where the mapping made nothing, the operation is not asked what it derives', () => {
  let asked = 0;
  const derives = () => {
    asked += 1;
    return ['made of nothing'];
  };
  const operation = { ...integration.operation, derives };
  expect(personalValues({ ...integration, operation }, data, undefined).derived).toEqual(new Map());
  expect(asked).toBe(0);
});
