import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context, SQSRecord } from 'aws-lambda';
import { afterEach, expect, test } from 'vitest';
import type { Seen } from '../../../../functions/core/contract/drift/drift-watch.ts';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import { deliverBatch } from '../../../../functions/core/deliver/batch.ts';
import type {
  CredentialStore,
  VersionedCredentials,
} from '../../../../functions/core/deliver/credentials.ts';
import type { DeliveryParts } from '../../../../functions/core/deliver/delivery.ts';
import { deliveryKey } from '../../../../functions/core/deliver/delivery-key.ts';
import type { DeliveryRecord } from '../../../../functions/core/deliver/delivery-record.ts';
import type { Diagnosis } from '../../../../functions/core/deliver/diagnosis.ts';
import type { Ledger, PutDown } from '../../../../functions/core/deliver/ledger.ts';
import { createParkingReporter } from '../../../../functions/core/deliver/parking-reporter.ts';
import { CredentialsError } from '../../../../functions/core/errors.ts';
import { createSendHttp } from '../../../../functions/core/http/send-http.ts';
import type { Account, Parking } from '../../../../functions/core/pace/account.ts';
import { createRedactor } from '../../../../functions/core/redact/redactor.ts';
import { byLookup, createThing, thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';

const startMs = Date.UTC(2026, 2, 1);
const parkedRecheckMs = 60_000;

interface Call {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** A third party that gives the answers of its script, one a call. */
async function thirdParty(...script: Answer[]) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { authorization, 'idempotency-key': key } = request.headers;
    calls.push({ method: request.method, path: request.url, key: key?.toString(), authorization, body });
    (script[calls.length - 1] ?? answer(599))(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { calls, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(JSON.stringify(body));
const pageOf =
  (status: number, html = '<!doctype html><title>Sorry</title>'): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end(html);
const hang: Answer = () => {};
const created = answer(201, { id: 'thing_1' });

interface Row extends DeliveryRecord {
  readonly status: PutDown['status'] | 'taken';
  readonly failedAtMs?: number;
}

/** core/deliver/ledger.ts in memory, one sandbox at a time. */
function memoryLedger(steps: string[], now: () => number) {
  const rows = new Map<string, Row>();
  const state = { keeps: true, rows };
  const ledger: Ledger = {
    take: async ({ identity, leaseMs, redrivenFromMs, request }, work) => {
      const key = deliveryKey(identity);
      const row = rows.get(key);
      const redriven = row?.status === 'dead-lettered' && row.failedAtMs === redrivenFromMs;
      if (row?.status === 'taken') return { state: 'busy', untilMs: now() + leaseMs };
      if (row !== undefined && row.status !== 'waiting' && !redriven) return { state: 'settled' };
      const known: Omit<Row, 'status'> = row ?? {
        attempts: 0,
        takes: 0,
        firstTakenAtMs: now(),
        backedOffMs: 0,
        unsettled: false,
        approvals: 0,
      };
      const kept = known.request ?? request;
      const memory: DeliveryRecord = {
        ...known,
        ...(kept === undefined ? {} : { request: kept }),
        takes: known.takes + 1,
        ...(redriven ? { attempts: 0, backedOffMs: 0, takes: 1 } : {}),
      };
      rows.set(key, { ...memory, status: 'taken' });
      const putDown = await work(memory);
      steps.push(`put down ${putDown.status}`);
      if (!state.keeps) return { state: 'ran', kept: false };
      const { slotMs: _, ...rest } = memory;
      rows.set(key, { ...rest, ...putDown, ...putDown.facts, takes: 0 });
      return { state: 'ran', kept: true };
    },
  };
  return { ledger, state };
}

/** core/pace/account.ts in memory: without a limit, but for what the third party asks for. */
function memoryAccount(now: () => number) {
  const state = {
    holdUntilMs: 0,
    parking: undefined as Parking | undefined,
    reserved: [] as number[],
    reaches: true,
    /** By the item; a sandbox knows once it has reserved. */
    resumedAtMs: 0,
  };
  let known = 0;
  const refusal = () => {
    if (state.parking !== undefined) {
      return { given: false, outcome: 'parked', untilMs: now() + parkedRecheckMs, reason: 'parked' } as const;
    }
    return state.holdUntilMs > now()
      ? ({ given: false, outcome: 'deferred', untilMs: state.holdUntilMs, reason: 'held' } as const)
      : undefined;
  };
  const account: Account = {
    reserve: async (asks) => {
      if (!state.reaches) throw new Error('unreachable');
      state.reserved.push(asks.length);
      known = state.resumedAtMs;
      return asks.map(({ slotMs }) => refusal() ?? { given: true, atMs: slotMs ?? now(), trial: false });
    },
    check: async () => refusal(),
    learn: async ({ notBeforeMs = 0 }) => {
      state.holdUntilMs = Math.max(state.holdUntilMs, notBeforeMs);
    },
    park: async (why) => {
      const began = state.parking === undefined;
      state.parking ??= { parkedAtMs: now(), ...why };
      return began;
    },
    parking: () => state.parking,
    resumedAtMs: () => known,
  };
  return { account, state };
}

interface Setup {
  readonly integration?: AnyIntegration;
  readonly credentials?: (baseUrl: string) => CredentialStore;
  readonly horizonMs?: number;
  readonly buries?: boolean;
  readonly defers?: boolean;
  readonly script?: readonly Answer[];
  /** Resolves when the invocation is nearly over. */
  readonly deadline?: Promise<void>;
}

async function sandbox(setup: Setup = {}) {
  const { calls, baseUrl } = await thirdParty(...(setup.script ?? []));
  const steps: string[] = [];
  const lines: { level: string; message: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const counts: string[] = [];
  const times: [string, number][] = [];
  const dead: { body: string; diagnosis: Diagnosis }[] = [];
  const deferred: { messageId: string; waitMs: number }[] = [];
  const clock = { nowMs: startMs, remainingMs: 30_000 };
  const now = () => clock.nowMs;
  const { ledger, state } = memoryLedger(steps, now);
  const integration = setup.integration ?? thingIntegration();
  const { account, state: accountState } = memoryAccount(now);
  const asked: string[] = [];
  const seen: Seen[] = [];
  const queue: DeliveryParts['queue'] = {
    defer: async ({ messageId }, waitMs) => {
      if (setup.defers === false) throw new Error('InternalError');
      deferred.push({ messageId, waitMs });
    },
    bury: async ({ body }, diagnosis) => {
      steps.push('buried');
      if (setup.buries === false) throw new Error('InternalError');
      dead.push({ body, diagnosis });
    },
    askToLook: async (destination) => {
      asked.push(destination);
    },
  };
  const log: DeliveryParts['log'] = {
    write: (level, message, fields) => lines.push({ level, message, fields }),
  };
  const parts: DeliveryParts = {
    integration,
    settings: {
      environment: 'local',
      loggedShare: 1,
      backoff: { baseMs: 5_000, capMs: 900_000, horizonMs: setup.horizonMs ?? 82_800_000 },
      parkedRecheckMs,
      breaker: { firstMs: 30_000, mostMs: 300_000 },
      pacing: { dispersionMs: 0, clockSkewMs: 0 },
      allowPrivateAddresses: true,
    },
    credentials: setup.credentials?.(baseUrl) ?? fixedCredentials(baseUrl),
    queue,
    account,
    standstill: createParkingReporter({ account, queue, log, destination: 'thing' }),
    contract: { saw: (one) => seen.push(one) },
    send: createSendHttp({ allowPrivateAddresses: true, now }),
    log,
    meter: {
      count: (name) => counts.push(name),
      time: (name, ms) => times.push([name, ms]),
      flush: () => {},
    },
    redactor: createRedactor(),
    now,
    random: () => 0.5,
    // The deadline of the batch does not come, unless a test lets it.
    sleep: (ms) => (ms > 2_000 ? (setup.deadline ?? new Promise(() => {})) : Promise.resolve()),
  };
  /** Delivers one batch; returns the ids of the messages that come back. */
  const batch = async (...records: SQSRecord[]) => {
    const invocation = { ledger, remainingMs: () => clock.remainingMs };
    const { batchItemFailures } = await deliverBatch(parts, invocation, { Records: records }, {} as Context);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  const outcomes = () => lines.map(({ message, fields }) => `${message} ${fields.outcome ?? ''}`.trim());
  return {
    times,
    calls,
    steps,
    lines,
    counts,
    dead,
    deferred,
    clock,
    parts,
    batch,
    outcomes,
    ledger: state,
    account: accountState,
    asked,
    seen,
    baseUrl,
  };
}

function fixedCredentials(baseUrl: string): CredentialStore {
  const current: VersionedCredentials = { credentials: { apiKey: 'sk_1', baseUrl }, version: 'v1' };
  return { get: async () => current, refreshed: async () => undefined };
}

let nextMessage = 0;
function record(body = thingBody(), attributes: SQSRecord['messageAttributes'] = {}): SQSRecord {
  nextMessage += 1;
  return {
    messageId: `message-${nextMessage}`,
    receiptHandle: 'handle',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: `${startMs}`,
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: `${startMs}`,
    },
    messageAttributes: attributes,
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
    awsRegion: 'us-east-1',
  };
}

const rowOf = ({ ledger }: Awaited<ReturnType<typeof sandbox>>) => [...ledger.rows.values()][0];

test('an event that the third party takes is delivered', async () => {
  const one = await sandbox({ script: [created] });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([
    {
      method: 'POST',
      path: '/things',
      key: expect.stringMatching(/^interlock-thing-made-to-thing-[0-9a-f]{64}$/),
      authorization: 'Bearer sk_1',
      body: '{"reference":"r1","name":"Ada Lovelace"}',
    },
  ]);
  expect(rowOf(one)).toMatchObject({
    status: 'delivered',
    attempts: 1,
    unsettled: false,
    receipt: 'thing_1',
    last: { code: 'OK', statusCode: 201 },
  });
  expect(one.outcomes()).toEqual(['delivery.attempted delivered']);
  expect(one.counts).toEqual(['Delivered']);
});

test('throttling costs no attempt, and the message waits as long as it was asked to', async () => {
  const one = await sandbox({ script: [answer(429, {}, { 'retry-after': '30' })] });
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.deferred).toEqual([{ messageId: message.messageId, waitMs: 30_000 }]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0, backedOffMs: 0 });
  expect(one.counts).toEqual(['Deferred']);
});

test('throttling of one message holds the next', async () => {
  const one = await sandbox({ script: [answer(429, {}, { 'retry-after': '30' }), created] });
  await one.batch(record());
  const next = record(thingBody({ id: 'event-2' }));
  expect(await one.batch(next)).toEqual([next.messageId]);
  expect(one.calls).toHaveLength(1);
  expect(one.deferred.at(-1)).toEqual({ messageId: next.messageId, waitMs: 30_000 });
});

test('a server error is tried again with a growing wait, by the same key and the same bytes', async () => {
  const one = await sandbox({ script: [answer(500), answer(500), created] });
  await one.batch(record());
  await one.batch(record());
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([2_500, 5_000]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 2, backedOffMs: 7_500, unsettled: true });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([one.calls[0], one.calls[0], one.calls[0]]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 3, unsettled: false });
  expect(one.lines.map(({ fields }) => fields.attempt)).toEqual([1, 2, 3]);
});

test('what the third party refuses is safe in the dead-letter queue before the ledger calls it dead', async () => {
  const one = await sandbox({
    script: [
      answer(
        400,
        { error: { code: 'bad_name', message: 'No "Ada Lovelace" here' } },
        { 'request-id': 'req_1' },
      ),
    ],
  });
  const message = record();
  expect(await one.batch(message)).toEqual([]);
  expect(one.steps).toEqual(['buried', 'put down dead-lettered']);
  expect(one.dead).toEqual([
    {
      body: message.body,
      diagnosis: {
        code: 'REQUEST_REJECTED',
        stage: 'attempt',
        attempts: 1,
        firstReceivedAt: '2026-03-01T00:00:00.000Z',
        failedAt: '2026-03-01T00:00:00.000Z',
        destination: 'thing',
        statusCode: 400,
        requestId: 'req_1',
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
        advice: expect.stringMatching(/^No "«name»" here — /),
      },
    },
  ]);
  expect(rowOf(one)).toMatchObject({ status: 'dead-lettered', failedAtMs: startMs });
});

test('a redriven dead letter is delivered, and what is not redriven stays settled', async () => {
  const one = await sandbox({ script: [answer(400), created] });
  await one.batch(record());
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toHaveLength(1);
  const diagnosis = {
    stringValue: JSON.stringify(one.dead[0]?.diagnosis),
    dataType: 'String',
  };
  expect(await one.batch(record(thingBody(), { diagnosis }))).toEqual([]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('when the dead-letter queue does not take it, the message comes back and the delivery is not dead', async () => {
  const one = await sandbox({ script: [answer(400)], buries: false });
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.steps).toEqual(['buried', 'put down waiting']);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 1 });
});

test('an invalid event goes to the dead letters and its neighbours go on', async () => {
  const one = await sandbox({ script: [created, created] });
  const bad = record('{"specversion":"1.0"');
  expect(await one.batch(record(), bad, record(thingBody({ id: 'event-2' })))).toEqual([]);
  expect(one.calls).toHaveLength(2);
  expect(one.dead).toMatchObject([{ body: bad.body, diagnosis: { code: 'INVALID_EVENT', stage: 'parse' } }]);
});

test('an invalid event that cannot be buried comes back alone', async () => {
  const one = await sandbox({ script: [created], buries: false });
  const bad = record('no JSON');
  expect(await one.batch(record(), bad)).toEqual([bad.messageId]);
});

test('the same event twice in one batch has one effect', async () => {
  const one = await sandbox({ script: [created] });
  expect(await one.batch(record(), record())).toEqual([]);
  expect(one.calls).toHaveLength(1);
  expect(one.outcomes()).toEqual(['delivery.attempted delivered', 'delivery.settled duplicate']);
});

test('a timeout of what cannot be repeated ends as an unknown outcome', async () => {
  const one = await sandbox({ integration: thingIntegration(createThing({ by: 'never' })), script: [hang] });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toHaveLength(1);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN', stage: 'settle', attempts: 1 } }]);
});

test('what a person redrives after looking is sent anew, under a key of its own', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  one.clock.nowMs += 86_400_000;
  await one.batch(record());
  const [dead] = one.dead;
  expect(dead?.diagnosis.code).toBe('OUTCOME_UNKNOWN');
  const diagnosis = { stringValue: JSON.stringify(dead?.diagnosis), dataType: 'String' };
  expect(await one.batch(record(thingBody(), { diagnosis }))).toEqual([]);
  expect(one.calls.map(({ key }) => key)).toEqual([
    expect.stringMatching(/-[0-9a-f]{64}$/),
    `${one.calls[0]?.key}-1`,
  ]);
});

