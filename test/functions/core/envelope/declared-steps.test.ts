import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import { declaredSteps } from '../../../../functions/core/envelope/declared-steps.ts';
import { parseEvent } from '../../../../functions/core/envelope/parse-event.ts';
import { InvalidEventError } from '../../../../functions/core/errors.ts';

const schema = z.looseObject({
  lines: z.array(z.looseObject({ name: z.string() })),
  contacts: z.nullable(z.record(z.string(), z.looseObject({ mail: z.string() }))),
  pay: z.optional(z.union([z.object({ card: z.string() }), z.object({ iban: z.string() })])),
});

test.each([
  [
    ['lines', '0', 'name'],
    ['lines', '0', 'name'],
  ],
  [
    ['contacts', 'ada@example.com', 'mail'],
    ['contacts', '*', 'mail'],
  ],
  [
    ['pay', 'iban'],
    ['pay', 'iban'],
  ],
  [['ada@example.com'], ['*']],
  [
    ['lines', '+442079460958'],
    ['lines', '*'],
  ],
])('of the path %j is told %j', (steps, told) => {
  expect(declaredSteps(schema, steps)).toEqual(told);
});

const contract = defineEvent({
  type: 'x',
  data: schema,
  personal: [],
  example: { lines: [], contacts: null },
});
const reasonOf = (text: string) => {
  try {
    parseEvent(contract, text);
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message;
  }
  return 'valid';
};
const event = {
  specversion: '1.0',
  id: '1',
  source: '/shop',
  type: 'x',
  time: '2026-01-01T00:00:00Z',
  subject: '1',
};

test('an invalid event is told of without a key that its publisher chose', () => {
  const data = { lines: [{ name: 1 }], contacts: { 'ada@example.com': { mail: 7 } } };
  expect(reasonOf(JSON.stringify({ ...event, data }))).toBe(
    'data.lines.0.name: expected string, got number; data.contacts.*.mail: expected string, got number',
  );
});

test('a key that stands twice is told of where a contract declares it, and nowhere else', () => {
  expect(reasonOf('{"ada@example.com":1,"ada@example.com":2}')).not.toContain('ada@example.com');
  expect(reasonOf('{"id":"1","id":"2"}')).toBe('id: stands twice in one object');
});
