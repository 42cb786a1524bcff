import { expect, test } from 'vitest';
import { multipart, ndjson } from '../../../../functions/core/declare/bodies.ts';
import type { HttpRequest, RequestBody } from '../../../../functions/core/declare/http-message.ts';
import { keyInBody, keyInQuery } from '../../../../functions/core/declare/keys.ts';
import { encodeRequest, renderRequest } from '../../../../functions/core/http/request.ts';
import { createThing, thingDestination } from '../../../fixtures/fixture-integration.ts';

const encoded = (body: RequestBody) => encodeRequest({ method: 'POST', path: '/', body }).body;

test('JSON goes under the media type that the third party wants', () => {
  expect(encoded({ encoding: 'json', value: { a: 1 }, contentType: 'application/vnd.api+json' })).toEqual({
    contentType: 'application/vnd.api+json',
    text: '{"a":1}',
  });
});

test.each([
  [undefined, 'a[0]=x&a[1]=y%20z&b[c]=1'],
  ['numbered', 'a[0]=x&a[1]=y%20z&b[c]=1'],
  ['repeated', 'a=x&a=y%20z&b[c]=1'],
  ['bracketed', 'a[]=x&a[]=y%20z&b[c]=1'],
] as const)('lists of a form, %s', (lists, text) => {
  const value = { a: ['x', 'y z'], b: { c: '1' }, d: undefined };
  expect(encoded({ encoding: 'form', value, ...(lists === undefined ? {} : { lists }) })?.text).toBe(text);
});

test('a list in the query is the same key as often', () => {
  const request: HttpRequest = { method: 'GET', path: '/', query: { tag: ['a', 'b c'], page: '1' } };
  expect(encodeRequest(request).query).toBe('tag=a&tag=b+c&page=1');
});

test('NDJSON is a JSON text a line', () => {
  expect(encoded(ndjson([{ a: 1 }, 'x\n']))).toEqual({
    contentType: 'application/x-ndjson',
    text: '{"a":1}\n"x\\n"\n',
  });
});

test('multipart has the same bytes each time, and its parts can be told apart by who reads forms', async () => {
  const parts = [
    { name: 'note', text: 'é\r\n--x' },
    { name: 'a"b', text: '1;2', fileName: 'list.csv', contentType: 'text/csv' },
  ];
  const { contentType, text } = multipart(parts);
  expect(multipart(parts)).toEqual(multipart(structuredClone(parts)));
  const form = await new Response(text, { headers: { 'content-type': contentType } }).formData();
  expect(form.get('note')).toBe('é\r\n--x');
  const file = form.get('a"b') as File;
  expect([file.name, file.type, await file.text()]).toEqual(['list.csv', 'text/csv', '1;2']);
});

const sent = (put: ReturnType<typeof keyInQuery>, request: Partial<HttpRequest>) =>
  renderRequest({
    destination: thingDestination({ query: ({ apiKey }) => ({ key: apiKey }) }),
    request: { method: 'POST', path: '/things', ...request },
    credentials: { apiKey: 'sk' },
    idempotency: { put, key: 'k1' },
    allowPrivateAddresses: false,
  });

test('an idempotency key goes into the query or the body where the third party wants it', () => {
  const value = { a: '1' };
  expect(sent(keyInQuery('requestid'), { query: { v: '75' } }).url.search).toBe('?v=75&requestid=k1&key=sk');
  expect(sent(keyInBody('key'), { body: { encoding: 'json', value } }).body).toBe('{"a":"1","key":"k1"}');
  expect(sent(keyInBody('key'), { body: { encoding: 'form', value } }).body).toBe('a=1&key=k1');
  expect(sent(keyInBody('key'), {}).body).toBeUndefined();
});

test('a key that would be too short to tell deliveries apart is refused', () => {
  const header = 'idempotency-key';
  expect(() => createThing({ by: 'key', header, windowMs: 1, maxLength: 31 })).toThrow(
    'keys of 31 characters may meet; 32 is the least',
  );
  expect(() => createThing({ by: 'key', header, windowMs: 1, maxLength: 32 })).not.toThrow();
});