test('a delivery that a dead sandbox left behind and that cannot be repeated is not sent', async () => {
  const one = await sandbox({ integration: thingIntegration(createThing({ by: 'never' })) });
  one.ledger.rows.set(deliveryKey({ integration: 'thing-made-to-thing', source: '/shop', id: 'event-1' }), {
    status: 'waiting',
    attempts: 0,
    takes: 1,
    firstTakenAtMs: startMs,
    backedOffMs: 0,
    unsettled: false,
    approvals: 0,
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([]);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN', stage: 'settle' } }]);
});

test('a key is not used again when the third party may have forgotten it', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  one.clock.nowMs += 86_400_000 - 600_000;
  await one.batch(record());
  expect(one.calls).toHaveLength(1);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN' } }]);
});

test('after an unknown outcome the third party is asked, and what it has is not sent again', async () => {
  const operation = createThing(byLookup);
  const one = await sandbox({
    integration: thingIntegration(operation),
    script: [hang, answer(200, { id: 'thing_1' })],
  });
  await one.batch(record());
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /things',
    'GET /things/r1',
  ]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_1', unsettled: false });
});

test('after an unknown outcome the third party is asked, and what it does not have is sent', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(404), created],
  });
  await one.batch(record());
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 3 });
});

test('what the third party said it does not have is not asked for again', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(404), answer(423), created],
  });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'POST']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
});

