import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import { personalValues } from '../../../../functions/core/redact/personal-values.ts';
import { thingIntegration } from '../../../fixtures/fixture-integration.ts';

const integration = {
  ...thingIntegration(),
  event: defineEvent({
    type: 'person.met',
    data: z.looseObject({
      phone: z.nullable(z.string()),
      age: z.number(),
      address: z.nullable(z.looseObject({ line1: z.string() })),
    }),
    personal: ['phone', 'age', 'address.line1'],
    example: { phone: null, age: 1, address: null },
  }),
  map: {
    map: () => ({ output: {}, report: { defaulted: [], coerced: [], unmapped: [] } }),
    lineage: [
      { target: 'contact.telephone', reads: ['phone'] },
      { target: 'kind', reads: [] },
      { target: 'score', reads: ['rank'] },
    ],
    unread: {},
  },
};

test('the values at the personal paths are known, and what the mapping made of them', () => {
  const data = { phone: '+15551234567', age: 36, address: { line1: '12 Mill Lane' }, rank: 'gold' };
  const output = { contact: { telephone: '(555) 123-4567' }, kind: 'user', score: 'gold' };
  expect(personalValues(integration, data, output)).toEqual(
    new Map([
      ['+15551234567', 'phone'],
      ['12 Mill Lane', 'address.line1'],
      ['(555) 123-4567', 'phone'],
    ]),
  );
});

test('null and missing values are none', () => {
  expect(personalValues(integration, { phone: null, age: 1, address: null }, {})).toEqual(new Map());
});
