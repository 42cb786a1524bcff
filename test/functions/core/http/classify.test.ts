import { expect, test } from 'vitest';
import type { Meaning, Verdict } from '../../../../functions/core/declare/destination.ts';
import type { HttpResponse } from '../../../../functions/core/declare/http-message.ts';
import { classify, codes } from '../../../../functions/core/http/classify.ts';
import { createThing, thingDestination } from '../../../fixtures/fixture-integration.ts';

const nowMs = Date.UTC(2026, 2, 1);
const operation = createThing();

const answered = (statusCode: number, changes: Partial<HttpResponse> = {}) => ({
  response: { statusCode, headers: {}, body: '{"id":"thing_1"}', bodyTruncated: false, ...changes },
});

test.each<[number, Verdict]>([
  [200, 'success'],
  [201, 'success'],
  [204, 'success'],
  [301, 'refused'],
  [302, 'refused'],
  [304, 'refused'],
  [400, 'terminal'],
  [401, 'credentials'],
  [403, 'refused'],
  [404, 'terminal'],
  [408, 'ambiguous'],
  [409, 'terminal'],
  [422, 'terminal'],
  [423, 'retryable'],
  [425, 'retryable'],
  [429, 'throttled'],
  [500, 'ambiguous'],
  [501, 'refused'],
  [502, 'ambiguous'],
  [503, 'ambiguous'],
  [504, 'ambiguous'],
  [505, 'refused'],
  [511, 'refused'],
  [599, 'ambiguous'],
  [0, 'ambiguous'],
])('status %d is %s', (status, verdict) => {
  expect(classify(operation, answered(status), nowMs)).toMatchObject({ verdict, statusCode: status });
});

test('what a destination says of a status goes before what HTTP says', () => {
  const own = createThing(undefined, {
    destination: thingDestination({ statuses: { 409: 'success', 404: 'retryable' } }),
  });
  expect(classify(own, answered(409), nowMs)).toMatchObject({
    verdict: 'success',
    code: 'OK',
    receipt: 'thing_1',
  });
  expect(classify(own, answered(404), nowMs)).toMatchObject({
    verdict: 'retryable',
    code: 'TEMPORARILY_REFUSED',
  });
});

test.each([
  [{ code: 'channel_not_found' }, 'channel_not_found, status 200'],
  [{ code: 'channel_not_found', message: 'no such channel' }, 'no such channel'],
  [{}, 'status 200'],
])('what it said in %j is told as %j', (said, message) => {
  const refused = { verdict: 'terminal', ...said } as const;
  const own = createThing(undefined, { destination: thingDestination({ judge: () => refused }) });
  const told = createThing(undefined, {
    destination: thingDestination({ judge: () => ({ verdict: 'terminal' }), readError: () => said }),
  });
  for (const one of [own, told]) expect(classify(one, answered(200), nowMs).message).toBe(message);
});

test('a judgement goes before the table, with its own code and message', () => {
  const own = createThing(undefined, {
    destination: thingDestination({
      statuses: { 200: 'success' },
      judge: () => ({ verdict: 'terminal', code: 'partial', message: 'one of two failed' }),
    }),
  });
  expect(classify(own, answered(200), nowMs)).toEqual({
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'one of two failed',
    statusCode: 200,
    thirdPartyCode: 'partial',
  });
});

test('declarations that throw on what a stranger sent change nothing of the status', () => {
  const fail = () => {
    throw new TypeError('cannot read');
  };
  const own = createThing(undefined, {
    destination: thingDestination({ judge: fail, readError: fail, readLimit: fail }),
    receipt: fail,
  });
  expect(classify(own, answered(400), nowMs)).toEqual({
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'status 400',
    statusCode: 400,
  });
  expect(classify(own, answered(200), nowMs)).toMatchObject({
    verdict: 'ambiguous',
    code: 'UNREADABLE_RESPONSE',
  });
});

test.each([
  ['is not JSON', { body: 'Created' }],
  ['has no receipt', { body: '{}' }],
  ['was cut', { bodyTruncated: true }],
])('a success whose body %s is ambiguous', (_name, changes) => {
  expect(classify(operation, answered(200, changes), nowMs)).toMatchObject({
    verdict: 'ambiguous',
    code: 'UNREADABLE_RESPONSE',
    statusCode: 200,
  });
});

test('the error and the id of the request that the third party names are kept', () => {
  const body = '{"error":{"code":"bad_email","message":"No such domain"}}';
  expect(classify(operation, answered(422, { body, headers: { 'request-id': 'req_1' } }), nowMs)).toEqual({
    verdict: 'terminal',
    scope: 'event',
    fromApplication: true,
    code: 'REQUEST_REJECTED',
    message: 'No such domain',
    statusCode: 422,
    thirdPartyCode: 'bad_email',
    requestId: 'req_1',
  });
});

test('throttling with Retry-After holds everybody until then', () => {
  expect(classify(operation, answered(429, { headers: { 'retry-after': '30' } }), nowMs)).toMatchObject({
    verdict: 'throttled',
    code: 'RATE_LIMITED',
    pauseMs: 30_000,
    notBeforeMs: nowMs + 30_000,
  });
});

test.each([
  [503, 'ambiguous'],
  [409, 'terminal'],
  [423, 'retryable'],
  [301, 'refused'],
])('Retry-After beside a %d holds everybody, and is %s as without it', (status, verdict) => {
  expect(classify(operation, answered(status, { headers: { 'retry-after': '30' } }), nowMs)).toMatchObject({
    verdict,
    pauseMs: 30_000,
    notBeforeMs: nowMs + 30_000,
  });
});

test('Retry-After beside a success is when to look at what was begun, and holds nobody', () => {
  expect(classify(operation, answered(202, { headers: { 'retry-after': '30' } }), nowMs)).not.toHaveProperty(
    'notBeforeMs',
  );
});