test('while the third party cannot be asked, nothing is sent', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(503), answer(503)],
  });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', unsettled: true });
});

test('a conflict that names the thing leads to its update, in the same invocation', async () => {
  const operation = createThing(byLookup, {
    followUp: ({ name }, { statusCode, body }) =>
      statusCode === 409
        ? {
            method: 'PUT',
            path: `/things/${(JSON.parse(body) as { existing: string }).existing}`,
            body: { encoding: 'json', value: { name } },
          }
        : undefined,
  });
  const one = await sandbox({
    integration: thingIntegration(operation),
    script: [answer(409, { existing: 'thing_7' }), answer(200, { id: 'thing_7' })],
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /things',
    'PUT /things/thing_7',
  ]);
  expect(one.outcomes()).toEqual(['delivery.attempted retry', 'delivery.attempted delivered']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 2, receipt: 'thing_7' });
});

test('a refused key with a newer one in the secret is tried once more with it', async () => {
  const one = await sandbox({
    script: [answer(401), created],
    credentials: (baseUrl) => ({
      get: async () => ({ credentials: { apiKey: 'sk_1', baseUrl }, version: 'v1' }),
      refreshed: async (version) =>
        version === 'v1' ? { credentials: { apiKey: 'sk_2', baseUrl }, version: 'v2' } : undefined,
    }),
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ authorization }) => authorization)).toEqual(['Bearer sk_1', 'Bearer sk_2']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 1 });
  expect(one.counts).toContain('CredentialsRejected');
});

