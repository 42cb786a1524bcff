import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import { wireText } from './wire-text.ts';

const nowMs = Date.UTC(2026, 10, 23);
const options = { maps: new Set(['metadata']), headers: ['x-api-version'], host: 'api.example.com', nowMs };
const seen = (text: string) => observe(wireText(text), options);

test('tells of a response all that it takes to know it again', () => {
  const { shape, limits, ...rest } = seen(`HTTP/1.1 200 OK
Date: Mon, 23 Nov 2026 00:00:00 GMT
Content-Type: Application/JSON; charset=UTF-8
Content-Encoding: gzip
X-Api-Version: 2.16
X-RateLimit-Limit: 1666
X-RateLimit-Remaining: 3
X-Request-Id: 4711
X-Amzn-RequestId: 4711
Set-Cookie: a=b
CF-Ray: 8f
Sunset: Tue, 23 Nov 2027 00:00:00 GMT

{"type":"contact","metadata":{"joe@b.example":1}}`);
  expect(rest).toEqual({
    statusCode: 200,
    body: 'json',
    contentType: 'application/json',
    charset: 'utf-8',
    encoding: 'gzip',
    headers: [
      'sunset',
      'x-amzn-requestid',
      'x-api-version',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-request-id',
    ],
    carriesError: false,
    redirect: undefined,
  });
  expect([...limits]).toEqual([['x-ratelimit-limit', 1666]]);
  expect([...(shape?.fields.keys() ?? [])]).toEqual(['$', '$.metadata', '$.metadata.*', '$.type']);
});

test.each<[string, string]>([
  ['', 'empty'],
  [' \n', 'empty'],
  ['{"a":1}', 'json'],
  ['"ok"', 'json'],
  ['OK', 'text'],
  ['{"a":1', 'text'],
  ['\ufeff{"a":1}', 'text'],
  ['<!DOCTYPE html><html>', 'html'],
  ['\n  <html lang="en">', 'html'],
  ['<?xml version="1.0"?>', 'html'],
  ['< 5', 'text'],
])('a body of %j is %s, whatever its content type says', (body, kind) => {
  for (const type of ['application/json', 'text/html', '']) {
    expect(seen(`HTTP/1.1 200 OK\nContent-Type: ${type}\n\n${body}`).body).toBe(kind);
  }
});

test('a body that was cut off or is too long is not read, but a page is one however long it is', () => {
  const response = wireText('HTTP/1.1 200 OK\n\n{"error":"x"}');
  const long = `"${'x'.repeat(64 * 1024 - 2)}"`;
  const kind = (body: string, bodyTruncated = false) =>
    observe({ ...response, body, bodyTruncated }, options);
  expect(kind('{"error":"x"}', true)).toMatchObject({
    body: 'unread',
    shape: undefined,
    carriesError: false,
  });
  expect(kind('', true).body).toBe('unread');
  expect(kind(long).body).toBe('json');
  expect(kind(`${long} `).body).toBe('unread');
  expect(kind(`<html>${long}`, true).body).toBe('html');
});

test.each<[string, string | undefined, string | undefined]>([
  ['', undefined, undefined],
  ['application/json', 'application/json', undefined],
  ['application/json;charset="utf-8"', 'application/json', 'utf-8'],
  ['application/json; v=1; charset=utf8', 'application/json', 'utf-8'],
  ['text/html; charset=ISO-8859-1', 'text/html', 'iso-8859-1'],
  ['application/json, application/json', 'application/json', undefined],
  ['application/vnd.api+json', 'application/vnd.api+json', undefined],
  ['joe@example.com', 'malformed', undefined],
  ['application/json joe', 'malformed', undefined],
])('a content type of %j is %s in %s', (header, contentType, charset) => {
  expect(seen(`HTTP/1.1 200 OK\nContent-Type: ${header}\n\n{}`)).toMatchObject({ contentType, charset });
});