test('a pause of no time leaves the word to what the destination reads of its limit', () => {
  const own = createThing(undefined, {
    destination: thingDestination({ readLimit: () => ({ notBeforeMs: nowMs + 5_000 }) }),
  });
  const response = answered(429, { headers: { 'retry-after': '0' } });
  expect(classify(own, response, nowMs)).toMatchObject({ pauseMs: 5_000 });
  expect(classify(operation, response, nowMs)).not.toHaveProperty('pauseMs');
});

test('a limit that is used up holds everybody, although this one passed', () => {
  const own = createThing(undefined, {
    destination: thingDestination({ readLimit: () => ({ notBeforeMs: nowMs + 5_000 }) }),
  });
  expect(classify(own, answered(200), nowMs)).toMatchObject({
    verdict: 'success',
    notBeforeMs: nowMs + 5_000,
  });
});

test('what was not sent is retryable, what may have been is ambiguous', () => {
  const failure = { code: 'TIMEOUT', message: 'no answer within 300 ms' };
  expect(classify(operation, { failure: { sent: 'not-sent', ...failure } }, nowMs)).toEqual({
    verdict: 'retryable',
    scope: 'destination',
    fromApplication: false,
    ...failure,
  });
  expect(classify(operation, { failure: { sent: 'unknown', ...failure } }, nowMs)).toEqual({
    verdict: 'ambiguous',
    scope: 'destination',
    fromApplication: false,
    ...failure,
  });
});

test('every verdict has a code of its own, which alarms and filters name', () => {
  expect(codes).toEqual({
    success: 'OK',
    terminal: 'REQUEST_REJECTED',
    retryable: 'TEMPORARILY_REFUSED',
    throttled: 'RATE_LIMITED',
    ambiguous: 'SERVER_ERROR',
    unknown: 'OUTCOME_UNKNOWN',
    credentials: 'CREDENTIALS_REJECTED',
    refused: 'REFUSED_FOR_ALL',
  });
});

test('an error in words alone is the application’s own too', () => {
  const saying = (told: { code?: string; message?: string }) =>
    createThing(undefined, { destination: thingDestination({ readError: () => told }) });
  const plain = answered(404, { body: 'no such thing' });
  for (const told of [{ message: 'no such thing' }, { code: 'gone' }])
    expect(classify(saying(told), plain, nowMs)).toMatchObject({
      verdict: 'terminal',
      fromApplication: true,
    });
  expect(classify(saying({}), plain, nowMs)).toMatchObject({ verdict: 'refused', fromApplication: false });
});

test('a yes without an id is one by the status that the operation says, and by no other', () => {
  const bare = (statusCode: number) => answered(statusCode, { body: '' });
  const accepting = createThing({ by: 'upsert' }, { accepts: [202, 204] });
  const calling = createThing(
    { by: 'upsert' },
    { statuses: { 202: 'success', 204: { verdict: 'success' } } },
  );
  for (const operation of [accepting, calling]) {
    for (const status of [202, 204])
      expect(classify(operation, bare(status), nowMs)).toStrictEqual({
        verdict: 'success',
        scope: 'event',
        fromApplication: true,
        code: 'OK',
        message: `status ${status}`,
        statusCode: status,
      });
    expect(classify(operation, bare(200), nowMs).code).toBe('UNREADABLE_RESPONSE');
    // What was cut may hold an error behind its beginning.
    expect(classify(operation, answered(202, { body: '', bodyTruncated: true }), nowMs).code).toBe(
      'UNREADABLE_RESPONSE',
    );
  }
});

test.each<[string, Partial<HttpResponse>, string, boolean]>([
  [
    'in a coding that nobody reads',
    { body: '', unreadCoding: 'zstd' },
    'status 200 in a coding that cannot be read: zstd',
    true,
  ],
  [
    'without an id',
    { body: '{}' },
    'status 200 without an id that could be read: it said yes; check the contract',
    true,
  ],
  ['cut short', { body: '{"id":"th', bodyTruncated: true }, 'status 200, cut off before its end', false],
  [
    'cut a byte before the most that is read',
    { body: 'x'.repeat(262_143), bodyTruncated: true },
    'status 200, cut off before its end',
    false,
  ],
  [
    'longer than is ever read',
    { body: 'x'.repeat(262_144), bodyTruncated: true },
    'status 200 without an id that could be read: it said yes; check the contract',
    true,
  ],
])(
  'an answer %s says what to do about it, and whether it will come so again',
  (_, changes, message, saysYes) => {
    expect(classify(operation, answered(200, changes), nowMs)).toStrictEqual({
      verdict: 'ambiguous',
      scope: 'event',
      fromApplication: false,
      code: 'UNREADABLE_RESPONSE',
      message,
      statusCode: 200,
      ...(saysYes ? { saysYes: true } : {}),
    });
  },
);

test('where to look stands in the words of what everybody is refused, and beside all else', () => {
  const of = (meaning: Meaning) =>
    classify(
      createThing(undefined, { destination: thingDestination({ statuses: { 400: meaning } }) }),
      answered(400),
      nowMs,
    );
  expect(of({ verdict: 'refused', lookAt: 'plan' })).toMatchObject({
    message: 'status 400 — look at the plan of the account, and what is owed',
    lookAt: 'plan',
  });
  expect(of({ verdict: 'refused' })).toStrictEqual({
    verdict: 'refused',
    scope: 'operation',
    fromApplication: true,
    code: 'REFUSED_FOR_ALL',
    message: 'status 400',
    statusCode: 400,
  });
  expect(of({ verdict: 'retryable', lookAt: 'plan' })).toMatchObject({
    message: 'status 400',
    lookAt: 'plan',
  });
});