test('a refused key without a newer one parks, costs no attempt, and no further call goes out', async () => {
  const one = await sandbox({ script: [answer(401)] });
  const first = record();
  const second = record(thingBody({ id: 'event-2' }));
  expect(await one.batch(first)).toEqual([first.messageId]);
  expect(await one.batch(second)).toEqual([second.messageId]);
  expect(one.calls).toHaveLength(1);
  expect(one.outcomes()).toEqual(['delivery.attempted parked', 'delivery.settled parked']);
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([parkedRecheckMs, parkedRecheckMs]);
  expect([...one.ledger.rows.values()]).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
  expect(one.account.parking).toEqual({
    parkedAtMs: startMs,
    reason: 'the credentials were refused (status 401)',
    refusedVersion: 'v1',
  });
});

test('once a destination was resumed, no sandbox tries the refused key again', async () => {
  const one = await sandbox({
    script: [answer(401), created],
    credentials: (baseUrl) => ({
      get: async (notBeforeMs) => ({
        credentials: { apiKey: notBeforeMs > startMs ? 'sk_2' : 'sk_1', baseUrl },
        version: 'v1',
      }),
      refreshed: async () => undefined,
    }),
  });
  await one.batch(record());
  Object.assign(one.account, { parking: undefined, resumedAtMs: startMs + 1 });
  await one.batch(record());
  expect(one.calls.map(({ authorization }) => authorization)).toEqual(['Bearer sk_1', 'Bearer sk_2']);
});

