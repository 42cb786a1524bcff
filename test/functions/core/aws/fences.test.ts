/** Whatever a sandbox or a supervisor writes late changes nothing of what another wrote in between: each path, the whole item. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { createAccountItem } from '../../../../functions/core/aws/account-item.ts';
import { createLedger } from '../../../../functions/core/aws/ledger.ts';
import type { Cause } from '../../../../functions/core/deliver/diagnosis.ts';
import type { LeaseOptions } from '../../../../functions/core/deliver/ledger.ts';
import type { Settlement } from '../../../../functions/core/deliver/settlement.ts';
import { createAccountStore } from '../../../../functions/core/pace/account-store.ts';
import type { Update } from '../../../../functions/core/pace/account-update.ts';
import { beginParking } from '../../../../functions/core/pace/begin-parking.ts';
import type { Circuit } from '../../../../functions/core/pace/circuit.ts';
import {
  closing,
  opening,
  openingAgain,
  trialReleased,
} from '../../../../functions/core/pace/circuit-updates.ts';
import { paceOf } from '../../../../functions/core/pace/spacing.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';
import { TableModel } from '../../../models/table.ts';

const startMs = Date.UTC(2026, 2, 1);
const leaseMs = 30_000;

function table() {
  const clock = { ms: startMs };
  const model = new TableModel({ name: 'ledger', partitionKey: 'id', now: () => clock.ms });
  const asked: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }[] = [];
  const client = {
    send: async (command: { input: Readonly<Record<string, unknown>> }) => {
      const operation = command.constructor.name.replace('Command', '');
      asked.push({ operation, input: command.input });
      return model.execute(operation, command.input);
    },
  } as unknown as DynamoDBClient;
  return { clock, model, asked, client };
}

const progress = { ...newProgress, attempts: 3 };
const ends = {
  delivered: { status: 'delivered', progress, receipt: ownWords('cus_1') },
  waiting: { status: 'waiting', progress, outcome: 'deferred', waitMs: 1_000 },
  'dead-lettered': deadLettered('RETRIES_EXHAUSTED', startMs + 7),
} satisfies Record<string, Settlement>;
type End = keyof typeof ends;

function deadLettered(code: Cause['code'], failedAtMs: number): Settlement {
  return {
    status: 'dead-lettered',
    progress,
    cause: { code, stage: 'attempt', reason: ownWords('said so') },
    failedAtMs,
  };
}

const lease: LeaseOptions = {
  identity: { integration: 'a-to-b', source: '/orders', id: 'event-1' },
  shown: { eventId: 'event-1', eventSource: '/shop' },
  leaseMs,
  redrivenFromMs: undefined,
};

function delivery() {
  const { clock, model, client } = table();
  let ids = 0;
  const context = { getRemainingTimeInMillis: () => leaseMs } as Context;
  const randomId = () => `owner-${++ids}`;
  const now = () => clock.ms;
  const ledger = () => createLedger({ client, tableName: 'ledger', now, randomId, context });
  const end = (settlement: Settlement, changes: Partial<LeaseOptions> = {}) =>
    ledger().withLease({ ...lease, ...changes }, async () => settlement);
  /** Takes the delivery and ends it when it is told to. */
  const inHand = async (settlement: Settlement, changes: Partial<LeaseOptions> = {}) => {
    const taken = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const ended = ledger().withLease({ ...lease, ...changes }, async () => {
      taken.resolve();
      await goOn.promise;
      return settlement;
    });
    await Promise.race([taken.promise, ended]);
    return { goOn: () => goOn.resolve(), ended };
  };
  return { clock, model, end, inHand };
}

const allEnds = Object.keys(ends) as End[];
const pairs = allEnds.flatMap((late) =>
  (['in the hand of another', ...allEnds] as const).map((meanwhile) => [late, meanwhile] as const),
);

