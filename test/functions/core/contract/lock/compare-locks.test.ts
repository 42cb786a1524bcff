import { expect, test } from 'vitest';
import { compareLocks, compareResponse } from '../../../../../functions/core/contract/lock/compare-locks.ts';
import type { Lock, LockedResponse } from '../../../../../functions/core/contract/lock/lock.ts';
import { lockedResponse } from '../../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import { wireText } from './wire-text.ts';

const options = { maps: new Set<string>(), headers: ['x-version'], host: 'api.example.com', nowMs: 0 };
const seen = (...texts: string[]) => lockedResponse(texts.map((text) => observe(wireText(text), options)));
const json = (...bodies: unknown[]) =>
  seen(...bodies.map((body) => `HTTP/1.1 200 OK\nContent-Type: application/json\n\n${JSON.stringify(body)}`));
const compared = (recorded: LockedResponse, observed: LockedResponse) =>
  compareResponse('create', 200, recorded, observed).map(({ kind, breaking, place, was, is }) =>
    [breaking ? 'breaking' : 'additive', kind, place, was, is]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  );

test('names operation and status', () => {
  expect(compareResponse('create', 200, json({ id: 1 }), json({}))).toEqual([
    {
      operation: 'create',
      statusCode: 200,
      kind: 'field-gone',
      breaking: true,
      place: '$.id',
      was: 'integer',
    },
  ]);
});

test('one response that lacks what it may lack, or has fewer types, is no difference', () => {
  const recorded = json(
    { id: 1, email: null, tags: [{ label: 'x' }] },
    { id: 2.5, email: 'a@b.example', name: 'x', tags: [] },
  );
  expect(compared(recorded, json({ id: 1, email: null, tags: [] }))).toEqual([]);
});

test('what is missing within null or a list without items is no difference', () => {
  const recorded = json({ company: { id: 1 }, tags: [{ id: 1 }] }, { company: null, tags: null });
  expect(compared(recorded, json({ company: null, tags: [] }))).toEqual([]);
});

test('of what was not looked at to the end nothing is gone and nothing became optional', () => {
  const long = Array.from({ length: 51 }, () => ({}));
  const observed = json({ list: [{ id: 1 }, ...long] });
  expect(observed.shape?.partial).toBe(true);
  expect(compared(json({ list: [{ id: 1 }], name: 'x' }), observed)).toEqual([]);
  expect(compared(observed, json({ list: [{ id: 1 }], name: 'x' }))).toEqual([]);
});

test('a field whose type nobody knew gets one, and one for all that is in it', () => {
  expect(compared(json({ company: null }), json({ company: { id: 1 } }))).toEqual([
    'additive field-retyped $.company null object',
  ]);
});

test('a field that became something else is told alone', () => {
  expect(compared(json({ a: { b: { c: 1 } } }), json({ a: [{ b: 1 }] }))).toEqual([
    'breaking field-retyped $.a object array',
  ]);
  expect(compared(json([{ type: 'x' }]), json([{ type: 'y' }, { type: 1 }]))).toEqual([
    'breaking field-retyped $[].type string("x") integer | string("y")',
  ]);
});

test('a number that is also null now is two differences', () => {
  expect(compared(json([1]), json([1.5, null]))).toEqual([
    'additive field-retyped $[] integer number | null',
    'breaking field-null $[] integer number | null',
  ]);
  expect(compared(json([1.5]), json([1]))).toEqual([]);
});

test('every new name is a difference of its own', () => {
  expect(compared(json({ type: 'a' }), json([{ type: 'b' }, { type: 'c' }, { type: 'a' }]))).toEqual([
    'breaking field-retyped $ object array',
  ]);
  expect(compared(json([{ type: 'a' }]), json([{ type: 'b' }, { type: 'c' }, { type: 'a' }]))).toEqual([
    'additive name-new $[].type string("a") string("b")',
    'additive name-new $[].type string("a") string("c")',
  ]);
});

test('an empty string is neither another format nor a new name', () => {
  const recorded = json({ type: 'a', at: '2026-01-31' });
  expect(compared(recorded, json({ type: '', at: '' }))).toEqual([]);
  expect(compared(json({ type: '', at: '' }), recorded)).toEqual([]);
});

test('a body that was not read says nothing of what it was or became', () => {
  const unread = seen(`HTTP/1.1 200 OK\nContent-Type: application/json\n\n"${'x'.repeat(70_000)}"`);
  expect(unread.bodies).toEqual(['unread']);
  expect(compared(unread, json({ id: 1 }))).toEqual([]);
  expect(compared(json({ id: 1 }), unread)).toEqual([]);
});

test('JSON where none was only adds', () => {
  expect(compared(seen('HTTP/1.1 200 OK\nContent-Type: text/plain\n\nOK'), json({ id: 1 }))).toEqual([
    'additive field-new $ text object',
  ]);
});

