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
import type { DeliveryRecord } from '../../../../functions/core/deliver/delivery-record.ts';
import type { Facts, PutDown, TakeOptions } from '../../../../functions/core/deliver/ledger.ts';

const startMs = Date.UTC(2026, 2, 1);
const leaseMs = 30_000;
const nothingYet: Facts = { attempts: 0, backedOffMs: 0, unsettled: false };
const delivered: PutDown = { status: 'delivered', facts: { ...nothingYet, attempts: 1 }, receipt: 'cus_1' };

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
  const take: TakeOptions = {
    identity: { integration: 'a-to-b', source: '/orders', id: `event-${nextId++}` },
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
  const key = deliveryKey(take.identity);
  const item = async () =>
    (await client.send(new GetItemCommand({ TableName: 'ledger', Key: { id: { S: key } } }))).Item;
  return { take, state, ledger, key, item };
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
  const { take, state, ledger, key, item } = delivery();
  const memories: DeliveryRecord[] = [];
  const taken = await ledger().take(take, async (memory) => {
    memories.push(memory);
    return {
      status: 'delivered',
      facts: {
        attempts: 2,
        backedOffMs: 7_000,
        unsettled: false,
        firstSentAtMs: startMs + 5,
        last: { code: 'OK', statusCode: 200, requestId: 'req_1' },
      },
      receipt: 'cus_1',
    };
  });
  expect(taken).toEqual({ state: 'ran', kept: true });
  expect(state.writes).toBe(2);
  expect(memories).toEqual([
    { attempts: 0, takes: 1, firstTakenAtMs: startMs, backedOffMs: 0, unsettled: false, approvals: 0 },
  ]);
  expect(await item()).toEqual({
    id: { S: key },
    status: { S: 'delivered' },
    owner: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    eventId: { S: take.identity.id },
    eventSource: { S: '/orders' },
    firstTakenAtMs: { N: `${startMs}` },
    // 28 days.
    expiration: { N: `${startMs / 1_000 + 2_419_200}` },
    takes: { N: '0' },
    attempts: { N: '2' },
    backedOffMs: { N: '7000' },
    unsettled: { BOOL: false },
    firstSentAtMs: { N: `${startMs + 5}` },
    last: { S: '{"code":"OK","statusCode":200,"requestId":"req_1"}' },
    receipt: { S: 'cus_1' },
  });
});

test('a delivered event that comes again is settled without work', async () => {
  const { take, state, ledger } = delivery();
  await ledger().take(take, async () => delivered);
  state.writes = 0;
  const taken = await ledger().take(take, mustNotRun);
  expect(taken).toEqual({ state: 'settled' });
  expect(state.writes).toBe(1);
});

test('of two at once one runs, and the other is told until when the first may have it', async () => {
  const { take, ledger } = delivery();
  const inHand = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = ledger().take(take, async () => {
    inHand.resolve();
    await release.promise;
    return delivered;
  });
  await inHand.promise;
  expect(await ledger().take(take, mustNotRun)).toEqual({ state: 'busy', untilMs: startMs + leaseMs });
  release.resolve();
  expect(await first).toEqual({ state: 'ran', kept: true });
});

test('ten that start in the same moment run once', async () => {
  const { take, ledger } = delivery();
  let runs = 0;
  const release = Promise.withResolvers<void>();
  const work = async () => {
    runs += 1;
    await release.promise;
    return delivered;
  };
  const takes = Array.from({ length: 10 }, () => ledger().take(take, work));
  await Promise.race(takes);
  release.resolve();
  const states = (await Promise.all(takes)).map(({ state }) => state);
  expect(runs).toBe(1);
  expect(states.filter((state) => state === 'ran')).toHaveLength(1);
});

test('a lease that ran out is taken again, and the second take is counted', async () => {
  const { take, state, ledger } = delivery();
  const dead = ledger().take(take, () => Promise.reject(new Error('the sandbox died')));
  await expect(dead).rejects.toThrow('the sandbox died');
  state.nowMs = startMs + leaseMs;
  expect(await ledger().take(take, mustNotRun)).toEqual({ state: 'busy', untilMs: startMs + leaseMs });
  state.nowMs = startMs + leaseMs + 1;
  const memories: DeliveryRecord[] = [];
  await ledger().take(take, async (memory) => {
    memories.push(memory);
    return delivered;
  });
  expect(memories).toEqual([
    { attempts: 0, takes: 2, firstTakenAtMs: startMs, backedOffMs: 0, unsettled: false, approvals: 0 },
  ]);
});

