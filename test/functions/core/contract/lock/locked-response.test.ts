import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LockedResponse } from '../../../../../functions/core/contract/lock/lock.ts';
import {
  lockedResponse,
  mergeResponses,
} from '../../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import { observations } from './observations.ts';
import { wireText } from './wire-text.ts';

const options = { maps: new Set<string>(), headers: ['x-version'], host: 'api.example.com', nowMs: 0 };
const locked = (...texts: string[]) => lockedResponse(texts.map((text) => observe(wireText(text), options)));

test('keeps what several responses have in common, and all that any of them had', () => {
  const { shape, headers, ...rest } = locked(
    'HTTP/1.1 200 OK\nContent-Type: application/json; charset=utf-8\nX-Version: 1\nRetry-After: 3\n\n{"id":1}',
    'HTTP/1.1 200 OK\nContent-Type: application/json\nX-Version: 1\n\n{"id":2,"email":null}',
    'HTTP/1.1 200 OK\nContent-Encoding: gzip\nX-Version: 1\n\n',
  );
  expect(rest).toEqual({
    samples: 3,
    bodies: ['empty', 'json'],
    contentTypes: ['', 'application/json'],
    charsets: ['utf-8'],
    encodings: ['gzip'],
    limits: new Map([['retry-after', 'seconds']]),
    carriesError: false,
    redirects: [],
  });
  expect([...headers]).toEqual([
    ['retry-after', { optional: true }],
    ['x-version', { optional: false }],
  ]);
  expect([...(shape?.fields ?? [])].map(([path, { optional }]) => [path, optional])).toEqual([
    ['$', false],
    ['$.email', true],
    ['$.id', false],
  ]);
});

test('of limits that differ, the stricter is kept', () => {
  const limits = (limit: number, interval: number) =>
    `HTTP/1.1 200 OK\nX-RateLimit-Limit: ${limit}\nX-RateLimit-Interval-Milliseconds: ${interval}\n\n`;
  expect([...locked(limits(167, 10_000), limits(166, 5_000), limits(168, 9_000)).limits]).toEqual([
    ['x-ratelimit-interval-milliseconds', 10_000],
    ['x-ratelimit-limit', 166],
  ]);
});

test('of no response it claims nothing, and takes nothing from others', () => {
  const one = locked('HTTP/1.1 200 OK\nX-Version: 1\n\n{"id":1}');
  expect(lockedResponse([])).toMatchObject({ samples: 0, bodies: [], shape: undefined });
  expect(mergeResponses(one, lockedResponse([]))).toEqual(one);
  expect(mergeResponses(lockedResponse([]), one)).toEqual(one);
});

/** But for the count of samples, and with the order of keys. */
const plain = ({ samples: _, headers, limits, shape, ...rest }: LockedResponse) => ({
  ...rest,
  headers: [...headers],
  limits: [...limits],
  fields: [...(shape?.fields ?? [])],
});

test('in whatever order responses are merged, and however often, the result is the same', () => {
  const responses = fc.array(observations, { maxLength: 3 }).map(lockedResponse);
  fc.assert(
    fc.property(responses, responses, responses, (a, b, c) => {
      const merged = mergeResponses(a, mergeResponses(b, c));
      expect(plain(mergeResponses(mergeResponses(a, b), c))).toEqual(plain(merged));
      expect(plain(mergeResponses(mergeResponses(c, b), a))).toEqual(plain(merged));
      expect(plain(mergeResponses(merged, a))).toEqual(plain(merged));
    }),
  );
});
