/** Two versions of the code write to one table, in a deployment and after a roll-back: each reads what the other wrote. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createAccountItem } from '../../../../functions/core/aws/account-item.ts';
import { createLedger } from '../../../../functions/core/aws/ledger.ts';
import type { DeliveryRecord } from '../../../../functions/core/deliver/delivery-record.ts';
import type { LeaseOptions } from '../../../../functions/core/deliver/ledger.ts';
import type { Settlement } from '../../../../functions/core/deliver/settlement.ts';
import { createAccountStore } from '../../../../functions/core/pace/account-store.ts';
import { paceOf } from '../../../../functions/core/pace/spacing.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { TableModel } from '../../../models/table.ts';

type Item = Readonly<Record<string, AttributeValue>>;

const startMs = Date.UTC(2026, 2, 1);
const leaseMs = 30_000;
const lease: LeaseOptions = {
  identity: { integration: 'a-to-b', source: '/orders', id: 'event-1' },
  shown: { eventId: 'event-1', eventSource: '/orders' },
  leaseMs,
  redrivenFromMs: startMs + 7,
  request: 'sealed',
};

function world() {
  const clock = { ms: startMs };
  const model = new TableModel({ name: 'ledger', partitionKey: 'id', now: () => clock.ms });
  const client = {
    send: async (command: { input: Readonly<Record<string, unknown>> }) =>
      model.execute(command.constructor.name.replace('Command', ''), command.input),
  } as unknown as DynamoDBClient;
  const context = { getRemainingTimeInMillis: () => leaseMs } as Context;
  const now = () => clock.ms;
  const ledger = createLedger({ client, tableName: 'ledger', now, randomId: () => 'owner-1', context });
  const item = createAccountItem({ client, tableName: 'ledger', destination: 'thing' });
  const pace = paceOf([{ requests: 10, windowMs: 86_400_000 }], { dispersionMs: 0, clockSkewMs: 0 });
  const store = createAccountStore({ item, pace, now });
  /** Puts an item there as it is. */
  const put = ({ id, ...attributes }: Item) => {
    const named = Object.entries(attributes);
    model.execute('UpdateItem', {
      TableName: 'ledger',
      Key: { id },
      UpdateExpression: `SET ${named.map((_, n) => `#n${n} = :v${n}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(named.map(([name], n) => [`#n${n}`, name])),
      ExpressionAttributeValues: Object.fromEntries(named.map(([, value], n) => [`:v${n}`, value])),
    });
  };
  return { clock, model, ledger, item, store, put };
}

const progress = {
  attempts: 3,
  backedOffMs: 5_000,
  outcomeUnknown: true,
  firstSentAtMs: startMs - 60_000,
  approvals: 1,
  refusals: 2,
  last: { statusCode: 503, classification: { is: 'retryable' } },
} as unknown as Settlement['progress'];

const ends: Readonly<Record<string, Settlement>> = {
  waiting: { status: 'waiting', progress, outcome: 'deferred', waitMs: 1_000 },
  delivered: { status: 'delivered', progress, receipt: ownWords('cus_1') },
  'dead-lettered': {
    status: 'dead-lettered',
    progress,
    cause: { code: 'RETRIES_EXHAUSTED', stage: 'attempt', reason: ownWords('said so') },
    failedAtMs: startMs + 7,
  },
};

/** As the code wrote them before items had a format version: never to be changed, only to be added to. */
const common: Item = {
  id: { S: 'delivery#KEY' },
  owner: { S: 'owner-1' },
  expiration: { N: '1774742400' },
  eventId: { S: 'event-1' },
  eventSource: { S: '/orders' },
  firstTakenAtMs: { N: '1772323200000' },
  takes: { N: '0' },
  attempts: { N: '3' },
  backedOffMs: { N: '5000' },
  unsettled: { BOOL: true },
  firstSentAtMs: { N: '1772323140000' },
  approvals: { N: '1' },
  refusals: { N: '2' },
  last: { S: '{"statusCode":503,"classification":{"is":"retryable"}}' },
};
const yesterday: Readonly<Record<string, Item>> = {
  waiting: { ...common, status: { S: 'waiting' }, keptRequest: { S: 'sealed' } },
  delivered: { ...common, status: { S: 'delivered' }, receipt: { S: 'cus_1' } },
  'dead-lettered': {
    ...common,
    status: { S: 'dead-lettered' },
    failedAtMs: { N: '1772323200007' },
    deadLetterCode: { S: 'RETRIES_EXHAUSTED' },
    keptRequest: { S: 'sealed' },
  },
  taken: {
    ...common,
    status: { S: 'taken' },
    takes: { N: '1' },
    leaseUntilMs: { N: '1772323199999' },
    keptRequest: { S: 'sealed' },
  },
};

/** The key is a hash of the identity. */
const keyed = (item: Item, { model }: ReturnType<typeof world>): Item => ({
  ...item,
  id: model.items()[0]?.id ?? { S: '' },
});

async function taken(from: Item): Promise<DeliveryRecord | string> {
  const probe = world();
  await probe.ledger.withLease(lease, async () => ends.waiting as Settlement);
  const { ledger, put } = world();
  put(keyed(from, probe));
  let record: DeliveryRecord | undefined;
  const { state } = await ledger.withLease(lease, async (found) => {
    record = found;
    return ends.delivered as Settlement;
  });
  return record ?? state;
}