test('a response that is not compressed has no encoding, however that is said', () => {
  expect(seen('HTTP/1.1 200 OK\n\n{}').encoding).toBe(undefined);
  expect(seen('HTTP/1.1 200 OK\nContent-Encoding: Identity\n\n{}').encoding).toBe(undefined);
  expect(seen('HTTP/1.1 200 OK\nContent-Encoding: joe@example.com\n\n{}').encoding).toBe('malformed');
});

test('only a success can carry an error against what its status says', () => {
  expect(seen('HTTP/1.1 200 OK\n\n{"error":"x"}').carriesError).toBe(true);
  expect(seen('HTTP/1.1 299 OK\n\n{"error":"x"}').carriesError).toBe(true);
  expect(seen('HTTP/1.1 400 Bad Request\n\n{"error":"x"}').carriesError).toBe(false);
});

test.each<[number, string, string | undefined]>([
  [301, 'https://api.example.com/v2/contacts', 'same-host'],
  [301, '/v2/contacts', 'same-host'],
  [307, 'https://API.example.com:443/', 'same-host'],
  [302, 'https://eu.example.com/contacts', 'other-host'],
  [302, '//eu.example.com/contacts', 'other-host'],
  [302, 'http://[', undefined],
  [201, 'https://eu.example.com/contacts/1', undefined],
])('%d to %s is a redirect to the %s', (status, location, redirect) => {
  expect(seen(`HTTP/1.1 ${status} x\nLocation: ${location}\n\n`).redirect).toBe(redirect);
});

test('knows its own host by its port', () => {
  const response = wireText('HTTP/1.1 301 x\nLocation: http://127.0.0.1:4569/x\n\n');
  expect(observe(response, { ...options, host: '127.0.0.1:4569' }).redirect).toBe('same-host');
  expect(observe(response, { ...options, host: '127.0.0.1:4570' }).redirect).toBe('other-host');
  expect(observe(response, { ...options, host: 'no host' }).redirect).toBe(undefined);
});

test('never throws', () => {
  const header = fc.constantFrom(
    'content-type',
    'content-encoding',
    'location',
    'ratelimit-policy',
    'x-ratelimit-reset',
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 599 }),
      fc.dictionary(fc.oneof(header, fc.string()), fc.string()),
      fc.oneof(fc.string(), fc.json()),
      fc.boolean(),
      (statusCode, headers, body, bodyTruncated) => {
        const observation = observe({ statusCode, headers, body, bodyTruncated }, options);
        expect(observation.statusCode).toBe(statusCode);
      },
    ),
  );
});

test('keeps no date among the headers, whoever asks for it', () => {
  const asked = {
    maps: new Set<string>(),
    headers: ['date', 'x-version'],
    host: 'api.example.com',
    nowMs: 0,
  };
  const text = 'HTTP/1.1 200 OK\nDate: Sun, 06 Nov 1994 08:49:37 GMT\nX-Version: 1\n\n{}';
  expect(observe(wireText(text), asked).headers).toEqual(['x-version']);
});

test.each([
  [' \n<!doctype html>', 'html'],
  ['<?xml version="1.0"?>', 'html'],
  ['x <a>', 'text'],
  ['< 5', 'text'],
])('%j is %s', (body, kind) => {
  expect(observe({ ...wireText('HTTP/1.1 200 OK\n\n'), body }, options).body).toBe(kind);
});

test.each([
  ['a+b/json', 'a+b/json', undefined],
  ['a*b/json', 'malformed', undefined],
  [`text/plain; charset=${'x'.repeat(41)}`, 'text/plain', 'x'.repeat(40)],
])('of the content type %s the type is %s and the charset %s', (text, contentType, charset) => {
  const observed = seen(`HTTP/1.1 200 OK\nContent-Type: ${text}\n\nx`);
  expect([observed.contentType, observed.charset]).toEqual([contentType, charset]);
});