test('the supervisor is asked by whoever parks, and once more by who finds it parked and nobody told', async () => {
  const one = await sandbox({ script: [answer(401)] });
  await one.batch(record());
  expect(one.asked).toEqual(['thing']);
  await one.batch(record(thingBody({ id: 'event-2' })));
  expect(one.asked).toEqual(['thing']);
  one.account.parking = { parkedAtMs: startMs + 1, reason: 'by another sandbox, which died' };
  await one.batch(record(thingBody({ id: 'event-3' })), record(thingBody({ id: 'event-4' })));
  expect(one.asked).toEqual(['thing', 'thing']);
  one.account.parking = { parkedAtMs: startMs + 2, reason: 'told', alertedAtMs: startMs + 3 };
  await one.batch(record(thingBody({ id: 'event-5' })));
  expect(one.asked).toEqual(['thing', 'thing']);
});

test('credentials without the right shape park as refused ones do, without a call', async () => {
  const failing = new CredentialsError('secret thing does not have the shape', 'v3');
  const one = await sandbox({
    credentials: () => ({ get: () => Promise.reject(failing), refreshed: async () => undefined }),
  });
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.calls).toEqual([]);
  expect(one.account.parking).toMatchObject({ refusedVersion: 'v3', reason: failing.message });
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0 });
});