test('work that throws writes nothing and leaves the lease', async () => {
  const { take, state, ledger, item } = delivery();
  await expect(ledger().take(take, () => Promise.reject(new TypeError('bug')))).rejects.toThrow('bug');
  expect(state.writes).toBe(1);
  expect(await item()).toMatchObject({ status: { S: 'taken' }, leaseUntilMs: { N: `${startMs + leaseMs}` } });
});

test('an owner that comes back after its lease cannot overwrite what the next one wrote', async () => {
  const { take, state, ledger, item } = delivery();
  const inHand = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const late = ledger().take(take, async () => {
    inHand.resolve();
    await release.promise;
    return { status: 'waiting', facts: { ...nothingYet, attempts: 9 } };
  });
  await inHand.promise;
  state.nowMs = startMs + leaseMs + 1;
  expect(await ledger().take(take, async () => delivered)).toEqual({ state: 'ran', kept: true });
  release.resolve();
  expect(await late).toEqual({ state: 'ran', kept: false });
  expect(await item()).toMatchObject({ status: { S: 'delivered' }, attempts: { N: '1' } });
});

test('a take whose answer was lost and that the SDK sent again is ours', async () => {
  const { take, state, ledger } = delivery();
  state.send = async (command) => {
    await sendWithItem(command);
    state.send = sendWithItem;
    return sendWithItem(command);
  };
  const memories: DeliveryRecord[] = [];
  const taken = await ledger().take(take, async (memory) => {
    memories.push(memory);
    return delivered;
  });
  expect(taken).toEqual({ state: 'ran', kept: true });
  expect(memories).toMatchObject([{ takes: 1, firstTakenAtMs: startMs }]);
});

test('a settling write whose answer was lost and that the SDK sent again is kept', async () => {
  const { take, state, ledger } = delivery();
  const taken = await ledger().take(take, async () => {
    state.send = async (command) => {
      await sendWithItem(command);
      return sendWithItem(command);
    };
    return delivered;
  });
  expect(taken).toEqual({ state: 'ran', kept: true });
});

test('a delivery given back to wait keeps what was learned and lets the next one take it at once', async () => {
  const { take, state, ledger, item } = delivery();
  const taken = await ledger().take(take, async () => ({
    status: 'waiting',
    facts: { attempts: 3, backedOffMs: 12_000, unsettled: true, firstSentAtMs: startMs + 10 },
  }));
  expect(taken).toEqual({ state: 'ran', kept: true });
  expect(state.writes).toBe(2);
  expect(await item()).not.toHaveProperty('leaseUntilMs');
  state.nowMs = startMs + 1;
  const memories: DeliveryRecord[] = [];
  await ledger().take(take, async (memory) => {
    memories.push(memory);
    return delivered;
  });
  expect(memories).toEqual([
    {
      attempts: 3,
      takes: 1,
      firstTakenAtMs: startMs,
      backedOffMs: 12_000,
      unsettled: true,
      approvals: 0,
      firstSentAtMs: startMs + 10,
    },
  ]);
});

test('a dead letter is taken up again only by the message that was made of it, with its attempts forgotten', async () => {
  const { take, ledger } = delivery();
  const failedAtMs = startMs + 500;
  await ledger().take(take, async () => ({
    status: 'dead-lettered',
    facts: { attempts: 8, backedOffMs: 90_000, unsettled: false },
    code: 'RETRIES_EXHAUSTED',
    failedAtMs,
  }));
  expect(await ledger().take(take, mustNotRun)).toEqual({ state: 'settled' });
  const older = { ...take, redrivenFromMs: failedAtMs - 1 };
  expect(await ledger().take(older, mustNotRun)).toEqual({ state: 'settled' });

  const redriven = { ...take, redrivenFromMs: failedAtMs };
  const memories: DeliveryRecord[] = [];
  const taken = await ledger().take(redriven, async (memory) => {
    memories.push(memory);
    return delivered;
  });
  expect(taken).toEqual({ state: 'ran', kept: true });
  expect(memories).toMatchObject([{ attempts: 0, backedOffMs: 0, takes: 1, unsettled: false }]);
  // The same dead letter redriven twice.
  expect(await ledger().take(redriven, mustNotRun)).toEqual({ state: 'settled' });
});

test('two redrives of one dead letter at once run once', async () => {
  const { take, ledger } = delivery();
  const failedAtMs = startMs + 500;
  await ledger().take(take, async () => ({
    status: 'dead-lettered',
    facts: nothingYet,
    code: 'REQUEST_REJECTED',
    failedAtMs,
  }));
  const redriven = { ...take, redrivenFromMs: failedAtMs };
  const inHand = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = ledger().take(redriven, async () => {
    inHand.resolve();
    await release.promise;
    return delivered;
  });
  await inHand.promise;
  expect(await ledger().take(redriven, mustNotRun)).toMatchObject({ state: 'busy' });
  release.resolve();
  await first;
});

