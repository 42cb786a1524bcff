import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import { eventBytesMax, parseEvent, peekEvent } from '../../../../functions/core/envelope/parse-event.ts';
import { InvalidEventError } from '../../../../functions/core/errors.ts';
import { thingBody } from '../../../fixtures/fixture-integration.ts';

const contract = defineEvent({
  type: 'thing.made',
  data: z.looseObject({
    reference: z.string(),
    name: z.nullable(z.string()),
    address: z.optional(z.looseObject({ city: z.string() })),
  }),
  personal: ['name'],
  example: { reference: 'r1', name: null },
});

/** Paths of what is wrong with an event. */
function problems(text: string): string[] {
  try {
    parseEvent(contract, text);
  } catch (error) {
    if (error instanceof InvalidEventError) return error.problems.map(({ path }) => path);
    throw error;
  }
  return [];
}

test('a whole event is read, unknown fields included', () => {
  const event = parseEvent(
    contract,
    thingBody({ traceparent: '00-1', data: { reference: 'r1', name: null, extra: 1 } }),
  );
  expect(event).toEqual({
    specversion: '1.0',
    id: 'event-1',
    source: '/shop',
    type: 'thing.made',
    time: '2026-03-01T00:00:00Z',
    subject: 'thing/r1',
    traceparent: '00-1',
    data: { reference: 'r1', name: null, extra: 1 },
  });
});

test.each([
  ['no id', { id: undefined }, ['id']],
  ['an empty id', { id: '' }, ['id']],
  ['a number for an id', { id: 42 }, ['id']],
  ['an id of 257 characters', { id: 'x'.repeat(257) }, ['id']],
  ['no source and no subject', { source: undefined, subject: undefined }, ['source', 'subject']],
  ['another version', { specversion: '0.3' }, ['specversion']],
  ['another type', { type: 'thing.unmade' }, ['type']],
  ['a local time', { time: '2026-03-01T00:00:00' }, ['time']],
  ['a day that does not exist', { time: '2026-02-30T00:00:00Z' }, ['time']],
  ['an hour that does not exist', { time: '2026-03-01T25:00:00Z' }, ['time']],
  ['another content type', { datacontenttype: 'text/xml' }, ['datacontenttype']],
  ['no data', { data: undefined }, ['data']],
  ['null for data', { data: null }, ['data']],
  ['null for what must be set', { id: null, subject: null }, ['id', 'subject']],
  ['data of the wrong type', { data: [] }, ['data']],
  ['a wrong type and a missing field', { data: { reference: 7 } }, ['data.reference', 'data.name']],
  [
    'a wrong type deeper down',
    { data: { reference: 'r', name: null, address: { city: 1 } } },
    ['data.address.city'],
  ],
])('an event with %s is invalid, and it is said where', (_name, changes, expected) => {
  expect(problems(thingBody(changes))).toEqual(expected);
});

test('an attribute that is null is unset', () => {
  const unset = {
    dataschema: null,
    datacontenttype: null,
    correlationid: null,
    data_base64: null,
    other: null,
  };
  expect(parseEvent(contract, thingBody(unset))).toEqual(parseEvent(contract, thingBody({})));
});

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset="utf-8"',
  'Application/JSON',
  ' application/json ',
  'text/json',
  'application/vnd.acme.customer+json',
  'application/vnd.acme.customer.v1+JSON ; profile=x',
  'application/cloudevents+json',
])('data of the media type %j is JSON', (datacontenttype) => {
  expect(problems(thingBody({ datacontenttype }))).toEqual([]);
});

test.each([
  'application/jsonx',
  'application/xml',
  'json',
  '/json',
  'application/',
  'application/json+xml',
  '',
])('data of the media type %j is not', (datacontenttype) => {
  expect(problems(thingBody({ datacontenttype }))).toEqual(['datacontenttype']);
});

test('what no contract declares buries no event, and what one declares must not change by being read', () => {
  const event = (data: string, more = '') =>
    thingBody({}).replace(/"data":.*$/, `${more}"data":{"reference":"r1","name":null${data}}}`);
  const odd = '{"a":9007199254740993,"b":1e-999,"c":123e65,"d":1,"d":2,"e":"\\udc00"}';
  expect(problems(event(`,"extra":${odd}`, `"sequence":12345678901234567890,"extension":${odd},`))).toEqual(
    [],
  );
  expect(problems(event(`,"address":{"city":"Rome","extra":${odd}}`))).toEqual([]);
  expect(problems(event(',"address":{"city":"Rome","city":"Oslo"},"reference":"r2"'))).toEqual([
    'data.address.city',
    'data.reference',
  ]);
  expect(problems(event('', '"id":"event-2",'))).toEqual(['id']);
  expect(problems(event('', '"data":{},'))).toEqual(['data']);
});

test.each(['null', '[]', '"text"', '7', 'true'])('%s is no event', (text) => {
  expect(problems(text)).toEqual(['']);
});

test.each(['2026-03-01T00:00:00Z', '2026-03-01T00:00:00.123456+05:30', '2024-02-29T23:59:59-08:00'])(
  'the time %s is one',
  (time) => {
    expect(problems(thingBody({ time }))).toEqual([]);
  },
);

test('an event is measured in bytes and must leave room for what is added to it', () => {
  const overhead = Buffer.byteLength(thingBody({ data: { reference: '', name: null } }));
  const sized = (bytes: number) =>
    thingBody({ data: { reference: 'x'.repeat(bytes - overhead), name: null } });
  expect(problems(sized(eventBytesMax))).toEqual([]);
  expect(problems(sized(eventBytesMax + 1))).toEqual(['']);
  expect(() => parseEvent(contract, sized(256 * 1024))).toThrow(
    'the event has 262144 bytes, at most 131072; publish a reference instead',
  );
  expect(problems(thingBody({ data: { reference: 'é'.repeat(eventBytesMax / 2), name: null } }))).toEqual([
    '',
  ]);
});

test.each([
  { id: 'x'.repeat(300) },
  { time: 'canary7291' },
  { specversion: 'canary7291' },
  { type: 'canary7291' },
  { data: 'canary7291' },
  { data: { reference: ['canary7291'], name: { first: 'canary7291' } } },
])('the error does not quote a value: %j', (changes) => {
  expect.assertions(2);
  try {
    parseEvent(contract, thingBody(changes));
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidEventError);
    expect(String((error as Error).stack)).not.toMatch(/canary7291|xxxx/);
  }
});

test('of an invalid event it is told what can be told', () => {
  expect(peekEvent('{"id":"1","source":"/s","type":7,"subject":null,"data":{}}')).toEqual({
    id: '1',
    source: '/s',
  });
  expect(peekEvent(`{"id":"${'x'.repeat(257)}"}`)).toEqual({});
});

test.each(['', '{', 'null', '[]', '"id"', '{"__proto__":{"id":"1"}}', '['.repeat(100_000)])(
  'of %j nothing can be told',
  (text) => {
    expect(peekEvent(text)).toEqual({});
  },
);