describe('a delivery', () => {
  it.each(pairs)('that is settled late as %s stays as it is: %s', async (late, meanwhile) => {
    const { clock, model, end, inHand } = delivery();
    const first = await inHand(ends[late]);
    clock.ms += leaseMs + 1;
    const other = meanwhile === 'in the hand of another' ? await inHand(ends.waiting) : undefined;
    if (meanwhile !== 'in the hand of another') await end(ends[meanwhile]);
    const before = model.items();
    first.goOn();
    expect(await first.ended).toMatchObject({ state: 'ran', isKept: false });
    expect(model.items()).toEqual(before);
    other?.goOn();
    if (other !== undefined) expect(await other.ended).toMatchObject({ state: 'ran', isKept: true });
  });

  it.each(allEnds)(
    'that was redriven meanwhile stays with the redrive when it is settled late as %s',
    async (late) => {
      const { clock, model, end, inHand } = delivery();
      const first = await inHand(ends[late]);
      clock.ms += leaseMs + 1;
      await end(ends['dead-lettered']);
      const redriven = await inHand(ends.delivered, { redrivenFromMs: startMs + 7 });
      const before = model.items();
      expect(before).toMatchObject([{ status: { S: 'taken' }, owner: { S: 'owner-3' } }]);
      first.goOn();
      expect(await first.ended).toMatchObject({ isKept: false });
      expect(model.items()).toEqual(before);
      redriven.goOn();
      expect(await redriven.ended).toMatchObject({ isKept: true });
    },
  );

  it('is taken by nobody until its lease is over, to the millisecond', async () => {
    const { clock, model, end, inHand } = delivery();
    await inHand(ends.delivered);
    const before = model.items();
    for (const ms of [0, 1, leaseMs - 1, leaseMs]) {
      clock.ms = startMs + ms;
      expect(await end(ends.waiting)).toEqual({ state: 'busy', untilMs: startMs + leaseMs });
      expect(model.items()).toEqual(before);
    }
    clock.ms = startMs + leaseMs + 1;
    expect(await end(ends.waiting)).toMatchObject({ state: 'ran', isKept: true });
  });

  it.each([
    ['delivered', undefined],
    ['delivered', startMs + 7],
    ['dead-lettered', undefined],
    ['dead-lettered', startMs + 6],
    ['dead-lettered', startMs + 8],
  ] as const)('that ended as %s is not taken by a message of %s', async (status, redrivenFromMs) => {
    const { model, end } = delivery();
    await end(ends[status]);
    const before = model.items();
    expect(await end(ends.waiting, { redrivenFromMs })).toEqual({ state: 'ended' });
    expect(model.items()).toEqual(before);
  });

  it('is not taken up by the redrive of a dead letter that another redrive has used up', async () => {
    const { model, end } = delivery();
    await end(ends['dead-lettered']);
    await end(deadLettered('REQUEST_REJECTED', startMs + 9), { redrivenFromMs: startMs + 7 });
    const before = model.items();
    expect(await end(ends.delivered, { redrivenFromMs: startMs + 7 })).toEqual({ state: 'ended' });
    expect(model.items()).toEqual(before);
  });

  it('is remembered for 28 days from each take, to the second', async () => {
    const { clock, model, end } = delivery();
    await end(ends.waiting);
    expect(model.items()).toMatchObject([{ expiration: { N: `${startMs / 1_000 + 28 * 24 * 3_600}` } }]);
    clock.ms += 1;
    await end(ends.delivered);
    expect(model.items()).toMatchObject([{ expiration: { N: `${startMs / 1_000 + 28 * 24 * 3_600 + 1}` } }]);
  });
});

function account() {
  const { clock, model, asked, client } = table();
  const item = createAccountItem({ client, tableName: 'ledger', destination: 'thing' });
  const pace = paceOf([{ requests: 10, windowMs: 1_000 }], { dispersionMs: 0, clockSkewMs: 0 });
  return { clock, model, asked, item, store: createAccountStore({ item, pace, now: () => clock.ms }) };
}
type Store = ReturnType<typeof account>['store'];

/** All that is written about an incident, and what it answers when the incident is not there any more. */
const writes: Readonly<Record<string, (store: Store, parkedAtMs: number) => Promise<unknown>>> = {
  claimAlert: (store, parkedAtMs) => store.claimAlert(parkedAtMs),
  alerted: (store, parkedAtMs) => store.alerted(parkedAtMs),
  refusedAgain: (store, parkedAtMs) => store.refusedAgain(parkedAtMs, 'v9'),
  resume: (store, parkedAtMs) => store.resume(parkedAtMs),
};

const breaker = { firstMs: 30_000, mostMs: 300_000 };

/** All that is written about an open circuit by who tried it. */
const circuitWrites: Readonly<Record<string, (circuit: Circuit) => Partial<Update>>> = {
  'a trial that worked': (circuit) => closing(circuit, startMs + 40_000),
  'a trial that failed': (circuit) =>
    openingAgain(
      { kind: 'failing', reason: 'still down' },
      { circuit, looks: undefined },
      breaker,
      startMs + 40_000,
    ),
  'a trial that says nothing': (circuit) => trialReleased(circuit),
  'an opening': () => opening({ kind: 'failing', reason: 'down' }, breaker, startMs + 40_000),
};

