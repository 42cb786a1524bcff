import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  type UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import dynalite from 'dynalite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../../../../functions/core/aws/ledger.ts';
import { deliveryKey } from '../../../../functions/core/deliver/delivery-key.ts';
import type { DeliveryProgress, DeliveryRecord } from '../../../../functions/core/deliver/delivery-record.ts';
import type { Cause } from '../../../../functions/core/deliver/diagnosis.ts';
import type { LeaseOptions } from '../../../../functions/core/deliver/ledger.ts';
import type { Settlement } from '../../../../functions/core/deliver/settlement.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';

const startMs = Date.UTC(2026, 2, 1);
const leaseMs = 30_000;
const delivered: Settlement = {
  status: 'delivered',
  progress: { ...newProgress, attempts: 1 },
  receipt: ownWords('cus_1'),
};
const waiting = (progress: Partial<DeliveryProgress> = {}): Settlement => ({
  status: 'waiting',
  progress: { ...newProgress, ...progress },
  outcome: 'deferred',
  waitMs: 1_000,
});
const deadLettered = (
  code: Cause['code'],
  failedAtMs: number,
  progress: Partial<DeliveryProgress> = {},
): Settlement => ({
  status: 'dead-lettered',
  progress: { ...newProgress, ...progress },
  cause: { code, stage: 'attempt', reason: ownWords('said so') },
  failedAtMs,
});

const mustNotRun = () => Promise.reject(new Error('must not run'));

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
let client: DynamoDBClient;
let nextId = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'ledger',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

