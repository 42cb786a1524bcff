import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { deliverBatch } from '../../../../functions/core/deliver/batch.ts';
import type { Ledger } from '../../../../functions/core/deliver/ledger.ts';
import { thingBody } from '../../../fixtures/fixture-integration.ts';
import { answer, created } from './loopback-third-party.ts';
import { memoryLedger, startMs } from './memory-ports.ts';
import { record, sandbox } from './sandbox.ts';

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
    withLease: (options, work) =>
      options.identity.id === 'event-2'
        ? new Promise(() => {})
        : ledger.withLease(options, work).finally(() => setImmediate(giveUp)),
  };
  const invocation = { ledger: slow, remainingMs: () => 30_000 };
  const answered = await deliverBatch(one.parts, invocation, { Records: [record(), hanging] }, {} as Context);
  expect(answered).toEqual({ batchItemFailures: [{ itemIdentifier: hanging.messageId }] });
  expect(one.deferred).toEqual([{ messageId: hanging.messageId, waitMs: 2_500 }]);
  expect(one.outcomes()).toContain('delivery.late');
  expect(one.times).toContainEqual(['WaitingAgeMs', 0]);
});

test('a batch of which every record fails reports every record', async () => {
  const one = await sandbox({ script: [answer(500), answer(500)] });
  const messages = [record(), record(thingBody({ id: 'event-2' }))];
  expect(await one.batch(...messages)).toEqual(messages.map(({ messageId }) => messageId));
});
