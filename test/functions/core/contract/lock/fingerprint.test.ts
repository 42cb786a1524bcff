import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../../../../functions/core/contract/lock/fingerprint.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import { observations } from './observations.ts';
import { wireText } from './wire-text.ts';

const options = { maps: new Set<string>(), headers: [], host: 'api.example.com', nowMs: 1_800_000_000_000 };
const print = (text: string) => fingerprint(observe(wireText(text), options));

const base = `HTTP/1.1 200 OK
Content-Type: application/json; charset=utf-8
X-RateLimit-Limit: 100
X-RateLimit-Remaining: 99
X-RateLimit-Reset: 30

{"type":"contact","id":"joe","at":"2026-11-23","tags":["a"]}`;

const seen = (body: object) => print(`HTTP/1.1 200 OK\n\n${JSON.stringify(body)}`);

test.each<[string, object, object]>([
  ['unit', { at: 1_800_000_000 }, { at: 1_800_000_000_000 }],
  ['unit, where none is', { at: 1_800_000_000 }, { at: 18 }],
  ['second type', [{ a: 1 }, { a: 'x' }], [{ a: 1 }, { a: true }]],
  ['second name', [{ type: 'a' }, { type: 'b' }], [{ type: 'a' }, { type: 'c' }]],
  ['list of names that reads alike', [{ type: 'a' }, { type: 'bc' }], [{ type: 'ab' }, { type: 'c' }]],
  ['first name of two', [{ type: 'a' }, { type: 'c' }], [{ type: 'b' }, { type: 'c' }]],
  ['place that may be missing', [{ a: 1 }, {}], [{ a: 1 }, { a: 2 }]],
])('is another with another %s', (_what, one, other) => {
  expect(seen(one)).not.toBe(seen(other));
});

test('is sixteen hexadecimal digits, the same for ever', () => {
  expect(print(base)).toBe('9b1a7747091c3fb8');
});

test('is the same for all responses that look alike, whatever the order of keys', () => {
  const other = `HTTP/1.1 200 OK
X-RateLimit-Reset: 3
X-RateLimit-Remaining: 7
X-RateLimit-Limit: 100
Set-Cookie: a=b
Content-Type: application/json;charset=UTF-8

{"tags":["x","y"],"at":"2026-11-24","id":"ann","type":"contact"}`;
  expect(print(other)).toBe(print(base));
});

test.each<[string, string, string]>([
  ['status', '200', '201'],
  ['content type', 'application/json', 'application/hal+json'],
  ['charset', 'utf-8', 'utf-16'],
  ['limit', '100', '99'],
  ['meaning of a reset', '30', '1800000010'],
  ['header', 'X-RateLimit-Remaining', 'X-RateLimit-Left'],
  ['encoding', '\nX-RateLimit-Limit', '\nContent-Encoding: gzip\nX-RateLimit-Limit'],
  ['kind of body', '{"type"', '<"type"'],
  ['name', '"contact"', '"company"'],
  ['type', '"joe"', '1'],
  ['format', '2026-11-23', 'yesterday'],
  ['place', '"id"', '"key"'],
  ['place in a list', '["a"]', '[]'],
  ['error in a success', '"id":"joe"', '"id":"joe","error":"x"'],
])('is another with another %s', (_what, from, to) => {
  expect(base).toContain(from);
  expect(print(base.replace(from, to))).not.toBe(print(base));
});

test('tells what is optional and what was not looked at to the end', () => {
  const list = (...items: unknown[]) => print(`HTTP/1.1 200 OK\n\n${JSON.stringify(items)}`);
  expect(list({ a: 1 }, {})).not.toBe(list({ a: 1 }, { a: 2 }));
  expect(list(...Array(51).fill(1))).not.toBe(list(...Array(50).fill(1)));
  expect(list(...Array(49).fill(1))).toBe(list(...Array(50).fill(1)));
});

test('differs where anything of the observation does', () => {
  fc.assert(
    fc.property(observations, observations, (a, b) => {
      const told = (value: unknown) =>
        JSON.stringify(value, (_key, inner) => (inner instanceof Map ? [...inner] : inner));
      expect(fingerprint(a) === fingerprint(b)).toBe(told(a) === told(b));
    }),
  );
});
