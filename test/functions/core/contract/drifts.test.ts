import { expect, test } from 'vitest';
import { compareLocks } from '../../../../functions/core/contract/lock/compare-locks.ts';
import { describeDifference } from '../../../../functions/core/contract/lock/describe-difference.ts';
import type { Lock, LockedResponse } from '../../../../functions/core/contract/lock/lock.ts';
import { lockedResponse } from '../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../functions/core/contract/lock/observe.ts';
import type { HttpResponse } from '../../../../functions/core/declare/http-message.ts';
import { chanceOf, contactResponse, nowMs, observeOptions } from './contact-response.ts';

const lockOf = (...responses: HttpResponse[]): Lock => {
  const byStatus = new Map<number, LockedResponse>();
  for (const statusCode of new Set(responses.map((response) => response.statusCode))) {
    const alike = responses.filter((response) => response.statusCode === statusCode);
    byStatus.set(statusCode, lockedResponse(alike.map((response) => observe(response, observeOptions))));
  }
  return {
    destination: 'intercom',
    recorded: {
      from: 'live',
      host: observeOptions.host,
      at: new Date(nowMs).toISOString(),
      apiVersion: '2.16',
    },
    maps: [...observeOptions.maps],
    operations: new Map([['create-contact', { request: 'POST /contacts', responses: byStatus }]]),
  };
};

const notFound: HttpResponse = {
  statusCode: 404,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: '{"type":"error.list","errors":[{"code":"not_found","message":"x"}]}',
  bodyTruncated: false,
};

const recorded = lockOf(
  ...Array.from({ length: 40 }, (_, seed) => contactResponse(chanceOf(seed))),
  notFound,
);

/** What an honest response says, for a drift to spoil. */
const honest = {
  type: 'contact',
  id: '7f',
  uid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  workspace: 'ecahpwf5',
  role: 'user',
  email: 'joe@b.example',
  name: 'Joe',
  website: null,
  birthday: '1990-01-31',
  created_at: 1_700_000_000,
  updated_at: '2026-11-23T12:00:00Z',
  score: 12.5,
  unsubscribed: false,
  location: { type: 'location' },
  company: { id: 7, plan: { name: 'pro', seats: 3 } },
  tags: { type: 'list', data: [{ id: 1 }, { id: 2, label: 'a' }] },
  scores: [],
  custom_attributes: { paid: true },
};

type Drift = (response: HttpResponse) => HttpResponse;
const body =
  (change: Record<string, unknown>): Drift =>
  (response) => ({ ...response, body: JSON.stringify({ ...honest, ...change }) });