test('a secret that cannot be read lets the message wait, but stops nobody else', async () => {
  const failing = new CredentialsError('secret thing cannot be read');
  const one = await sandbox({
    credentials: () => ({ get: () => Promise.reject(failing), refreshed: async () => undefined }),
  });
  await one.batch(record());
  expect(one.outcomes()).toEqual(['delivery.settled parked']);
  expect(one.account.parking).toBeUndefined();
});

test('when the rate limit cannot be reached, messages wait and nothing is sent', async () => {
  const one = await sandbox({ script: [created] });
  one.account.reaches = false;
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.calls).toEqual([]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0, unsettled: false });
});

test('a batch reserves its permits at once, and only for those that need one', async () => {
  const one = await sandbox({ script: [created, created, created] });
  await one.batch(record());
  await one.batch(
    record(),
    record('no JSON'),
    record(thingBody({ id: 'event-2' })),
    record(thingBody({ id: 'event-2' })),
    record(thingBody({ id: 'event-3' })),
  );
  expect(one.account.reserved).toEqual([1, 2]);
});

test('a record that hangs does not take the answer about its siblings with it', async () => {
  let giveUp = () => {};
  const deadline = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const one = await sandbox({ script: [created], deadline });
  const hanging = record(thingBody({ id: 'event-2' }));
  const { ledger } = memoryLedger([], () => startMs);
  const slow: Ledger = {
    take: (options, work) =>
      options.identity.id === 'event-2'
        ? new Promise(() => {})
        : ledger.take(options, work).finally(() => setImmediate(giveUp)),
  };
  const invocation = { ledger: slow, remainingMs: () => 30_000 };
  const answered = await deliverBatch(one.parts, invocation, { Records: [record(), hanging] }, {} as Context);
  expect(answered).toEqual({ batchItemFailures: [{ itemIdentifier: hanging.messageId }] });
  expect(one.deferred).toEqual([{ messageId: hanging.messageId, waitMs: 2_500 }]);
  expect(one.outcomes()).toContain('delivery.late');
  expect(one.times).toContainEqual(['WaitingAgeMs', 0]);
});

test('an event that waits on tells how long it has been waiting, one that is done does not', async () => {
  const one = await sandbox({ script: [answer(429), answer(500), created] });
  const events = [record(), record(thingBody({ id: 'event-2' })), record(thingBody({ id: 'event-3' }))];
  one.clock.nowMs += 90_000;
  for (const event of events) await one.batch(event);
  const waiting = one.times.filter(([name]) => name === 'WaitingAgeMs');
  expect(waiting).toEqual([
    ['WaitingAgeMs', 90_000],
    ['WaitingAgeMs', 90_000],
  ]);
});

test('what has waited until the queue would drop it becomes a dead letter with a diagnosis', async () => {
  const one = await sandbox({ script: [answer(429), answer(500), created] });
  const received = record();
  Object.assign(received.attributes, { ApproximateReceiveCount: '950' });
  expect(await one.batch(received)).toEqual([]);
  const old = record(thingBody({ id: 'event-2' }));
  Object.assign(old.attributes, { SentTimestamp: `${startMs - 13 * 86_400_000}` });
  expect(await one.batch(old)).toEqual([]);
  expect(one.dead).toMatchObject([
    { diagnosis: { code: 'RETRIES_EXHAUSTED', stage: 'take', attempts: 0 } },
    { diagnosis: { code: 'RETRIES_EXHAUSTED', stage: 'take', attempts: 1 } },
  ]);
  // What can be delivered still is.
  const third = record(thingBody({ id: 'event-3' }));
  Object.assign(third.attributes, { SentTimestamp: `${startMs - 13 * 86_400_000}` });
  expect(await one.batch(third)).toEqual([]);
  expect(one.dead).toHaveLength(2);
});

