import { beforeEach, expect, test } from 'vitest';
import {
  createDriftComparator,
  type DriftComparatorOptions,
} from '../../../../../functions/core/contract/drift/drift-comparator.ts';
import type { Sample } from '../../../../../functions/core/contract/drift/drift-watch.ts';
import type { Lock, Origin } from '../../../../../functions/core/contract/lock/lock.ts';
import { printLock } from '../../../../../functions/core/contract/lock/lock-json.ts';
import { lockedResponse } from '../../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import type { HttpResponse } from '../../../../../functions/core/declare/http-message.ts';

const nowMs = Date.UTC(2026, 2, 1);

let lines: [level: string, message: string, fields: Readonly<Record<string, unknown>>][] = [];
let counts: string[] = [];

beforeEach(() => {
  [lines, counts] = [[], []];
});

function response(body: unknown, changes: Partial<HttpResponse> = {}): HttpResponse {
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json', 'request-id': 'r1' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    bodyTruncated: false,
    ...changes,
  };
}

const sample = (one: HttpResponse, changes: Partial<Sample> = {}): Sample => ({
  operation: 'create-thing',
  response: one,
  verdict: 'success',
  host: 'api.example.com',
  mask: (text) => text,
  ...changes,
});

/** Recorded from a thing of a size, and from a refusal. */
function lock(
  from: Origin = 'sandbox',
  destination = 'thing',
  created = response({ id: 'a', size: 1 }),
): string {
  const about = { maps: new Set<string>(), headers: ['request-id'], host: 'api.example.com', nowMs };
  const locked = (one: HttpResponse) => lockedResponse([observe(one, about)]);
  const recorded: Lock = {
    destination,
    recorded: { from, host: 'api.example.com', at: '2026-02-01T00:00:00.000Z', apiVersion: '1' },
    maps: [],
    operations: new Map([
      [
        'create-thing',
        {
          request: 'POST /things',
          responses: new Map([
            [201, locked(created)],
            [409, locked(response({ error: { code: 'taken' } }, { statusCode: 409 }))],
          ]),
        },
      ],
    ]),
  };
  return printLock(recorded);
}

function comparator(changes: Partial<DriftComparatorOptions> = {}, text = lock()) {
  return createDriftComparator(text, {
    destination: 'thing',
    environment: 'prod',
    headers: ['request-id'],
    hasOwnLimits: false,
    claims: { claim: async () => 'ours', told: async () => {} },
    claimMsMax: 1_000,
    log: { write: (...line) => lines.push(line) },
    meter: { count: (name) => counts.push(name), flush: () => {} },
    now: () => nowMs,
    sleep: () => new Promise(() => {}),
    ...changes,
  });
}

const told = () => lines.map(([, message, { differences }]) => [message, differences]);

test('responses as they were recorded say nothing', async () => {
  const one = comparator();
  const refusal = response({ error: { code: 'taken' } }, { statusCode: 409 });
  for (let n = 0; n < 20; n += 1) {
    await one?.([sample(response({ id: `b${n}`, size: n })), sample(refusal, { verdict: 'terminal' })]);
  }
  expect([lines, counts]).toEqual([[], []]);
});

test('a number that became a text rings, once', async () => {
  const one = comparator();
  await one?.([sample(response({ id: 'b', size: '2' })), sample(response({ id: 'c', size: '3' }))]);
  await one?.([sample(response({ id: 'd', size: '4' }))]);
  expect(counts).toEqual(['ContractDrift']);
  expect(told()).toEqual([
    ['contract.drifted', [{ kind: 'field-retyped', place: '$.size', was: 'integer', is: 'string' }]],
  ]);
});

test('a field more is a line that wakes nobody', async () => {
  const one = comparator();
  await one?.([sample(response({ id: 'b', size: 2, colour: 'red' }))]);
  expect(counts).toEqual([]);
  expect(lines.map(([level, message]) => [level, message])).toEqual([['info', 'contract.grew']]);
});

test('a field that is gone rings at the tenth response without it', async () => {
  const one = comparator();
  for (let n = 0; n < 9; n += 1) await one?.([sample(response({ id: 'b' }))]);
  expect(counts).toEqual([]);
  await one?.([sample(response({ id: 'b' }))]);
  expect(counts).toEqual(['ContractDrift']);
  expect(lines[0]?.[2].differences).toMatchObject([{ kind: 'field-gone', place: '$.size' }]);
});

test('a status that was never recorded rings where it ends a delivery', async () => {
  const one = comparator();
  await one?.([sample(response({}, { statusCode: 422 }), { verdict: 'terminal' })]);
  await one?.([sample(response({ id: 'a', size: 1 }, { statusCode: 200 }))]);
  expect(told()).toEqual([
    ['contract.drifted', [{ kind: 'status-new', place: '', was: '201, 409', is: '422' }]],
    ['contract.drifted', [{ kind: 'status-new', place: '', was: '201, 409', is: '200' }]],
  ]);
  expect(lines.map(([, , { statusCode }]) => statusCode)).toEqual([422, 200]);
});

test('a redirect rings as one', async () => {
  const headers = { location: 'https://elsewhere.example.com/things' };
  await comparator()?.([sample(response('', { statusCode: 301, headers }), { verdict: 'terminal' })]);
  expect(told()).toEqual([['contract.drifted', [{ kind: 'redirected', place: '', is: 'other-host' }]]]);
});