const header =
  (change: Record<string, string | undefined>): Drift =>
  (response) => {
    const headers = Object.entries({ ...response.headers, ...change });
    return {
      ...response,
      headers: Object.fromEntries(
        headers.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
    };
  };
const { email: _email, ...withoutEmail } = honest;

type Classification = readonly [kind: string, place: string, sentence: string];

/** Each a kind of drift of the issue: what is done to an honest response, and what is said of it. */
const drifts: readonly (readonly [name: string, drift: Drift, ...found: Classification[]])[] = [
  [
    'a field is gone',
    (response) => ({ ...response, body: JSON.stringify(withoutEmail) }),
    ['field-gone', '$.email', '$.email is gone (was string(email) | null)'],
  ],
  [
    'an object is gone with all that is in it',
    body({ tags: undefined }),
    ['field-gone', '$.tags', '$.tags is gone (was object)'],
  ],
  [
    'a field of one item is gone',
    body({ tags: { type: 'list', data: [{ id: 1 }, { label: 'a' }] } }),
    ['field-optional', '$.tags.data[].id', '$.tags.data[].id is missing at times (was always there)'],
  ],
  [
    'a number became a string',
    body({ created_at: '1700000000' }),
    ['field-retyped', '$.created_at', '$.created_at is string(epoch-seconds) (was integer(epoch-seconds))'],
  ],
  [
    'an object became a string',
    body({ location: 'Ireland' }),
    ['field-retyped', '$.location', '$.location is string (was object)'],
  ],
  [
    'a list became an object',
    body({ tags: { type: 'list', data: { 1: {} } } }),
    ['field-retyped', '$.tags.data', '$.tags.data is object (was array)'],
  ],
  ['null appeared', body({ id: null }), ['field-null', '$.id', '$.id can be null (was string)']],
  [
    'null appeared for an object',
    body({ location: null }),
    ['field-null', '$.location', '$.location can be null (was object)'],
  ],
  [
    'null appeared in a list',
    body({ tags: { type: 'list', data: [{ id: 1 }, null] } }),
    ['field-null', '$.tags.data[]', '$.tags.data[] can be null (was object)'],
  ],
  [
    'an enum grew',
    body({ role: 'partner' }),
    ['name-new', '$.role', '$.role has a new name: string("partner") (was string("lead"|"user"))'],
  ],
  [
    'an enum became free text',
    body({ role: 'partner of ours' }),
    ['name-new', '$.role', '$.role has a new name: string (was string("lead"|"user"))'],
  ],
  ['a field is new', body({ nickname: 'J' }), ['field-new', '$.nickname', '$.nickname is new: string']],
  [
    'an object is new with all that is in it',
    body({ social: { handle: '@joe', links: [{ href: 'x' }] } }),
    ['field-new', '$.social', '$.social is new: object'],
  ],
  [
    'an integer became a number',
    body({ created_at: 1_700_000_000.5 }),
    ['field-retyped', '$.created_at', '$.created_at is number(epoch-seconds) (was integer(epoch-seconds))'],
  ],
  [
    'a date became another text',
    body({ birthday: '31/01/1990' }),
    [
      'format-changed',
      '$.birthday',
      '$.birthday has another format: string(date-slashed) (was string(date) | null)',
    ],
  ],
  [
    'a date became a moment',
    body({ birthday: '1990-01-31T00:00:00Z' }),
    [
      'format-changed',
      '$.birthday',
      '$.birthday has another format: string(date-time) (was string(date) | null)',
    ],
  ],
  [
    'a success carries an error',
    (response) => ({ ...response, body: '{"error":{"code":"invalid","message":"x"}}' }),
    ['error-in-success', '', 'the status tells of a success, the body of an error'],
  ],
  [
    'a web page came in place of JSON',
    (response) => ({
      ...response,
      headers: { 'content-type': 'text/html; charset=iso-8859-1' },
      body: '<!DOCTYPE html><title>Maintenance</title>',
    }),
    ['not-json', '', 'the body is a web page (was json)'],
  ],
  [
    'a text came in place of JSON',
    (response) => ({
      ...response,
      body: 'OK',
      headers: { ...response.headers, 'content-type': 'text/plain' },
    }),
    ['not-json', '', 'the body is text (was json)'],
  ],
  [
    'the body is empty',
    (response) => ({ ...response, body: '', headers: {} }),
    ['empty-body', '', 'the body is empty (was json)'],
  ],
  [
    'the charset is another',
    header({ 'content-type': 'application/json; charset=ISO-8859-1' }),
    ['charset-changed', '', 'the charset is iso-8859-1 (was utf-8)'],
  ],
  [
    'the content type is another',
    header({ 'content-type': 'text/plain; charset=utf-8' }),
    ['content-type-changed', '', 'the content type is text/plain (was application/json)'],
  ],
  [
    'the content type is missing',
    header({ 'content-type': undefined }),
    ['content-type-gone', '', 'the content type is missing (was application/json)'],
  ],
  [
    'the body is compressed without being asked for',
    header({ 'content-encoding': 'gzip' }),
    ['compressed', '', 'the body is compressed with gzip, which nobody asked for'],
  ],
  [
    'a header was renamed',
    header({ 'x-request-id': undefined, 'request-id': 'x' }),
    ['header-new', 'request-id', 'header request-id is new'],
    ['header-gone', 'x-request-id', 'header x-request-id is gone'],
  ],
  [
    'an end was announced',
    header({ sunset: 'Wed, 31 Mar 2027 00:00:00 GMT' }),
    ['header-new', 'sunset', 'header sunset is new'],
  ],
  [
    'the limit was lowered',
    header({ 'x-ratelimit-limit': '100' }),
    ['limit-lowered', 'x-ratelimit-limit', 'x-ratelimit-limit allows less: 100 (was 166)'],
  ],
  [
    'the limit was raised',
    header({ 'x-ratelimit-limit': '1666' }),
    ['limit-raised', 'x-ratelimit-limit', 'x-ratelimit-limit allows more: 1666 (was 166)'],
  ],
  [
    'the reset counts from now',
    header({ 'x-ratelimit-reset': '10' }),
    [
      'limit-meaning',
      'x-ratelimit-reset',
      'x-ratelimit-reset counts in another way: seconds (was epoch-seconds)',
    ],
  ],
  [
    'the pause is told as a date',
    header({ 'retry-after': 'Mon, 23 Nov 2026 12:00:10 GMT' }),
    ['limit-meaning', 'retry-after', 'retry-after counts in another way: http-date (was seconds)'],
  ],
  [
    'the status is new',
    (response) => ({ ...response, statusCode: 409, body: '{"errors":[{"code":"conflict"}]}' }),
    ['status-new', '', 'the status is new (the lock has 200, 404)'],
  ],
  [
    'a redirect leads elsewhere',
    (response) => ({
      ...response,
      statusCode: 301,
      headers: { location: 'https://eu.example.com/contacts' },
      body: '',
    }),
    ['redirected', '', 'redirects to another host'],
  ],
  [
    'a redirect adds a slash',
    (response) => ({ ...response, statusCode: 308, headers: { location: '/contacts/' }, body: '<p>moved' }),
    ['redirected', '', 'redirects to the same host'],
  ],
  [
    'the error has another shape',
    () => ({ ...notFound, body: '{"message":"x"}' }),
    ['field-gone', '$.errors', '$.errors is gone (was array)'],
    ['field-new', '$.message', '$.message is new: string'],
    ['field-gone', '$.type', '$.type is gone (was string("error.list"))'],
  ],
];

const drifted = (drift: Drift) => lockOf(drift(contactResponse(chanceOf(1), honest)));

const rows = drifts.map(([name, drift, ...found]) => ({ name, drift, found }));

test.each(rows)('$name: that alone is said', ({ drift, found }) => {
  const observed = drifted(drift);
  const [statusCode] = observed.operations.get('create-contact')?.responses.keys() ?? [];
  const differences = compareLocks(recorded, observed);
  expect(
    differences.map((difference) => [difference.kind, difference.place, describeDifference(difference)]),
  ).toEqual(
    found.map(([kind, place, sentence]) => [kind, place, `create-contact ${statusCode}: ${sentence}`]),
  );
});

test('nothing is said of the honest response', () => {
  expect(
    compareLocks(
      recorded,
      drifted((response) => response),
    ),
  ).toEqual([]);
});

test('what only adds to the contract breaks nothing; an integer that became a number only adds', () => {
  const kindsOf = (isBreaking: boolean) => {
    const differences = rows.flatMap(({ drift }) => compareLocks(recorded, drifted(drift)));
    return [
      ...new Set(differences.filter(({ breaking }) => breaking === isBreaking).map(({ kind }) => kind)),
    ].sort();
  };
  expect(kindsOf(false)).toEqual(['field-new', 'field-retyped', 'header-new', 'limit-raised', 'name-new']);
  expect(kindsOf(true)).toEqual([
    'charset-changed',
    'compressed',
    'content-type-changed',
    'content-type-gone',
    'empty-body',
    'error-in-success',
    'field-gone',
    'field-null',
    'field-optional',
    'field-retyped',
    'format-changed',
    'header-gone',
    'limit-lowered',
    'limit-meaning',
    'not-json',
    'redirected',
    'status-new',
  ]);
});
