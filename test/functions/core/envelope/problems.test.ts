/** Every sentence that says what is wrong with an event, and each edge of what is right. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import { parseEvent, peekEvent } from '../../../../functions/core/envelope/parse-event.ts';
import { InvalidEventError, type Problem } from '../../../../functions/core/errors.ts';

const data = z.looseObject({
  text: z.optional(z.string()),
  count: z.optional(z.int().check(z.minimum(2), z.maximum(4))),
  word: z.optional(z.string().check(z.minLength(2), z.maxLength(4))),
  kind: z.optional(z.enum(['a', 'b'])),
  mail: z.optional(z.email()),
  odd: z.optional(z.string().check(z.refine((value) => value === 'odd'))),
  many: z.optional(z.array(z.string()).check(z.minLength(1))),
  code: z.optional(z.string().check(z.length(2))),
  more: z.optional(z.number().check(z.gt(2), z.lt(9))),
  even: z.optional(z.number().check(z.multipleOf(2))),
  form: z.optional(z.string().check(z.regex(/^a/))),
  begins: z.optional(z.string().check(z.startsWith('a'))),
  strict: z.optional(z.strictObject({})),
  keyed: z.optional(z.record(z.string().check(z.minLength(3)), z.number())),
  either: z.optional(z.union([z.string(), z.number()])),
  tagged: z.optional(z.discriminatedUnion('k', [z.object({ k: z.literal('a') })])),
  none: z.optional(z.never()),
  given: z.optional(z.object({ it: z.nonoptional(z.optional(z.string())) })),
  said: z.optional(z.string().check(z.refine((value) => value === 'said', 'must be said'))),
  list: z.optional(z.array(z.looseObject({ id: z.string() }))),
});
const contract = defineEvent({ type: 'thing.made', data, personal: [], example: {} });

const envelope = {
  specversion: '1.0',
  id: 'e-1',
  source: '/shop',
  type: 'thing.made',
  time: '2026-03-01T00:00:00Z',
  subject: '42',
  data: {},
};

function problems(changes: object): readonly Problem[] {
  try {
    parseEvent(contract, JSON.stringify({ ...envelope, ...changes }));
    return [];
  } catch (error) {
    if (error instanceof InvalidEventError) return error.problems;
    throw error;
  }
}
const inData = (changes: object) => problems({ data: changes });

const noMoment = 'expected RFC 3339 with an offset, like 2026-11-24T09:30:00Z, and a moment that exists';

describe('a problem', () => {
  it.each([
    [{ text: 7 }, 'data.text', 'expected string, got number'],
    [{ given: {} }, 'data.given.it', 'expected a value, got nothing'],
    [{ text: null }, 'data.text', 'expected string, got null'],
    [{ text: [] }, 'data.text', 'expected string, got array'],
    [{ text: {} }, 'data.text', 'expected string, got object'],
    [{ text: true }, 'data.text', 'expected string, got boolean'],
    [{ list: [{ id: 'x' }, {}] }, 'data.list.1.id', 'expected string, got nothing'],
    [{ list: [{ id: 'x' }, 7] }, 'data.list.1', 'expected object, got number'],
    [{ many: [] }, 'data.many', 'expected at least 1 items, got less'],
    [{ code: 'x' }, 'data.code', 'expected exactly 2 characters, got less'],
    [{ code: 'xxx' }, 'data.code', 'expected exactly 2 characters, got more'],
    [{ more: 2 }, 'data.more', 'expected more than 2'],
    [{ more: 9 }, 'data.more', 'expected less than 9'],
    [{ even: 3 }, 'data.even', 'expected a multiple of 2'],
    [{ form: 'b' }, 'data.form', 'does not have the form that its contract asks for'],
    [{ begins: 'b' }, 'data.begins', 'does not have the form that its contract asks for'],
    [{ strict: { ada: 1 } }, 'data.strict', 'has 1 fields that its contract does not know'],
    [{ keyed: { ab: 1 } }, 'data.keyed.*', 'has a key or a member that its contract does not take'],
    [{ either: true }, 'data.either', 'has none of the shapes that its contract takes'],
    [{ tagged: { k: 'b' } }, 'data.tagged.k', 'has none of the shapes that its contract takes'],
    [{ none: 1 }, 'data.none', 'expected nothing, got number'],
    [{ count: 2.5 }, 'data.count', 'expected a whole number, got number'],
    [{ kind: 'c' }, 'data.kind', 'expected "a" or "b", got string'],
    [{ kind: 1 }, 'data.kind', 'expected "a" or "b", got number'],
    [{ count: 1 }, 'data.count', 'expected at least 2, got less'],
    [{ count: 5 }, 'data.count', 'expected at most 4, got more'],
    [{ word: 'x' }, 'data.word', 'expected at least 2 characters, got less'],
    [{ word: 'xxxxx' }, 'data.word', 'expected at most 4 characters, got more'],
    [{ mail: 'nobody' }, 'data.mail', 'not a valid email'],
    [{ odd: 'even' }, 'data.odd', 'not a valid value'],
    [{ said: 'unsaid' }, 'data.said', 'must be said'],
  ])('of %j is at %s: %s', (changes, path, message) => {
    expect(inData(changes)).toEqual([{ path, message }]);
  });

  it.each([
    [{ specversion: '0.3' }, 'specversion', 'expected "1.0", got string'],
    [{ id: '' }, 'id', 'expected at least 1 characters, got less'],
    [{ id: 'x'.repeat(257) }, 'id', 'expected at most 256 characters, got more'],
    [{ source: undefined }, 'source', 'expected string, got nothing'],
    [{ subject: 42 }, 'subject', 'expected string, got number'],
    [{ type: 'thing.lost' }, 'type', 'expected thing.made'],
    [
      { datacontenttype: 'text/plain' },
      'datacontenttype',
      'expected a JSON media type: application/json, or one that ends with +json',
    ],
    [
      { datacontenttype: 'text/plain application/json' },
      'datacontenttype',
      'expected a JSON media type: application/json, or one that ends with +json',
    ],
    [
      { datacontenttype: 'application/+json' },
      'datacontenttype',
      'expected a JSON media type: application/json, or one that ends with +json',
    ],
    [{ data: undefined }, 'data', 'is not set'],
    [{ data: null }, 'data', 'expected object, got null'],
    [{ subject: '' }, 'subject', 'expected at least 1 characters, got less'],
    [{ data: undefined, data_base64: '' }, 'data_base64', 'is not JSON (0 characters); publish JSON'],
    [{ data: undefined, data_base64: 'e30===' }, 'data_base64', 'is not base64'],
    [{ data_base64: 'e30=' }, 'data', 'stands beside data_base64: publish one of them'],
    [{ data: undefined, data_base64: 'e3}' }, 'data_base64', 'is not base64'],
    [{ data: undefined, data_base64: 'gP8=' }, 'data_base64', 'is not UTF-8'],
    [{ data: undefined, data_base64: 'PGE+' }, 'data_base64', 'is not JSON (3 characters); publish JSON'],
    [{ data: undefined, data_base64: 'eyJ0ZXh0Ijp7fX0=' }, 'data.text', 'expected string, got object'],
    [
      { subject: undefined },
      'subject',
      'is not set: optional in CloudEvents, required by Interlock as what the event is about, like the number of a customer',
    ],
    [
      { time: null },
      'time',
      'is not set: optional in CloudEvents, required by Interlock as the moment at which it happened',
    ],
    [{ correlationid: '' }, 'correlationid', 'expected at least 1 characters, got less'],
    [{ dataschema: 7 }, 'dataschema', 'expected string, got number'],
    [{ data: [] }, 'data', 'expected object, got array'],
    [{ time: '2026-02-30T00:00:00Z' }, 'time', noMoment],
    [{ time: '2026-13-01T00:00:00Z' }, 'time', noMoment],
  ])('of the envelope %j is at %s: %s', (changes, path, message) => {
    expect(problems(changes)).toContainEqual({ path, message });
  });

  it.each([
    '2026-03-01',
    '2026-03-01T00:00:00',
    'x2026-03-01T00:00:00Z',
    '2026-03-01T00:00:00Zx',
    '2026-03-01T00:00:00.Z',
    '2026-03-01T00:00:00+0100',
  ])('of the time %s is that it is none', (time) => {
    expect(problems({ time })).toContainEqual({
      path: 'time',
      message: noMoment,
    });
  });

  it.each(['2026-03-01T00:00:00.123456789Z', '2026-03-01T00:00:00+01:00', '2024-02-29T23:59:59-12:00'])(
    'is none of the time %s',
    (time) => {
      expect(problems({ time })).toEqual([]);
    },
  );

  it('is none of names of one character, or of 256', () => {
    for (const length of [1, 256]) {
      const name = 'x'.repeat(length);
      const named = { id: name, source: name, subject: name, correlationid: name, dataschema: name };
      expect(problems({ ...named, datacontenttype: 'application/json' })).toEqual([]);
    }
  });

  it('is told with nineteen others at most', () => {
    const list = (length: number) => Array.from({ length }, () => ({}));
    expect(inData({ list: list(19) })).toHaveLength(19);
    expect(inData({ list: list(20) })).toHaveLength(20);
    expect(inData({ list: list(21) })).toHaveLength(20);
  });
});

describe('a peek', () => {
  const peeked = (changes: object) => peekEvent(JSON.stringify({ ...envelope, ...changes }));

  it('tells id, source, type and subject, as far as they are texts of 256 characters at most', () => {
    expect(peeked({})).toEqual({ id: 'e-1', source: '/shop', type: 'thing.made', subject: '42' });
    expect(peeked({ id: 7, source: 'x'.repeat(256), type: 'x'.repeat(257), subject: undefined })).toEqual({
      source: 'x'.repeat(256),
    });
  });

  it.each(['', '[]', '"text"', 'null', '7', '{', '{"id":{}}'])('tells nothing of %j', (text) => {
    expect(peekEvent(text)).toEqual({});
  });

  it('reads no further than an event may be long', () => {
    const padded = (length: number) => {
      const text = JSON.stringify({ id: 'e-1', pad: '' });
      return text.replace('"pad":""', `"pad":"${'x'.repeat(length - text.length)}"`);
    };
    expect(peekEvent(padded(128 * 1024))).toEqual({ id: 'e-1' });
    expect(peekEvent(padded(128 * 1024 + 1))).toEqual({});
  });
});
