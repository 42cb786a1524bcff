import { beforeEach, describe, expect, it } from 'vitest';
import { type WatchOptions, watchContract } from '../../../functions/contract-watch/watch.ts';
import type { Difference } from '../../../functions/core/contract/lock/difference.ts';
import type { Lock, Origin } from '../../../functions/core/contract/lock/lock.ts';
import { printLock } from '../../../functions/core/contract/lock/lock-json.ts';
import { lockedResponse } from '../../../functions/core/contract/lock/locked-response.ts';
import type { CheckRun } from '../../../functions/core/contract/probe/probe-recorder.ts';
import type { ProbedExchange } from '../../../functions/core/contract/probe/send-probe.ts';
import { declareContract } from '../../../functions/core/declare/contract.ts';
import type { Verdict } from '../../../functions/core/declare/destination.ts';
import { ConfigError, CredentialsError } from '../../../functions/core/errors.ts';
import type { Parking } from '../../../functions/core/pace/account.ts';
import { thingDestination } from '../../fixtures/fixture-integration.ts';

const recorded = (from: Origin, destination = 'thing'): Lock => ({
  destination,
  recorded: { from, host: 'api.example.com', at: '2026-11-24T00:00:00.000Z', apiVersion: '1' },
  maps: [],
  operations: new Map([['probe', { request: 'GET /me', responses: new Map([[401, lockedResponse([])]]) }]]),
});
const exchange = (verdict: Verdict, statusCode: number, operation = 'probe') =>
  ({ operation, classification: { verdict, statusCode } }) as ProbedExchange;
const difference = (kind: Difference['kind'], breaking: boolean): Difference => ({
  operation: 'probe',
  statusCode: 200,
  kind,
  breaking,
  place: '$.id',
});

let run: CheckRun;
let lines: Record<string, unknown>[];
let counts: [name: string, times: number][];
let compared: readonly ProbedExchange[];
let reported: unknown[];
let calls: string[];

beforeEach(() => {
  run = { exchanges: [exchange('success', 200)], skipped: [], troubles: [], leftBehind: [], differences: [] };
  [lines, counts, compared, reported, calls] = [[], [], [], [], []];
});

async function watch(changes: Partial<WatchOptions> = {}, lock: Lock = recorded('live')) {
  const called = <T>(name: string, result: T) => {
    calls.push(name);
    return result;
  };
  await watchContract({
    destination: 'thing',
    declaration: declareContract({ destination: thingDestination(), maps: [], operations: [] }),
    environment: 'prod',
    readContract: async () => printLock(lock),
    parking: async () => called('parking', undefined),
    readSecret: async () => called('secret', { credentials: { apiKey: 'key' }, version: 'v1' }),
    runChecks: async () => called('checks', run),
    compare: (_, { exchanges }) => {
      compared = exchanges;
      return [];
    },
    report: async (_, differences) => {
      reported.push(...differences);
    },
    log: { write: (level, message, fields) => lines.push({ level, message, ...fields }) },
    meter: { count: (name, times = 1) => counts.push([name, times]), flush: () => counts.push(['flush', 0]) },
    ...changes,
  });
}

const rings = [
  ['ContractUnchecked', 1],
  ['flush', 0],
];
const isQuiet = [
  ['ContractUnchecked', 0],
  ['flush', 0],
];

describe('the daily look at a third party', () => {
  it('says that it was made, and what it found, and counts a zero', async () => {
    const differences = [difference('field-gone', true), difference('field-new', false)];
    await watch({ compare: () => differences });
    expect(reported).toEqual(differences);
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'contract.checked',
        destination: 'thing',
        requests: 1,
        breaking: 1,
        additive: 1,
        lockRecordedFrom: 'live',
        lockRecordedAt: '2026-11-24T00:00:00.000Z',
        lacksVerdicts: true,
      },
    ]);
    expect(counts).toEqual(isQuiet);
  });

  it('makes no call of a parked destination, and does not read its secret', async () => {
    const parking: Parking = { parkedAtMs: 0, reason: 'HTTP 401' };
    await watch({ parking: async () => parking });
    expect(calls).toEqual([]);
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'contract.unchecked',
        destination: 'thing',
        reason: 'it is parked: HTTP 401',
      },
    ]);
    expect(counts).toEqual(rings);
  });

  it.each([
    [new CredentialsError('secret a holds no text'), 'secret a holds no text'],
    [new ConfigError('baseUrl must be https'), 'baseUrl must be https'],
    [Object.assign(new Error('it said sk_live_1'), { name: 'TimeoutError' }), 'it failed (TimeoutError)'],
    ['sk_live_1', 'it failed (not an error)'],
  ])('that ends with %s is told of without what a stranger said', async (error, reason) => {
    const readSecret = async () => {
      throw error;
    };
    await watch({ readSecret });
    expect(lines).toMatchObject([{ level: 'warn', message: 'contract.unchecked', reason }]);
    expect(counts).toEqual(rings);
  });

  it('tells of checks that got no answer, and still of what the others show', async () => {
    const trouble = { check: 'list', operation: 'list-things', reason: 'SERVER_ERROR (HTTP 503)' };
    run = { ...run, troubles: [trouble] };
    await watch({ compare: () => [difference('field-gone', true)] });
    expect(reported).toHaveLength(1);
    expect(lines[1]).toEqual({
      level: 'warn',
      message: 'contract.unchecked',
      destination: 'thing',
      reason: 'not every check was answered',
      troubles: [trouble],
    });
    expect(counts).toEqual(rings);
  });

  it('compares what is an answer or was recorded, and no trouble of the day', async () => {
    const kept = [
      exchange('success', 200),
      exchange('terminal', 404),
      exchange('credentials', 401),
      exchange('terminal', 301, 'list-things'),
    ];
    const left = [
      exchange('credentials', 403),
      exchange('retryable', 423),
      exchange('credentials', 401, 'list-things'),
    ];
    run = { ...run, exchanges: [...kept, ...left] };
    await watch();
    expect(compared).toEqual(kept);
  });

  it('asks for nothing where only a stand-in has given its word, and does not ring', async () => {
    await watch({}, recorded('stand-in'));
    expect(calls).toEqual([]);
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'contract.unproven',
        destination: 'thing',
        reason: 'the lock was recorded from a stand-in: probe the third party itself',
      },
    ]);
    expect(counts).toEqual(isQuiet);
  });

  it('takes the word of a stand-in in local, where it is the third party', async () => {
    await watch({ environment: 'local' }, recorded('stand-in'));
    expect(calls).toEqual(['parking', 'secret', 'checks']);
  });

  it.each([
    [{ declaration: undefined }, 'it declares no contract in functions/destinations/thing'],
    [{ readContract: async () => undefined }, 'there is no lock: probe with --update'],
    [{ readContract: async () => printLock(recorded('live', 'other')) }, 'the lock is that of other'],
    [
      { readContract: async () => printLock(recorded('live')).replace('"maps": []', '"maps": {}') },
      'the lock is no good: maps of the lock is no list; record it anew: npm run interlock -- probe thing --update',
    ],
  ])('with nothing to compare with makes no call, and says so: %#', async (changes, reason) => {
    await watch(changes);
    expect(calls).toEqual([]);
    expect(lines).toMatchObject([{ message: 'contract.unchecked', reason }]);
    expect(counts).toEqual(rings);
  });
});
