import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createContractWatch } from '../../../functions/contract-watch/contract-watch.ts';
import type { ContractWatchRuntime } from '../../../functions/contract-watch/runtime.ts';
import type { Lock } from '../../../functions/core/contract/lock/lock.ts';
import { printLock } from '../../../functions/core/contract/lock/lock-json.ts';
import { lockedResponse } from '../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../functions/core/contract/lock/observe.ts';
import { declareContract } from '../../../functions/core/declare/contract.ts';
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import type { HttpResult } from '../../../functions/core/http/send-http.ts';
import { environments } from '../../../lib/environments.ts';
import { createThing, thingDestination, thingIntegration } from '../../fixtures/fixture-integration.ts';

const secret = 'sk_live_CANARY0123456789';
const nowMs = Date.UTC(2026, 10, 24);
const other = thingDestination({
  name: 'other',
  baseUrl: 'https://other.example.com',
  allowedHosts: ['other.example.com'],
});
const integrations = [
  thingIntegration(),
  { ...thingIntegration(createThing(undefined, { destination: other })), name: 'thing-made-to-other' },
];
const contracts = [thingDestination(), other].map((destination) =>
  declareContract({ destination, maps: [], operations: [] }),
);

const response = (statusCode: number, body: object, headers: Record<string, string> = {}): HttpResult => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/json', 'request-id': 'r', ...headers },
    body: JSON.stringify(body),
    bodyTruncated: false,
  },
});
const me = { id: 'a', name: 'Ada', size: 1 };

function lockText(destination: string, body: object = me, headers = {}): string {
  const answer = response(200, body, headers);
  if (!('response' in answer)) throw new Error('no response');
  const about = { maps: new Set<string>(), headers: ['request-id'], host: 'api.example.com', nowMs };
  const lock: Lock = {
    destination,
    recorded: { from: 'live', host: 'api.example.com', at: '2026-03-01T00:00:00.000Z', apiVersion: '1' },
    maps: [],
    operations: new Map([
      [
        'probe',
        {
          request: 'GET /me',
          responses: new Map([[200, lockedResponse([observe(answer.response, about)])]]),
        },
      ],
    ]),
  };
  return printLock(lock);
}

/** By host. */
let answers: Record<string, HttpResult>;
let items: Map<string, Record<string, { N: string } | { S: string }>>;
let updates: { key: string; values: Record<string, unknown> }[];
let requests: string[];
let lines: Record<string, unknown>[];
let secretOf: (id: string) => Promise<object>;
let text: string;
/** What `GET /me` was recorded with. */
let recorded: object;
let recordedHeaders: Record<string, string>;
/** Of the environment's own accounts. */
let rateLimits: Readonly<Record<string, readonly RateLimit[]>>;

beforeEach(() => {
  answers = { 'api.example.com': response(200, me), 'other.example.com': response(200, me) };
  [items, updates, requests, lines, text, recorded] = [new Map(), [], [], [], '', me];
  secretOf = usual;
  [recordedHeaders, rateLimits] = [{}, {}];
});

const usual = async () => ({ SecretString: JSON.stringify({ apiKey: secret }), VersionId: 'v1' });

const ledger = async (command: unknown) => {
  if (command instanceof GetItemCommand) {
    return { Item: items.get(command.input.Key?.id?.S ?? '') };
  }
  if (!(command instanceof UpdateItemCommand)) throw new Error('no such command');
  const key = command.input.Key?.id?.S ?? '';
  updates.push({ key, values: command.input.ExpressionAttributeValues ?? {} });
  const { tatUs } = items.get(key) ?? {};
  const isFree = tatUs === undefined || !command.input.ConditionExpression?.includes('tatUs < :fromUs');
  if (!isFree) {
    throw new ConditionalCheckFailedException({ message: '', $metadata: {}, Item: items.get(key) as never });
  }
  if (key.includes('#drift#')) {
    if (items.has(key)) {
      throw new ConditionalCheckFailedException({
        message: '',
        $metadata: {},
        Item: { claimant: { S: '?' } },
      });
    }
    items.set(key, { claimant: { S: 'id' } });
  }
  return { Attributes: items.get(key) ?? {} };
};

