/** Events as the SDKs of CloudEvents write them, and as its specification shows them. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent, type EventContract } from '../../../../functions/core/declare/event.ts';
import { parseEvent } from '../../../../functions/core/envelope/parse-event.ts';

const thing = defineEvent({
  type: 'thing.made',
  data: z.looseObject({ reference: z.string(), name: z.string() }),
  personal: [],
  example: { reference: 'r1', name: 'Ada' },
});

const about = '"type":"thing.made","source":"urn:example:shop"';
const json = '"data":{"reference":"r1","name":"Ada"}';
const bytes = '"data_base64":"eyJyZWZlcmVuY2UiOiJyMSIsIm5hbWUiOiJBZGEifQ=="';

/**
 * What each SDK makes of the same event, with `subject` and `time` set and all else as it comes; the second of a pair got
 * the data as bytes.
 */
describe('structured output of an SDK is read', () => {
  it.each([
    [
      'JavaScript 10.0.0, HTTP.structured',
      `{"id":"c7c091dc-bf40-4452-b7d4-d2f73bddbee8","time":"2026-11-27T13:35:22.868Z",${about},"specversion":"1.0","subject":"42",${json}}`,
    ],
    [
      'JavaScript 10.0.0, a Uint8Array',
      `{"id":"873bda22-d183-4679-9c03-e73aefd3ed9b","time":"2026-11-27T13:35:22.874Z",${about},"specversion":"1.0","datacontenttype":"application/json","subject":"42",${bytes}}`,
    ],
    [
      'Python 2.2.0, to_structured',
      `{"specversion": "1.0", "id": "eed10c0c-7f61-469c-b25e-b5c5d98284a7",${about}, "subject": "42", "time": "2026-11-27T13:35:22.937728+00:00",${json}}`,
    ],
    [
      'Python 2.2.0, to_structured, bytes',
      `{"specversion": "1.0", "id": "df29dce2-6c00-418a-9a60-d750a4ddad79",${about}, "datacontenttype": "application/json", "subject": "42", "time": "2026-11-27T13:35:22.939484+00:00",${bytes}}`,
    ],
    [
      'Python 2.2.0, JSONFormat',
      `{${about}, "subject": "42", "id": "1", "specversion": "1.0", "time": "2026-11-27T13:35:23.069441Z",${json}}`,
    ],
    [
      'Python 2.2.0, JSONFormat, bytes',
      `{${about}, "subject": "42", "id": "1", "specversion": "1.0", "time": "2026-11-27T13:35:23.069607Z", "datacontenttype": "application/json",${bytes}}`,
    ],
    [
      'Java 4.0.1, JsonFormat',
      `{"specversion":"1.0","id":"1",${about},"datacontenttype":"application/json","subject":"42","time":"2026-11-27T13:36:59.7420116Z",${json}}`,
    ],
    [
      'Go 2.16.2, json.Marshal',
      `{"specversion":"1.0","id":"1",${about},"subject":"42","datacontenttype":"application/json","time":"2026-11-27T13:36:36.141121692Z",${json}}`,
    ],
    [
      'Go 2.16.2, json.Marshal, bytes',
      `{"specversion":"1.0","id":"1",${about},"subject":"42","datacontenttype":"application/json","time":"2026-11-27T13:36:36.141121692Z",${bytes}}`,
    ],
  ])('%s', (_sdk, text) => {
    const event = parseEvent(thing, text);
    expect(event).toMatchObject({
      source: 'urn:example:shop',
      subject: '42',
      data: { reference: 'r1', name: 'Ada' },
    });
    expect(event).not.toHaveProperty('data_base64');
  });
});

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md */
describe('an example of the JSON format', () => {
  const attributes = {
    specversion: '1.0',
    type: 'com.example.someevent',
    source: '/mycontext',
    time: '2018-04-05T17:31:00Z',
    comexampleextension1: 'value',
    comexampleothervalue: 5,
  };
  const taking = (type: string, data: z.core.$ZodType): EventContract => ({
    type,
    data,
    personal: [],
    example: null,
  });
  const someEvent = taking('com.example.someevent', z.unknown());
  const inSubject = (event: object) => JSON.stringify({ ...event, subject: 'larger-context' });

  // §3.2 and §4.3, as they are but for the subject, which they leave out or unset.
  const binary = {
    ...attributes,
    id: 'A234-1234-1234',
    datacontenttype: 'application/vnd.apache.thrift.binary',
    data_base64: 'YmluYXJ5',
  };
  const xml = {
    ...attributes,
    id: 'B234-1234-1234',
    unsetextension: null,
    datacontenttype: 'application/xml',
    data: '<much wow="xml"/>',
  };
  const object = {
    ...attributes,
    subject: null,
    id: 'C234-1234-1234',
    datacontenttype: 'application/json',
    data: { appinfoA: 'abc', appinfoB: 123, appinfoC: true },
  };
  const string = { ...attributes, subject: null, id: 'D234-1234-1234', data: "I'm just a string" };

  it('with JSON data is read once it says what it is about', () => {
    const info = z.looseObject({ appinfoA: z.string(), appinfoB: z.number(), appinfoC: z.boolean() });
    const objects = taking('com.example.someevent', info);
    expect(parseEvent(objects, inSubject(object)).data).toEqual(object.data);
    expect(parseEvent(taking('com.example.someevent', z.string()), inSubject(string)).data).toBe(
      "I'm just a string",
    );
    const ofBatch = {
      ...object,
      type: 'com.example.someotherevent',
      source: '/mycontext/9',
      time: '2018-04-05T17:31:05Z',
    };
    expect(parseEvent({ ...objects, type: 'com.example.someotherevent' }, inSubject(ofBatch)).id).toBe(
      'C234-1234-1234',
    );
  });

  it.each([
    [
      'no subject',
      JSON.stringify(object),
      'subject: is not set: optional in CloudEvents, required by Interlock',
    ],
    ['binary data', inSubject(binary), 'datacontenttype: expected a JSON media type'],
    ['XML', inSubject(xml), 'datacontenttype: expected a JSON media type'],
    ['a batch', JSON.stringify([binary, object]), 'publish each event of a batch by itself'],
    ['an empty batch', '[]', 'publish each event of a batch by itself'],
  ])('with %s is refused by name', (_name, text, message) => {
    expect(() => parseEvent(someEvent, text)).toThrow(message);
  });
});