describe('an account', () => {
  it.each(Object.entries(writes))(
    'that is resumed stays as it is when %s comes late',
    async (_name, write) => {
      const { clock, model, store } = account();
      await store.park({ reason: 'refused', refusedVersion: 'v1' });
      await store.resume(startMs);
      const before = model.items();
      clock.ms += 120_000;
      expect((await write(store, startMs)) ?? false).toBe(false);
      expect(model.items()).toEqual(before);
    },
  );

  it.each(Object.entries(writes))(
    'that is parked again stays as it is when %s of before comes late',
    async (_name, write) => {
      const { clock, model, store } = account();
      await store.park({ reason: 'refused', refusedVersion: 'v1' });
      await store.resume(startMs);
      clock.ms += 1;
      await store.park({ reason: 'refused again', refusedVersion: 'v2' });
      const before = model.items();
      clock.ms += 120_000;
      expect((await write(store, startMs)) ?? false).toBe(false);
      expect(model.items()).toEqual(before);
    },
  );

  it.each([59_999, 60_000])(
    'has its alert claimed by one supervisor, and after a minute by another: %i ms',
    async (afterMs) => {
      const { clock, model, store } = account();
      await store.park({ reason: 'refused' });
      expect(await store.claimAlert(startMs)).toBe(true);
      const before = model.items();
      clock.ms += afterMs;
      expect(await store.claimAlert(startMs)).toBe(afterMs === 60_000);
      if (afterMs < 60_000) expect(model.items()).toEqual(before);
    },
  );

  it('is not parked twice: the first reason stays', async () => {
    const { clock, model, store } = account();
    await store.park({ reason: 'refused', refusedVersion: 'v1' });
    const before = model.items();
    clock.ms += 1;
    expect(await store.park({ reason: 'they move house' })).toBe(false);
    expect(model.items()).toEqual(before);
  });

  it.each([0, 1])('is not parked by who counted %i incidents when another has ended since', async (known) => {
    const { clock, model, store, item } = account();
    for (let ended = 0; ended <= known; ended += 1) {
      await store.park({ reason: 'refused' });
      await store.resume(clock.ms);
      clock.ms += 1;
    }
    const before = model.items();
    expect(
      (await beginParking(item, { reason: 'refused', refusedVersion: 'v1' }, known, clock.ms)).began,
    ).toBe(false);
    expect(model.items()).toEqual(before);
  });

  it.each(Object.entries(circuitWrites))(
    'whose circuit has opened again stays as it is when %s of before comes late',
    async (_name, update) => {
      const { model, item } = account();
      const open = opening({ kind: 'failing', reason: 'down' }, breaker, startMs + 1);
      expect((await item.write(open)).done).toBe(true);
      const before = model.items();
      const { circuit } = await item.read();
      expect(circuit?.sinceMs).toBe(startMs + 1);
      expect((await item.write(update({ ...(circuit as Circuit), sinceMs: startMs }))).done).toBe(false);
      expect(model.items()).toEqual(before);
    },
  );

  it('whose circuit was put off stays as it is when a trial of before comes late', async () => {
    const { model, item } = account();
    await item.write(opening({ kind: 'failing', reason: 'down' }, breaker, startMs));
    const { circuit } = await item.read();
    await item.write({ ...circuitWrites['a trial that failed']?.(circuit as Circuit) });
    const before = model.items();
    expect((await item.write(circuitWrites['a trial that failed']?.(circuit as Circuit) ?? {})).done).toBe(
      false,
    );
    expect(model.items()).toEqual(before);
  });

  it('has its queues looked through by one supervisor, and by another when that is due again', async () => {
    const { clock, model, store } = account();
    expect(await store.claimSweep(startMs + 60_000)).toBe(true);
    const before = model.items();
    clock.ms += 59_999;
    expect(await store.claimSweep(clock.ms + 60_000)).toBe(false);
    expect(model.items()).toEqual(before);
    clock.ms += 1;
    expect(await store.claimSweep(clock.ms + 60_000)).toBe(true);
  });

  it('keeps the longer of two pauses, whichever comes last', async () => {
    const { store, item } = account();
    await store.hold(startMs + 10_000);
    const long = await item.read();
    await store.hold(startMs + 9_999);
    expect(await item.read()).toEqual(long);
    await store.hold(startMs + 10_001);
    expect(await item.read()).toMatchObject({ holdUntilMs: startMs + 10_001 });
  });

  it('is read as it is now, not as it was a moment ago', async () => {
    const { asked, store, item } = account();
    await item.read();
    await store.parking();
    await store.park({ reason: 'refused' });
    const reads = asked.filter(({ operation }) => operation === 'GetItem');
    expect(reads.map(({ input }) => input)).toEqual(
      Array.from({ length: 3 }, () => ({
        TableName: 'ledger',
        Key: { id: { S: 'destination#thing#account' } },
        ConsistentRead: true,
      })),
    );
  });

  it('is known from each write, also from one that was refused', async () => {
    const { asked, store } = account();
    await store.park({ reason: 'refused' });
    await store.claimAlert(startMs);
    await store.resume(startMs - 1);
    const answers = asked
      .filter(({ operation }) => operation === 'UpdateItem')
      .map(({ input }) => [input.ReturnValues, input.ReturnValuesOnConditionCheckFailure]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ['ALL_NEW', 'ALL_OLD']));
  });
});