function runtime(): ContractWatchRuntime {
  return {
    config: {
      settings: { ...environments.prod.settings, rateLimits },
      resources: {
        ledgerTable: 'ledger',
        secretPrefix: '',
        destinations: ['thing', 'other'],
      },
    },
    clients: {
      dynamodb: { send: ledger } as never,
      secrets: { send: (command: GetSecretValueCommand) => secretOf(command.input.SecretId ?? '') } as never,
    },
    readContract: async (destination) => lockText(destination, recorded, recordedHeaders),
    send: async ({ url }) => {
      requests.push(url.host);
      return answers[url.host] ?? response(500, {});
    },
    write: (line) => {
      text += line;
      lines.push(JSON.parse(line));
    },
    now: () => nowMs,
    monotonicMs: () => nowMs,
    random: () => 0.5,
    randomId: () => 'id',
    sleep: (ms) => (ms === 5_000 ? new Promise(() => {}) : Promise.resolve()),
  };
}

const watch = (...bodies: readonly string[]) =>
  createContractWatch(
    { contracts, integrations },
    runtime(),
  )({ Records: bodies.map((body, n) => ({ messageId: `m-${n}`, body })) } as SQSEvent);
const check = '{"ask":"check"}';

it.each([
  ['an account without limits of its own', {}, ['limit-lowered']],
  ['an account that has its own', { thing: [{ requests: 5, windowMs: 1_000 }] }, []],
  ['one whose neighbour has its own', { other: [{ requests: 5, windowMs: 1_000 }] }, ['limit-lowered']],
])('of %s it tells of a limit that is lower than the recorded one: %j gives %j', async (_, own, expected) => {
  recordedHeaders = { 'ratelimit-limit': '100' };
  answers['other.example.com'] = response(200, me, recordedHeaders);
  answers['api.example.com'] = response(200, me, { 'ratelimit-limit': '50' });
  rateLimits = own;
  await watch(check);
  const told = lines.filter(({ message }) => String(message).includes('drift'));
  expect(told.flatMap((line) => JSON.stringify(line).match(/limit-lowered/) ?? [])).toEqual(expected);
});
const linesOf = (message: string) => lines.filter((line) => line.message === message);
const metric = (name: string) =>
  lines.filter((line) => name in line).map((line) => [line.destination, line[name]]);