test.each([
  [429, 'throttled'],
  [503, 'ambiguous'],
  [401, 'credentials'],
  [423, 'retryable'],
] as const)('a %i that was never recorded is trouble of the moment', async (statusCode, verdict) => {
  await comparator()?.([sample(response({ error: 'no' }, { statusCode }), { verdict })]);
  expect([lines, counts]).toEqual([[], []]);
});

test('a success whose answer cannot be used is held against the lock all the same', async () => {
  await comparator()?.([sample(response({ id: 'a', size: true }), { verdict: 'ambiguous' })]);
  expect(counts).toEqual(['ContractDrift']);
});

test('a limit that was lowered rings, but not where the account is another one by our own settings', async () => {
  const limited = (limit: string) => {
    const headers = { 'content-type': 'application/json', 'request-id': 'r1', 'x-ratelimit-limit': limit };
    return response({ id: 'a', size: 1 }, { headers });
  };
  const text = lock('sandbox', 'thing', limited('100'));
  await comparator({ hasOwnLimits: true }, text)?.([sample(limited('50')), sample(limited('200'))]);
  expect(lines).toEqual([]);
  await comparator({}, text)?.([sample(limited('50'))]);
  expect(told()).toEqual([
    ['contract.drifted', [{ kind: 'limit-lowered', place: 'x-ratelimit-limit', was: '100', is: '50' }]],
  ]);
});

test.each(['create-thing lookup', 'create-thing follow-up'])(
  'what others have made may be otherwise: a null in the answer to a %s wakes nobody, a text where a number was does',
  async (operation) => {
    const one = comparator({}, lock().replace('"create-thing"', `"${operation}"`));
    await one?.([sample(response({ id: 'b', size: null }), { operation })]);
    expect(lines.map(([, message]) => message)).toEqual(['contract.grew']);
    await one?.([sample(response({ id: 'b', size: '1' }), { operation })]);
    expect(lines.map(([, message]) => message)).toEqual(['contract.grew', 'contract.drifted']);
  },
);

test('a null in the answer to a request of ours rings', async () => {
  await comparator()?.([sample(response({ id: 'b', size: null }))]);
  expect(counts).toEqual(['ContractDrift']);
});

test('a body that was cut says nothing', async () => {
  const cut = response('{"id":"a","si', { bodyTruncated: true });
  const one = comparator();
  for (let n = 0; n < 12; n += 1) await one?.([sample(cut, { verdict: 'ambiguous' })]);
  expect([lines, counts]).toEqual([[], []]);
});

test('an operation that the lock does not have is a line, once, and no alarm', async () => {
  const one = comparator();
  const lookup = sample(response({ id: 'a' }, { statusCode: 200 }), { operation: 'create-thing lookup' });
  await one?.([lookup, lookup]);
  await one?.([lookup]);
  expect(counts).toEqual([]);
  expect(lines).toEqual([
    [
      'warn',
      'contract.unknown',
      {
        destination: 'thing',
        operation: 'create-thing lookup',
        reason: 'the lock does not have the operation: probe again',
      },
    ],
  ]);
});

test('a lock that is broken is a line, and nothing is compared', () => {
  expect(comparator({}, '{')).toBeUndefined();
  expect(lines.map(([level, message]) => [level, message])).toEqual([['warn', 'contract.unknown']]);
});

test('the lock of another destination is none', () => {
  expect(comparator({}, lock('live', 'other'))).toBeUndefined();
  expect(lines[0]?.[2].reason).toBe('the lock is that of other');
});

test("a stand-in's lock is no word of the third party: it is unproven, and nothing is held against it", () => {
  expect(comparator({}, lock('stand-in'))).toBeUndefined();
  expect(lines).toEqual([
    [
      'info',
      'contract.unproven',
      {
        destination: 'thing',
        reason: 'the lock was recorded from a stand-in: probe the third party itself',
      },
    ],
  ]);
});

test('in the local environment the stand-in is the third party', async () => {
  await comparator({ environment: 'local' }, lock('stand-in'))?.([sample(response({ id: 'b', size: '2' }))]);
  expect(counts).toEqual(['ContractDrift']);
});

test('an address that a third party puts into the name of a field leaves by no line', async () => {
  const one = comparator({ headers: [] });
  const mask = (text: string) => text.replaceAll('ada@example.com', '«email»');
  await one?.([sample(response({ id: 'b', size: 1, 'ada@example.com': 1, ada: 'x' }), { mask })]);
  expect(JSON.stringify(lines)).not.toContain('ada@example.com');
  expect(lines).not.toEqual([]);
});

test('a response that cannot be read is a line, once, and its neighbours are looked at', async () => {
  const one = comparator();
  const broken = response('');
  Object.defineProperty(broken, 'headers', {
    get: () => {
      throw new TypeError('sk_secret');
    },
  });
  await one?.([sample(broken), sample(broken), sample(response({ id: 'b', size: '2' }))]);
  expect(lines.map(([, message, { reason }]) => [message, reason])).toEqual([
    ['contract.not-compared', 'TypeError'],
    ['contract.drifted', undefined],
  ]);
});