afterAll(async () => {
  client.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

type Send = (command: UpdateItemCommand) => Promise<unknown>;

/** A table with one delivery in view: how the ledger sees it, its clock, and what goes wrong on the way to it. */
function delivery() {
  const id = `event-${nextId++}`;
  const lease: LeaseOptions = {
    identity: { integration: 'a-to-b', source: '/orders', id },
    shown: { eventId: id, eventSource: '/orders' },
    leaseMs,
    redrivenFromMs: undefined,
  };
  const state = { nowMs: startMs, writes: 0, send: sendWithItem as Send };
  const ledger = () =>
    createLedger({
      randomId: randomUUID,
      client: {
        send: (command: UpdateItemCommand) => {
          state.writes += 1;
          return state.send(command);
        },
      } as unknown as DynamoDBClient,
      tableName: 'ledger',
      now: () => state.nowMs,
      context: { getRemainingTimeInMillis: () => leaseMs } as Context,
    });
  const key = deliveryKey(lease.identity);
  const item = async () =>
    (await client.send(new GetItemCommand({ TableName: 'ledger', Key: { id: { S: key } } }))).Item;
  return { lease, state, ledger, key, item };
}

/** dynalite does not know `ReturnValuesOnConditionCheckFailure`: the item is read after the refusal. */
async function sendWithItem(command: UpdateItemCommand): Promise<unknown> {
  try {
    return await client.send(command);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    if (command.input.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') throw error;
    const { Item } = await client.send(
      new GetItemCommand({ TableName: 'ledger', Key: command.input.Key, ConsistentRead: true }),
    );
    throw new ConditionalCheckFailedException({
      message: error.message,
      $metadata: error.$metadata,
      ...(Item === undefined ? {} : { Item }),
    });
  }
}

test('a delivered event costs two writes, and the ledger keeps what was learned', async () => {
  const { lease, state, ledger, key, item } = delivery();
  const records: DeliveryRecord[] = [];
  const taken = await ledger().withLease(lease, async (record) => {
    records.push(record);
    return {
      status: 'delivered',
      progress: {
        ...newProgress,
        attempts: 2,
        backedOffMs: 7_000,
        firstSentAtMs: startMs + 5,
        last: { code: 'OK', statusCode: 200, requestId: ownWords('req_1') },
      },
      receipt: ownWords('cus_1'),
    };
  });
  expect(taken).toMatchObject({ state: 'ran', isKept: true, settlement: { receipt: 'cus_1' } });
  expect(state.writes).toBe(2);
  expect(records).toEqual([{ ...newProgress, leasesSinceRelease: 1, firstTakenAtMs: startMs }]);
  expect(await item()).toEqual({
    id: { S: key },
    status: { S: 'delivered' },
    owner: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    eventId: { S: lease.identity.id },
    eventSource: { S: '/orders' },
    firstTakenAtMs: { N: `${startMs}` },
    // 28 days.
    expiration: { N: `${startMs / 1_000 + 2_419_200}` },
    takes: { N: '0' },
    v: { N: '1' },
    attempts: { N: '2' },
    backedOffMs: { N: '7000' },
    unsettled: { BOOL: false },
    firstSentAtMs: { N: `${startMs + 5}` },
    last: { S: '{"code":"OK","statusCode":200,"requestId":"req_1"}' },
    receipt: { S: 'cus_1' },
  });
});

test('a delivered event that comes again is settled without work', async () => {
  const { lease, state, ledger } = delivery();
  await ledger().withLease(lease, async () => delivered);
  state.writes = 0;
  const taken = await ledger().withLease(lease, mustNotRun);
  expect(taken).toEqual({ state: 'ended' });
  expect(state.writes).toBe(1);
});

test('of two at once one runs, and the other is told until when the first may have it', async () => {
  const { lease, ledger } = delivery();
  const inHand = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = ledger().withLease(lease, async () => {
    inHand.resolve();
    await release.promise;
    return delivered;
  });
  await inHand.promise;
  expect(await ledger().withLease(lease, mustNotRun)).toEqual({ state: 'busy', untilMs: startMs + leaseMs });
  release.resolve();
  expect(await first).toEqual({ state: 'ran', settlement: delivered, isKept: true });
});

test('ten that start in the same moment run once', async () => {
  const { lease, ledger } = delivery();
  let runs = 0;
  const release = Promise.withResolvers<void>();
  const work = async () => {
    runs += 1;
    await release.promise;
    return delivered;
  };
  const takes = Array.from({ length: 10 }, () => ledger().withLease(lease, work));
  await Promise.race(takes);
  release.resolve();
  const states = (await Promise.all(takes)).map(({ state }) => state);
  expect(runs).toBe(1);
  expect(states.filter((state) => state === 'ran')).toHaveLength(1);
});

test('a lease that ran out is taken again, and the second take is counted', async () => {
  const { lease, state, ledger } = delivery();
  const dead = ledger().withLease(lease, () => Promise.reject(new Error('the sandbox died')));
  await expect(dead).rejects.toThrow('the sandbox died');
  state.nowMs = startMs + leaseMs;
  expect(await ledger().withLease(lease, mustNotRun)).toEqual({ state: 'busy', untilMs: startMs + leaseMs });
  state.nowMs = startMs + leaseMs + 1;
  const records: DeliveryRecord[] = [];
  await ledger().withLease(lease, async (record) => {
    records.push(record);
    return delivered;
  });
  expect(records).toEqual([{ ...newProgress, leasesSinceRelease: 2, firstTakenAtMs: startMs }]);
});

test('work that throws writes nothing and leaves the lease', async () => {
  const { lease, state, ledger, item } = delivery();
  await expect(ledger().withLease(lease, () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
  expect(state.writes).toBe(1);
  expect(await item()).toMatchObject({ status: { S: 'taken' }, leaseUntilMs: { N: `${startMs + leaseMs}` } });
});

test('an owner that comes back after its lease cannot overwrite what the next one wrote', async () => {
  const { lease, state, ledger, item } = delivery();
  const inHand = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const late = ledger().withLease(lease, async () => {
    inHand.resolve();
    await release.promise;
    return waiting({ attempts: 9 });
  });
  await inHand.promise;
  state.nowMs = startMs + leaseMs + 1;
  expect(await ledger().withLease(lease, async () => delivered)).toMatchObject({
    state: 'ran',
    isKept: true,
  });
  release.resolve();
  expect(await late).toEqual({ state: 'ran', settlement: waiting({ attempts: 9 }), isKept: false });
  expect(await item()).toMatchObject({ status: { S: 'delivered' }, attempts: { N: '1' } });
});

test('a take whose answer was lost and that the SDK sent again is ours', async () => {
  const { lease, state, ledger } = delivery();
  state.send = async (command) => {
    await sendWithItem(command);
    state.send = sendWithItem;
    return sendWithItem(command);
  };
  const records: DeliveryRecord[] = [];
  const taken = await ledger().withLease(lease, async (record) => {
    records.push(record);
    return delivered;
  });
  expect(taken).toMatchObject({ state: 'ran', isKept: true });
  expect(records).toMatchObject([{ leasesSinceRelease: 1, firstTakenAtMs: startMs }]);
});

test('a settling write whose answer was lost and that the SDK sent again is kept', async () => {
  const { lease, state, ledger } = delivery();
  const taken = await ledger().withLease(lease, async () => {
    state.send = async (command) => {
      await sendWithItem(command);
      return sendWithItem(command);
    };
    return delivered;
  });
  expect(taken).toMatchObject({ state: 'ran', isKept: true });
});

test('a delivery given back to wait keeps what was learned and lets the next one take it at once', async () => {
  const { lease, state, ledger, item } = delivery();
  const taken = await ledger().withLease(lease, async () =>
    waiting({ attempts: 3, backedOffMs: 12_000, outcomeUnknown: true, firstSentAtMs: startMs + 10 }),
  );
  expect(taken).toMatchObject({ state: 'ran', isKept: true });
  expect(state.writes).toBe(2);
  expect(await item()).not.toHaveProperty('leaseUntilMs');
  state.nowMs = startMs + 1;
  const records: DeliveryRecord[] = [];
  await ledger().withLease(lease, async (record) => {
    records.push(record);
    return delivered;
  });
  expect(records).toEqual([
    {
      ...newProgress,
      attempts: 3,
      leasesSinceRelease: 1,
      firstTakenAtMs: startMs,
      backedOffMs: 12_000,
      outcomeUnknown: true,
      firstSentAtMs: startMs + 10,
    },
  ]);
});

test('a dead letter is taken up again only by the message that was made of it, with its attempts forgotten', async () => {
  const { lease, ledger } = delivery();
  const failedAtMs = startMs + 500;
  await ledger().withLease(lease, async () =>
    deadLettered('RETRIES_EXHAUSTED', failedAtMs, { attempts: 8, backedOffMs: 90_000 }),
  );
  expect(await ledger().withLease(lease, mustNotRun)).toEqual({ state: 'ended' });
  const older = { ...lease, redrivenFromMs: failedAtMs - 1 };
  expect(await ledger().withLease(older, mustNotRun)).toEqual({ state: 'ended' });

  const redriven = { ...lease, redrivenFromMs: failedAtMs };
  const records: DeliveryRecord[] = [];
  const taken = await ledger().withLease(redriven, async (record) => {
    records.push(record);
    return delivered;
  });
  expect(taken).toMatchObject({ state: 'ran', isKept: true });
  expect(records).toMatchObject([
    { attempts: 0, backedOffMs: 0, leasesSinceRelease: 1, outcomeUnknown: false },
  ]);
  // The same dead letter redriven twice.
  expect(await ledger().withLease(redriven, mustNotRun)).toEqual({ state: 'ended' });
});

test('two redrives of one dead letter at once run once', async () => {
  const { lease, ledger } = delivery();
  const failedAtMs = startMs + 500;
  await ledger().withLease(lease, async () => deadLettered('REQUEST_REJECTED', failedAtMs));
  const redriven = { ...lease, redrivenFromMs: failedAtMs };
  const inHand = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = ledger().withLease(redriven, async () => {
    inHand.resolve();
    await release.promise;
    return delivered;
  });
  await inHand.promise;
  expect(await ledger().withLease(redriven, mustNotRun)).toMatchObject({ state: 'busy' });
  release.resolve();
  await first;
});

test('when the settling write fails after the work, the work ran and is not kept', async () => {
  const { lease, state, ledger } = delivery();
  const taken = await ledger().withLease(lease, async () => {
    state.send = () => Promise.reject(new Error('ProvisionedThroughputExceeded'));
    return delivered;
  });
  expect(taken).toMatchObject({ state: 'ran', isKept: false });
});

test('when giving back fails after the work, the work ran and is not kept', async () => {
  const { lease, state, ledger } = delivery();
  const taken = await ledger().withLease(lease, async () => {
    state.send = () => Promise.reject(new Error('ProvisionedThroughputExceeded'));
    return waiting();
  });
  expect(taken).toMatchObject({ state: 'ran', isKept: false });
});

test('a delivery that cannot be taken is not worked on', async () => {
  const { lease, state, ledger } = delivery();
  state.send = () => Promise.reject(new Error('no route to the table'));
  await expect(ledger().withLease(lease, mustNotRun)).rejects.toThrow();
});

test('what a person has looked into is remembered as not sent', async () => {
  const { lease, ledger, item } = delivery();
  const sent = { attempts: 1, outcomeUnknown: true, firstSentAtMs: startMs };
  await ledger().withLease(lease, async () => waiting(sent));
  expect((await item())?.firstSentAtMs).toEqual({ N: `${startMs}` });
  await ledger().withLease(lease, async () =>
    deadLettered('OUTCOME_UNKNOWN', startMs + 1, { attempts: 1, approvals: 1 }),
  );
  expect(await item()).toMatchObject({ approvals: { N: '1' }, unsettled: { BOOL: false } });
  expect((await item())?.firstSentAtMs).toBeUndefined();
});

test('the request that was rendered first is kept while it may be repeated, and gone with the delivery', async () => {
  const { lease, ledger, item } = delivery();
  const sent = { attempts: 1, outcomeUnknown: true, firstSentAtMs: startMs };
  const seen: (string | undefined)[] = [];
  await ledger().withLease({ ...lease, request: 'first' }, async ({ request }) => {
    seen.push(request);
    return waiting(sent);
  });
  expect((await item())?.keptRequest).toEqual({ S: 'first' });
  await ledger().withLease({ ...lease, request: 'second' }, async ({ request }) => {
    seen.push(request);
    return { ...delivered, progress: { ...newProgress, ...sent } };
  });
  expect(seen).toEqual(['first', 'first']);
  expect((await item())?.keptRequest).toBeUndefined();
});

test('the request of a sandbox that died is kept by whoever only waits after it', async () => {
  const { lease, ledger, item } = delivery();
  await ledger().withLease({ ...lease, request: 'first' }, async () => waiting({ outcomeUnknown: true }));
  expect((await item())?.keptRequest).toEqual({ S: 'first' });
});

test('a request that cannot have reached anybody is not kept', async () => {
  const { lease, ledger, item } = delivery();
  await ledger().withLease({ ...lease, request: 'first' }, async () => waiting());
  expect((await item())?.keptRequest).toBeUndefined();
});

test('what gave up may be redriven as it was, what was refused may be mended', async () => {
  for (const [code, outcomeUnknown, kept] of [
    ['RETRIES_EXHAUSTED', true, { S: 'first' }],
    ['RETRIES_EXHAUSTED', false, { S: 'first' }],
    ['EXPIRED', false, { S: 'first' }],
    ['REQUEST_REJECTED', false, undefined],
    ['REQUEST_REJECTED', true, { S: 'first' }],
    ['CRASH_LOOP', true, { S: 'first' }],
    ['OUTCOME_UNKNOWN', false, undefined],
  ] as const) {
    const sent = { attempts: 1, outcomeUnknown, firstSentAtMs: startMs };
    const { lease, ledger, item } = delivery();
    await ledger().withLease({ ...lease, request: 'first' }, async () => deadLettered(code, startMs, sent));
    expect((await item())?.keptRequest, `${code} ${outcomeUnknown}`).toEqual(kept);
  }
});

test('what a settlement does not have is gone, whatever an earlier one had', async () => {
  const { lease, ledger, item } = delivery();
  const last = { code: 'SERVER_ERROR', statusCode: 500 };
  await ledger().withLease(lease, async () =>
    deadLettered('OUTCOME_UNKNOWN', startMs, { approvals: 1, last }),
  );
  await ledger().withLease({ ...lease, redrivenFromMs: startMs }, async () => delivered);
  const settled = await item();
  for (const attribute of ['failedAtMs', 'deadLetterCode', 'approvals', 'last'])
    expect(settled).not.toHaveProperty(attribute);
  expect(settled).toMatchObject({ status: { S: 'delivered' }, receipt: { S: 'cus_1' } });
});