describe('the contract watch', () => {
  it('asks each third party once, whatever the number of asks, and says that all is well', async () => {
    expect(await watch(check, check)).toEqual({ batchItemFailures: [] });
    expect(requests.toSorted()).toEqual(['api.example.com', 'other.example.com']);
    expect(linesOf('contract.checked')).toMatchObject([
      { level: 'INFO', environment: 'prod', requests: 1, breaking: 0, additive: 0 },
      { level: 'INFO', environment: 'prod', requests: 1, breaking: 0, additive: 0 },
    ]);
    expect(metric('ContractUnchecked').toSorted()).toEqual([
      ['other', 0],
      ['thing', 0],
    ]);
  });

  it('brings back what it cannot read, for the dead-letter queue, and does the rest', async () => {
    const failures = [{ itemIdentifier: 'm-0' }];
    expect(await watch(`{"ask":"${secret}"}`)).toEqual({ batchItemFailures: failures });
    expect([requests, text]).toEqual([[], expect.not.stringContaining('CANARY')]);
    expect(await watch('{"ask":"look"}', check)).toEqual({ batchItemFailures: failures });
    expect(requests).toHaveLength(2);
  });

  it('rings once for what changed, by the destination alone', async () => {
    answers['api.example.com'] = response(200, { ...me, size: 'large', colour: 'red' });
    await watch(check);
    expect(linesOf('contract.drifted')).toMatchObject([
      {
        level: 'WARN',
        destination: 'thing',
        operation: 'probe',
        statusCode: 200,
        differences: [{ kind: 'field-retyped', place: '$.size', was: 'integer', is: 'string' }],
        lockRecordedFrom: 'live',
      },
    ]);
    expect(linesOf('contract.grew')).toMatchObject([
      { level: 'INFO', differences: [{ kind: 'field-new', place: '$.colour' }] },
    ]);
    expect(metric('ContractDrift')).toEqual([['thing', 1]]);
    expect(lines.find((line) => 'ContractDrift' in line)).not.toHaveProperty('integration');

    lines = [];
    await watch(check);
    expect(linesOf('contract.checked').map(({ breaking }) => breaking)).toEqual(
      expect.arrayContaining([0, 1]),
    );
    expect([linesOf('contract.drifted'), metric('ContractDrift')]).toEqual([[], []]);
  });

  it('rings for everything that changed on one day, so that the next is quiet', async () => {
    // More than are claimed at once.
    const many = (value: unknown) =>
      Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`field${n}`, value]));
    recorded = many(1);
    answers['api.example.com'] = answers['other.example.com'] = response(200, many('1'));
    await watch(check);
    const told = linesOf('contract.drifted').flatMap(({ differences }) => differences);
    expect(told).toHaveLength(2 * 12);
    lines = [];
    await watch(check);
    expect(linesOf('contract.drifted')).toEqual([]);
  });

  it('holds up no third party for the trouble of another', async () => {
    secretOf = (id) =>
      id === 'thing' ? Promise.reject(Object.assign(new Error(secret), { name: 'TimeoutError' })) : usual();
    expect(await watch(check)).toEqual({ batchItemFailures: [] });
    expect(linesOf('contract.checked')).toMatchObject([{ destination: 'other' }]);
    expect(linesOf('contract.unchecked')).toMatchObject([
      { level: 'WARN', destination: 'thing', reason: 'secret thing cannot be read (TimeoutError)' },
    ]);
    expect(text).not.toContain('CANARY');
  });

  it('looks at all of them side by side, so that one that hangs holds up no other', async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    secretOf = (id) => (id === 'thing' ? promise : usual());
    const looking = watch(check);
    await expect.poll(() => linesOf('contract.checked')).toMatchObject([{ destination: 'other' }]);
    resolve(await usual());
    await looking;
    expect(linesOf('contract.checked')).toHaveLength(2);
  });

  it('makes no call of a parked destination', async () => {
    items.set('destination#thing#account', { parkedAtMs: { N: '1' }, parkedReason: { S: 'HTTP 401' } });
    await watch(check);
    expect(requests).toEqual(['other.example.com']);
    expect(linesOf('contract.unchecked')).toMatchObject([{ reason: 'it is parked: HTTP 401' }]);
  });

  it('takes a permit for each request, and tells everyone of a pause that it is asked for', async () => {
    answers['api.example.com'] = response(429, {}, { 'retry-after': '30' });
    await watch(check);
    const ofThing = updates.filter(({ key }) => key === 'destination#thing#account');
    expect(ofThing.filter(({ values }) => ':given' in values)).toHaveLength(3);
    expect(ofThing.find(({ values }) => ':untilMs' in values)?.values).toMatchObject({
      ':untilMs': { N: `${nowMs + 30_000}` },
    });
    expect(metric('ContractUnchecked').toSorted()).toEqual([
      ['other', 0],
      ['thing', 1],
    ]);
  });

  it('does not wait for a permit that is far off', async () => {
    // Others have reserved so far ahead that a burst does not reach it.
    items.set('destination#thing#account', { tatUs: { N: `${(nowMs + 20_000) * 1_000}` } });
    await watch(check);
    expect(requests).toEqual(['other.example.com']);
    expect(linesOf('contract.unchecked')).toMatchObject([
      {
        troubles: [{ check: 'permit', reason: expect.stringContaining('the rate limit leaves no room for') }],
      },
    ]);
  });

  it('lets no secret out that a third party sends back as a name', async () => {
    answers['api.example.com'] = response(200, { ...me, [secret]: 1 });
    await watch(check);
    expect(linesOf('contract.grew')).toHaveLength(1);
    expect(text).not.toContain('CANARY');
  });

  it('does not start for a destination that no integration has', () => {
    const { config, ...rest } = runtime();
    const resources = { ...config.resources, destinations: ['gone'] };
    expect(() =>
      createContractWatch({ contracts, integrations }, { ...rest, config: { ...config, resources } }),
    ).toThrow('no integration uses gone');
  });
});