test('a mapping that changes between two attempts does not change what is sent again under a key', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  const { integration } = one.parts;
  const map = () => ({
    output: { reference: 'r1', name: 'changed' },
    report: { defaulted: [], coerced: [], unmapped: [] },
  });
  Object.assign(one.parts, { integration: { ...integration, map: { ...integration.map, map } } });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls[1]).toEqual(one.calls[0]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('another text of the same event waits for the message that was sent for', async () => {
  const one = await sandbox({ script: [hang, created] });
  const first = record();
  await one.batch(first);
  const other = record(`${thingBody()} `);
  expect(await one.batch(other)).toEqual([other.messageId]);
  expect(one.calls).toHaveLength(1);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 1, unsettled: true });
  expect(await one.batch(first)).toEqual([]);
  expect(await one.batch(other)).toEqual([]);
  expect(one.calls).toHaveLength(2);
});

test('a mapping that fails by now does not keep back what was sent already', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  const { integration } = one.parts;
  const map = () => {
    throw new TypeError('broken by a deploy');
  };
  Object.assign(one.parts, { integration: { ...integration, map: { ...integration.map, map } } });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls[1]).toEqual(one.calls[0]);
});

test('a permit for later sends the message away until shortly before, and is used when it is back', async () => {
  const one = await sandbox({ script: [created] });
  const asked: unknown[] = [];
  const later = startMs + 60_200;
  const { reserve } = one.parts.account;
  Object.assign(one.parts.account, {
    reserve: async (asks: Parameters<typeof reserve>[0]) => {
      asked.push(...asks);
      return asks.map(({ slotMs }) => ({ given: true, atMs: slotMs ?? later, trial: false }));
    },
  });
  await one.batch(record());
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([58_000]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0, slotMs: later });
  one.clock.nowMs = later;
  expect(await one.batch(record())).toEqual([]);
  expect(asked).toEqual([{}, { slotMs: later }]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
  expect(rowOf(one)?.slotMs).toBeUndefined();
});

test('an invocation without time for a request defers without a call', async () => {
  const one = await sandbox({ script: [created] });
  one.clock.remainingMs = 5_000;
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.calls).toEqual([]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0 });
  expect(one.outcomes()).toEqual(['delivery.settled deferred']);
});

test('a message whose wait cannot be set comes back all the same', async () => {
  const one = await sandbox({ script: [answer(500)], defers: false });
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.outcomes()).toEqual(['delivery.attempted retry', 'defer.failed']);
});

test('a batch of which every record fails reports every record', async () => {
  const one = await sandbox({ script: [answer(500), answer(500)] });
  const messages = [record(), record(thingBody({ id: 'event-2' }))];
  expect(await one.batch(...messages)).toEqual(messages.map(({ messageId }) => messageId));
});

test('the horizon is held against the waits between attempts, and then retries are over', async () => {
  const one = await sandbox({ script: [answer(500), answer(500), answer(500)], horizonMs: 7_500 });
  await one.batch(record());
  // Waiting for anything else does not count.
  one.clock.nowMs += 80_000_000;
  await one.batch(record());
  expect(one.dead).toEqual([]);
  expect(await one.batch(record())).toEqual([]);
  expect(one.dead).toMatchObject([
    { diagnosis: { code: 'RETRIES_EXHAUSTED', attempts: 3, statusCode: 500 } },
  ]);
});

test('what the ledger could not keep comes back when the lease is over', async () => {
  const one = await sandbox({ script: [created] });
  one.ledger.keeps = false;
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.deferred).toEqual([{ messageId: message.messageId, waitMs: 31_000 }]);
});

test('a ledger that cannot be reached sends nothing and brings the message back', async () => {
  const one = await sandbox({ script: [created] });
  const message = record();
  const ledger: Ledger = { take: () => Promise.reject(new Error('unreachable')) };
  const invocation = { ledger, remainingMs: () => 30_000 };
  expect(await deliverBatch(one.parts, invocation, { Records: [message] }, {} as Context)).toEqual({
    batchItemFailures: [{ itemIdentifier: message.messageId }],
  });
  expect(one.calls).toEqual([]);
  expect(one.outcomes()).toEqual(['delivery.failed']);
});