test('a page under a content type of its own is a page, and under a third one both', () => {
  const page = (type: string) => seen(`HTTP/1.1 200 OK\nContent-Type: ${type}\n\n<p>`);
  expect(compared(json({}), page('text/html'))).toEqual(['breaking not-json json html']);
  expect(compared(json({}), page('application/json'))).toEqual(['breaking not-json json html']);
  expect(compared(json({}), page('image/png'))).toEqual([
    'breaking not-json json html',
    'breaking content-type-changed application/json image/png',
  ]);
  expect(compared(json({}), page(''))).toEqual([
    'breaking not-json json html',
    'breaking content-type-gone application/json',
  ]);
});

test('what an empty body is called does not matter', () => {
  const empty = (type: string) => seen(`HTTP/1.1 200 OK\nContent-Type: ${type}\n\n`);
  expect(compared(empty('application/json'), empty(''))).toEqual([]);
  expect(compared(json({}), empty('text/html'))).toEqual(['breaking empty-body json empty']);
});

test('an error in a success is told once, and not where it was recorded', () => {
  expect(compared(json({ ok: true, id: 1 }), json({ ok: false }))).toEqual(['breaking error-in-success']);
  expect(compared(json({ ok: true }, { ok: false }), json({ ok: false }))).toEqual([]);
});

test('JSON is UTF-8 whether that is said or not', () => {
  const said = (charset: string) => seen(`HTTP/1.1 200 OK\nContent-Type: application/json${charset}\n\n{}`);
  expect(compared(said(''), said('; charset=utf-8'))).toEqual([]);
  expect(compared(said('; charset=utf-8'), said(''))).toEqual([]);
  expect(compared(said(''), said('; charset=utf-16'))).toEqual(['breaking charset-changed utf-8 utf-16']);
});

test('a header that some of several responses lack is missing at times', () => {
  const [bare, full] = ['HTTP/1.1 200 OK\n\n', 'HTTP/1.1 200 OK\nX-Version: 1\n\n'];
  expect(compared(seen(full), seen(full, bare))).toEqual(['breaking header-gone x-version optional']);
  expect(compared(seen(full), seen(bare))).toEqual(['breaking header-gone x-version']);
  expect(compared(seen(full, bare), seen(bare))).toEqual([]);
});

test('a longer window is a lower limit', () => {
  const interval = (ms: number) => seen(`HTTP/1.1 200 OK\nX-RateLimit-Interval-Milliseconds: ${ms}\n\n`);
  expect(compared(interval(10_000), interval(20_000))).toEqual([
    'breaking limit-lowered x-ratelimit-interval-milliseconds 10000 20000',
  ]);
  expect(compared(interval(10_000), interval(1_000))).toEqual([
    'additive limit-raised x-ratelimit-interval-milliseconds 10000 1000',
  ]);
});

test('a redirect that was recorded is one that is known', () => {
  const redirect = (location: string) => seen(`HTTP/1.1 301 x\nLocation: ${location}\n\n`);
  expect(compared(redirect('/a'), redirect('/b'))).toEqual([]);
  expect(compared(redirect('/a'), redirect('https://eu.example.com/'))).toEqual([
    'breaking redirected same-host other-host',
  ]);
});

const lockOf = (operations: Readonly<Record<string, Readonly<Record<number, LockedResponse>>>>): Lock => ({
  destination: 'intercom',
  recorded: { from: 'live', host: 'api.example.com', at: '2026-11-23T00:00:00Z', apiVersion: '2.16' },
  maps: [],
  operations: new Map(
    Object.entries(operations).map(([name, byStatus]) => [
      name,
      {
        request: 'POST /contacts',
        responses: new Map(Object.entries(byStatus).map(([status, response]) => [Number(status), response])),
      },
    ]),
  ),
});

test('what was not asked for is not gone', () => {
  const recorded = lockOf({ create: { 200: json({ id: 1 }), 404: json({}) }, probe: { 200: json({}) } });
  expect(compareLocks(recorded, lockOf({ create: { 200: json({ id: 2 }) } }))).toEqual([]);
  expect(compareLocks(recorded, lockOf({}))).toEqual([]);
});

test('an operation that was never recorded is told once', () => {
  expect(compareLocks(lockOf({}), lockOf({ create: { 200: json({}), 409: json({}) } }))).toEqual([
    { operation: 'create', statusCode: 200, kind: 'operation-new', breaking: false, place: '' },
  ]);
});

test('a status that was never recorded is told with those that were', () => {
  expect(
    compareLocks(lockOf({ create: { 200: json({}), 404: json({}) } }), lockOf({ create: { 409: json({}) } })),
  ).toEqual([
    {
      operation: 'create',
      statusCode: 409,
      kind: 'status-new',
      breaking: true,
      place: '',
      was: '200, 404',
      is: '409',
    },
  ]);
});
