import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createAccountItem } from '../../../../functions/core/aws/account-item.ts';
import { createAccountStore } from '../../../../functions/core/pace/account-store.ts';
import { paceOf } from '../../../../functions/core/pace/spacing.ts';
import { TableModel } from '../../../models/table.ts';

const startMs = Date.UTC(2026, 2, 1);

function store() {
  const clock = { ms: startMs };
  const table = new TableModel({ name: 'ledger', partitionKey: 'id', now: () => clock.ms });
  const client = {
    send: async (command: { input: object }) =>
      table.execute(command.constructor.name.replace('Command', ''), command.input),
  } as unknown as DynamoDBClient;
  const item = createAccountItem({ client, tableName: 'ledger', destination: 'thing' });
  const pace = paceOf([{ requests: 1, windowMs: 1_000 }], { dispersionMs: 0, clockSkewMs: 0 });
  return { clock, store: createAccountStore({ item, pace, now: () => clock.ms }) };
}

test('what nobody parked is not parked', async () => {
  expect(await store().store.parking()).toBeUndefined();
});

test('an incident has its beginning, its reason and the version that was refused', async () => {
  const { store: one } = store();
  expect(await one.park({ reason: 'refused', refusedVersion: 'v1' })).toBe(true);
  expect(await one.parking()).toEqual({ parkedAtMs: startMs, reason: 'refused', refusedVersion: 'v1' });
});

test('the alert of an incident is one supervisor’s to publish, and another’s when that one died', async () => {
  const { clock, store: one } = store();
  await one.park({ reason: 'refused' });
  expect(await one.claimAlert(startMs)).toBe(true);
  clock.ms += 59_999;
  expect(await one.claimAlert(startMs)).toBe(false);
  clock.ms += 1;
  expect(await one.claimAlert(startMs)).toBe(true);
  await one.alerted(startMs);
  expect(await one.parking()).toMatchObject({ alertedAtMs: startMs + 60_000 });
  clock.ms += 60_000;
  expect(await one.claimAlert(startMs)).toBe(false);
});

test('what is about another incident changes nothing', async () => {
  const { clock, store: one } = store();
  clock.ms += 5;
  await one.park({ reason: 'refused', refusedVersion: 'v1' });
  expect(await one.claimAlert(startMs)).toBe(false);
  await one.alerted(startMs);
  await one.refusedAgain(startMs, 'v2');
  expect(await one.resume(startMs)).toBe(false);
  expect(await one.parking()).toEqual({ parkedAtMs: startMs + 5, reason: 'refused', refusedVersion: 'v1' });
});

test('a newer secret that is refused too stands for the old one', async () => {
  const { store: one } = store();
  await one.park({ reason: 'refused', refusedVersion: 'v1' });
  await one.refusedAgain(startMs, 'v2');
  expect(await one.parking()).toMatchObject({ refusedVersion: 'v2' });
});

test('after a resume nothing of the incident is left, and the next one has its own alert', async () => {
  const { clock, store: one } = store();
  await one.park({ reason: 'refused', refusedVersion: 'v1' });
  await one.claimAlert(startMs);
  await one.alerted(startMs);
  expect(await one.resume(startMs)).toBe(true);
  expect(await one.resume(startMs)).toBe(false);
  expect(await one.parking()).toBeUndefined();
  clock.ms += 1_000;
  await one.park({ reason: 'by hand' });
  expect(await one.parking()).toEqual({ parkedAtMs: startMs + 1_000, reason: 'by hand' });
  expect(await one.claimAlert(startMs + 1_000)).toBe(true);
});

test('a probe gets its permit while the destination is parked, and it counts', async () => {
  const { store: one } = store();
  await one.park({ reason: 'refused', refusedVersion: 'v1' });
  expect(await one.reserveProbe(10_000)).toBe(startMs);
  expect((await one.reserveProbe(10_000)) - startMs).toBeCloseTo(1_000, 0);
});