test('no line holds a personal value or the key', async () => {
  const one = await sandbox({
    script: [answer(500, { error: { message: 'Ada Lovelace and sk_secret_1' } })],
    credentials: (baseUrl) => fixedCredentials(baseUrl),
  });
  one.parts.redactor.addSecret('sk_secret_1');
  await one.batch(record());
  const text = JSON.stringify(one.lines);
  expect(text).toContain('«name» and «secret»');
  expect(text).not.toMatch(/Lovelace|sk_secret/);
});

test('a line that cannot be made does not undo a delivery', async () => {
  const one = await sandbox({ script: [created] });
  const broken = () => {
    throw new TypeError('no line');
  };
  Object.assign(one.parts, { meter: { count: broken, time: broken, flush: broken } });
  expect(await one.batch(record())).toEqual([]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
  expect(one.lines.map(({ message }) => message)).toEqual(['journal.failed']);
});

test('each response is shown to the watch, under the name that its request has in the lock', async () => {
  const operation = createThing(byLookup, {
    followUp: (_, { statusCode }) => (statusCode === 409 ? { method: 'PUT', path: '/things/t' } : undefined),
  });
  const script = [hang, answer(404), answer(409), answer(200, { id: 'thing_1' })];
  const one = await sandbox({ integration: thingIntegration(operation), script });
  await one.batch(record());
  expect(one.seen).toEqual([]);
  await one.batch(record());
  expect(
    one.seen.map(({ operation, verdict, response }) => [operation, response.statusCode, verdict]),
  ).toEqual([
    ['create-thing lookup', 404, 'terminal'],
    ['create-thing', 409, 'terminal'],
    ['create-thing follow-up', 200, 'success'],
  ]);
  expect(one.seen.map(({ host }) => host)).toEqual(one.seen.map(() => new URL(one.baseUrl).host));
});

test('the watch can tell of a response without the personal values of its event and without the key', async () => {
  const one = await sandbox({ script: [created] });
  one.parts.redactor.addSecret('sk_secret_1');
  await one.batch(record());
  expect(one.seen.map(({ mask }) => mask('$.Ada Lovelace.sk_secret_1'))).toEqual(['$.«name».«secret»']);
});

test('a mapping that fails undeclared ends as unmappable, without a call and without a value', async () => {
  const integration = thingIntegration(createThing({ by: 'never' }));
  const map = () => {
    throw new TypeError('cannot read Ada Lovelace');
  };
  const one = await sandbox({ integration: { ...integration, map: { ...integration.map, map } } });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([]);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'UNMAPPABLE', stage: 'map', attempts: 0 } }]);
  expect(JSON.stringify(one.dead[0]?.diagnosis)).toContain('data: the mapping failed with TypeError');
  expect(JSON.stringify(one.dead[0]?.diagnosis)).not.toContain('Ada');
});

test('an input that makes no request ends as unmappable, without a call', async () => {
  const request = () => {
    throw new URIError('half a character of Ada');
  };
  const integration = thingIntegration(createThing({ by: 'never' }, { request }));
  const one = await sandbox({ integration });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([]);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'UNMAPPABLE', stage: 'map' } }]);
  expect(JSON.stringify(one.dead[0]?.diagnosis)).not.toContain('Ada');
});

test.each([
  ['a redirect', answer(301)],
  ['the page of a firewall', pageOf(403)],
  ['a default backend', pageOf(404)],
  ['a method that is not allowed', answer(405)],
  ['a login page', pageOf(200)],
])('%s buries nobody: the event waits, and no attempt is counted', async (_name, refusal) => {
  const one = await sandbox({ script: [refusal, created] });
  await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0, unsettled: false });
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([parkedRecheckMs]);
  await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('a redirect of a write may hide that it was done: it is looked up before it is sent again', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [answer(302), answer(200, { id: 'thing_1' })],
  });
  for (let n = 0; n < 2; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
});

test.each([
  ['the page of a gateway', pageOf(404)],
  ['nobody', pageOf(404, '')],
])('a lookup that %s answers with 404 is no word that it did not happen', async (_name, unheard) => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, unheard, unheard],
  });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', unsettled: true });
});

test('a lookup that the third party refuses leaves the outcome to a person', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(410)],
  });
  for (let n = 0; n < 2; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(rowOf(one)).toMatchObject({ status: 'dead-lettered', code: 'OUTCOME_UNKNOWN' });
});