describe('an item of a delivery', () => {
  const learned = { ...progress, firstTakenAtMs: startMs, request: 'sealed' };

  it.each([
    ['waiting', { ...learned, leasesSinceRelease: 1 }],
    ['taken', { ...learned, leasesSinceRelease: 2 }],
    ['delivered', 'ended'],
    ['dead-lettered', { ...learned, attempts: 0, backedOffMs: 0, refusals: 0, leasesSinceRelease: 1 }],
  ] as const)('of yesterday that is %s is read by today’s code', async (status, expected) => {
    expect(await taken(yesterday[status] as Item)).toEqual(expected);
  });

  it.each(Object.keys(ends))('of today that is %s is what yesterday’s code reads', async (status) => {
    const today = world();
    await today.ledger.withLease(lease, async () => ends[status] as Settlement);
    expect(today.model.items()).toEqual([{ ...keyed(yesterday[status] as Item, today), v: { N: '1' } }]);
  });

  it('of a later format is left alone, whatever its state: the message comes back', async () => {
    for (const item of Object.values(yesterday)) {
      await expect(taken({ ...item, v: { N: '2' } })).rejects.toMatchObject({
        cause: {
          message:
            'the ledger has an item of format 2, this version reads 1: deploy the version that wrote it',
        },
      });
    }
  });
});

describe('the item of an account', () => {
  /** As the code wrote it before: parked, throttled, with a circuit, a look and a budget. */
  const before: Item = {
    id: { S: 'destination#thing#account' },
    tatUs: { N: '1772323200000000' },
    holdUntilMs: { N: '1772323260000' },
    granted: { N: '7' },
    grantedBefore: { N: '5' },
    incidents: { N: '2' },
    failures: { N: '1' },
    parkedAtMs: { N: '1772323200000' },
    parkedReason: { S: 'refused' },
    refusedVersion: { S: 'v1' },
    alertedAtMs: { N: '1772323200001' },
    resumedAtMs: { N: '1772323200002' },
    openKind: { S: 'throttled' },
    openSinceMs: { N: '1772323200003' },
    openUntilMs: { N: '1772323200004' },
    openings: { N: '3' },
    openReason: { S: 'too much' },
    trialUntilMs: { N: '1772323200005' },
    operations: { S: '{}' },
    throttledSinceMs: { N: '1772323200006' },
    throttles: { N: '4' },
    unansweredSinceMs: { N: '1772323200007' },
    unanswered: { N: '6' },
    lookDueAtMs: { N: '1772323200008' },
    looks: { N: '2' },
    failedTries: { N: '1' },
    lookOutcome: { S: 'refused' },
    lookedAtMs: { N: '1772323200009' },
    sweepDueAtMs: { N: '1772323200010' },
    waitingSince: { S: '{"a-to-b":1772323200011}' },
    failingSinceMs: { N: '1772323200012' },
    bucket86400000: { N: '20513' },
    used86400000: { N: '9' },
    before86400000: { S: '{"20512":8}' },
  };

  it('of yesterday is read by today’s code', async () => {
    const { item, put } = world();
    put(before);
    expect(await item.read()).toMatchObject({
      tatUs: 1_772_323_200_000_000,
      uses: { 86400000: { bucket: 20_513, used: 9, before: { 20512: 8 } } },
      holdUntilMs: 1_772_323_260_000,
      granted: 7,
      incidents: 2,
      failures: 1,
      grantedBefore: 5,
      parking: {
        parkedAtMs: 1_772_323_200_000,
        reason: 'refused',
        refusedVersion: 'v1',
        alertedAtMs: 1_772_323_200_001,
      },
      resumedAtMs: 1_772_323_200_002,
      circuit: {
        kind: 'throttled',
        sinceMs: 1_772_323_200_003,
        untilMs: 1_772_323_200_004,
        openings: 3,
        reason: 'too much',
        trialUntilMs: 1_772_323_200_005,
        alertClaimedUntilMs: undefined,
        alertedAtMs: undefined,
      },
      operations: {},
      throttledSinceMs: 1_772_323_200_006,
      throttles: 4,
      unansweredSinceMs: 1_772_323_200_007,
      unanswered: 6,
      looks: {
        dueAtMs: 1_772_323_200_008,
        count: 2,
        failedTries: 1,
        passedAtMs: undefined,
        outcome: 'refused',
        atMs: 1_772_323_200_009,
      },
      sweepDueAtMs: 1_772_323_200_010,
      waitingSince: { 'a-to-b': 1_772_323_200_011 },
      failingSinceMs: 1_772_323_200_012,
    });
  });

  it('of today is what yesterday’s code reads: each attribute of the same kind, and one that is new', async () => {
    const { clock, model, store } = world();
    await store.park({ reason: 'refused', refusedVersion: 'v1' });
    await store.claimAlert(startMs);
    await store.alerted(startMs);
    await store.hold(startMs + 60_000);
    await store.resume(startMs);
    clock.ms += 120_000;
    await store.reserveProbe(3_600_000);
    const [written = {}] = model.items();
    const kinds = (item: Item) =>
      Object.fromEntries(Object.entries(item).map(([name, value]) => [name, Object.keys(value)[0]]));
    const { v, ...known } = written;
    expect(v).toEqual({ N: '1' });
    expect(Object.keys(known).length).toBeGreaterThan(5);
    expect(kinds(before)).toMatchObject(kinds(known));
  });

  it('of a later format is neither read nor written', async () => {
    const { model, item, store, put } = world();
    put({ ...before, v: { N: '2' } });
    const items = model.items();
    await expect(item.read()).rejects.toThrow('an item of format 2');
    await expect(store.park({ reason: 'they move house' })).rejects.toThrow('an item of format 2');
    await expect(store.hold(startMs + 120_000)).rejects.toThrow('an item of format 2');
    expect(model.items()).toEqual(items);
  });
});