test('when the settling write fails after the work, the work ran and is not kept', async () => {
  const { take, state, ledger } = delivery();
  const taken = await ledger().take(take, async () => {
    state.send = () => Promise.reject(new Error('ProvisionedThroughputExceeded'));
    return delivered;
  });
  expect(taken).toEqual({ state: 'ran', kept: false });
});

test('when giving back fails after the work, the work ran and is not kept', async () => {
  const { take, state, ledger } = delivery();
  const taken = await ledger().take(take, async () => {
    state.send = () => Promise.reject(new Error('ProvisionedThroughputExceeded'));
    return { status: 'waiting', facts: nothingYet };
  });
  expect(taken).toEqual({ state: 'ran', kept: false });
});

test('a delivery that cannot be taken is not worked on', async () => {
  const { take, state, ledger } = delivery();
  state.send = () => Promise.reject(new Error('no route to the table'));
  await expect(ledger().take(take, mustNotRun)).rejects.toThrow();
});

test('what a person has looked into is remembered as not sent', async () => {
  const { take, ledger, item } = delivery();
  const facts = { attempts: 1, backedOffMs: 0, unsettled: true, firstSentAtMs: startMs };
  await ledger().take(take, async () => ({ status: 'waiting', facts }));
  expect((await item())?.firstSentAtMs).toEqual({ N: `${startMs}` });
  const { firstSentAtMs: _, ...lookedAt } = { ...facts, unsettled: false };
  await ledger().take(take, async () => ({
    status: 'dead-lettered',
    facts: lookedAt,
    code: 'OUTCOME_UNKNOWN',
    failedAtMs: startMs + 1,
  }));
  expect((await item())?.firstSentAtMs).toBeUndefined();
});

test('the request that was rendered first is kept while it may be repeated, and gone with the delivery', async () => {
  const { take, ledger, item } = delivery();
  const sent = { attempts: 1, backedOffMs: 0, unsettled: true, firstSentAtMs: startMs };
  const seen: (string | undefined)[] = [];
  await ledger().take({ ...take, request: 'first' }, async ({ request }) => {
    seen.push(request);
    return { status: 'waiting', facts: sent };
  });
  expect((await item())?.keptRequest).toEqual({ S: 'first' });
  await ledger().take({ ...take, request: 'second' }, async ({ request }) => {
    seen.push(request);
    return { status: 'delivered', facts: sent };
  });
  expect(seen).toEqual(['first', 'first']);
  expect((await item())?.keptRequest).toBeUndefined();
});

test('the request of a sandbox that died is kept by whoever only waits after it', async () => {
  const { take, ledger, item } = delivery();
  const crashed = { attempts: 0, backedOffMs: 0, unsettled: true };
  await ledger().take({ ...take, request: 'first' }, async () => ({ status: 'waiting', facts: crashed }));
  expect((await item())?.keptRequest).toEqual({ S: 'first' });
});

test('a request that cannot have reached anybody is not kept', async () => {
  const { take, ledger, item } = delivery();
  const unsent = { attempts: 0, backedOffMs: 0, unsettled: false };
  await ledger().take({ ...take, request: 'first' }, async () => ({ status: 'waiting', facts: unsent }));
  expect((await item())?.keptRequest).toBeUndefined();
});

test('what gave up may be redriven as it was, what was refused may be mended', async () => {
  const facts = { attempts: 1, backedOffMs: 0, unsettled: true, firstSentAtMs: startMs };
  for (const [code, kept] of [
    ['RETRIES_EXHAUSTED', { S: 'first' }],
    ['REQUEST_REJECTED', undefined],
  ] as const) {
    const { take, ledger, item } = delivery();
    await ledger().take({ ...take, request: 'first' }, async () => ({
      status: 'dead-lettered',
      facts,
      code,
      failedAtMs: startMs,
    }));
    expect((await item())?.keptRequest).toEqual(kept);
  }
});

test('a permit for later is remembered until it is used', async () => {
  const { take, ledger, item } = delivery();
  const facts = { attempts: 0, backedOffMs: 0, unsettled: false };
  await ledger().take(take, async () => ({ status: 'waiting', facts: { ...facts, slotMs: startMs + 0.5 } }));
  let seen: number | undefined;
  await ledger().take(take, async ({ slotMs }) => {
    seen = slotMs;
    return { status: 'waiting', facts };
  });
  expect(seen).toBe(startMs + 0.5);
  expect((await item())?.slotMs).toBeUndefined();
});
