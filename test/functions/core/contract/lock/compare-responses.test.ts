/** A response as a whole: what is told of its body, its content type and its encoding, and what is not. */
import { expect, it } from 'vitest';
import { compareResponses } from '../../../../../functions/core/contract/lock/compare-responses.ts';
import type { LockedResponse } from '../../../../../functions/core/contract/lock/lock.ts';
import type { BodyKind } from '../../../../../functions/core/contract/lock/observation.ts';

const like = (more: Partial<LockedResponse>): LockedResponse => ({
  samples: 1,
  bodies: ['json'],
  contentTypes: ['application/json'],
  charsets: [],
  encodings: [],
  headers: new Map(),
  limits: new Map(),
  shape: undefined,
  carriesError: false,
  redirects: [],
  ...more,
});

const text = ({ kind, was, is }: { kind: string; was?: string; is?: string }) =>
  [kind, was, is].map((part) => part ?? '-').join(', ');
const told = (recorded: Partial<LockedResponse>, observed: Partial<LockedResponse>) =>
  compareResponses(like(recorded), like(observed)).map(text);

const root = (type: 'object' | 'array') => ({
  fields: new Map([['$', { types: [type], optional: false, formats: [], names: [] }]]),
  partial: false,
});

/** Of which kind the body is, the content type that says no more, and what is told in place of an empty answer. */
const bodies: readonly (readonly [BodyKind, string, readonly string[]])[] = [
  ['html', 'text/html', ['not-json, empty, html']],
  ['html', 'application/xhtml+xml', ['not-json, empty, html']],
  ['html', 'xml', ['not-json, empty, html']],
  ['text', 'text/plain', ['not-json, empty, text']],
  ['json', 'application/problem+json', ['field-new, empty, object']],
];

it.each(bodies)('%s in place of nothing, as %s', (kind, type, expected) => {
  const shape = kind === 'json' ? root('object') : undefined;
  const was = { bodies: ['empty'] as const, contentTypes: [''] };
  expect(told(was, { bodies: [kind], contentTypes: [type], shape })).toEqual(expected);
});

it.each([
  ['html', 'text/html; x', 'content-type-changed, -, text/html; x'],
  ['html', 'x text/html', 'content-type-changed, -, x text/html'],
  ['text', 'text/plainer', 'content-type-changed, -, text/plainer'],
  ['text', 'x-text/plain', 'content-type-changed, -, x-text/plain'],
  ['json', 'application/jsonp', 'content-type-changed, -, application/jsonp'],
] as const)(
  '%s in place of nothing is told with a content type that says more: %s',
  (kind, type, expected) => {
    const was = { bodies: ['empty'] as const, contentTypes: [''] };
    expect(told(was, { bodies: [kind], contentTypes: [type] })).toContain(expected);
  },
);

it('nothing in place of JSON', () => {
  expect(told({}, { bodies: ['empty'], contentTypes: [''] })).toEqual(['empty-body, json, empty']);
});

it('nothing at times in place of JSON, which has no content type then', () => {
  const now = { bodies: ['empty', 'json'] as const, shape: root('object') };
  expect(told({}, { ...now, contentTypes: ['', 'application/json'] })).toEqual(['empty-body, json, empty']);
  expect(told({}, { ...now, contentTypes: ['text/x'] })).toEqual([
    'empty-body, json, empty',
    'content-type-changed, application/json, text/x',
  ]);
});

it('what was never read says nothing, and what cannot be read now neither', () => {
  expect(told({ bodies: ['unread'] }, { bodies: ['html'], contentTypes: ['application/json'] })).toEqual([]);
  expect(told({}, { bodies: ['unread'] })).toEqual([]);
  expect(told({}, { bodies: ['unread'], contentTypes: ['text/plain'] })).toEqual([
    'content-type-changed, application/json, text/plain',
  ]);
});

it('several kinds that were known are named one by one', () => {
  expect(
    told(
      { bodies: ['empty', 'json'], contentTypes: ['application/json'] },
      { bodies: ['html'], contentTypes: ['text/html'] },
    ),
  ).toEqual(['not-json, empty or json, html']);
  expect(told({ bodies: ['empty', 'text'], contentTypes: ['text/plain'] }, { shape: root('array') })).toEqual(
    ['field-new, empty or text, array'],
  );
  expect(told({ contentTypes: ['a/json', 'b/json'] }, { contentTypes: ['c/json'] })).toEqual([
    'content-type-changed, a/json or b/json, c/json',
  ]);
});

it('a content type matters unless every answer is empty, and is gone where it was', () => {
  expect(
    told({ bodies: ['empty', 'json'] }, { bodies: ['empty', 'json'], contentTypes: ['text/plain'] }),
  ).toEqual(['content-type-changed, application/json, text/plain']);
  expect(told({ contentTypes: ['', 'application/json'] }, { contentTypes: ['text/plain'] })).toEqual([
    'content-type-changed, application/json, text/plain',
  ]);
  expect(told({}, { contentTypes: [''] })).toEqual(['content-type-gone, application/json, -']);
});

it('one of several new bodies may imply the content type', () => {
  const was = { bodies: ['empty'] as const, contentTypes: [''] };
  const shape = root('object');
  expect(told(was, { bodies: ['empty', 'json'], contentTypes: ['', 'application/json'], shape })).toEqual([
    'field-new, empty, object',
  ]);
});

it('a coding that was not there is told, one that was is not', () => {
  expect(told({ encodings: ['gzip'] }, { encodings: ['br', 'gzip'] })).toEqual(['compressed, gzip, br']);
  expect(told({}, { encodings: ['gzip'] })).toEqual(['compressed, -, gzip']);
});

it.each([
  [[], ['utf-8'], []],
  [[], ['latin1'], ['charset-changed, utf-8, latin1']],
  [['latin1'], ['utf-8'], ['charset-changed, latin1, utf-8']],
  [['latin1'], ['latin1'], []],
])('charsets %j that are %j', (was, is, expected) => {
  expect(told({ charsets: was }, { charsets: is })).toEqual(expected);
});
