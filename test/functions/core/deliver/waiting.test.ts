import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { deliverBatch } from '../../../../functions/core/deliver/batch.ts';
import type { Ledger } from '../../../../functions/core/deliver/ledger.ts';
import { createThing, thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { answer, created, hang } from './loopback-third-party.ts';
import { startMs } from './memory-ports.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

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

test('when the rate limit cannot be reached, messages wait and nothing is sent', async () => {
  const one = await sandbox({ script: [created] });
  one.account.reaches = false;
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.calls).toEqual([]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0, outcomeUnknown: false });
});

test('an event that waits on tells how long it has been waiting, one that is done does not', async () => {
  const one = await sandbox({ script: [answer(429), answer(500), created] });
  const events = [record(), record(thingBody({ id: 'event-2' })), record(thingBody({ id: 'event-3' }))];
  one.clock.nowMs += 90_000;
  for (const event of events) await one.batch(event);
  const waiting = one.times.filter(([name]) => name === 'WaitingAgeMs');
  // Each batch tells of its oldest once, and the two that wait on tell of themselves.
  expect(waiting).toEqual(Array.from({ length: 3 + 2 }, () => ['WaitingAgeMs', 90_000]));
});

test('a batch tells the age of its oldest event once, also where all of it is delivered', async () => {
  const one = await sandbox({ script: [created, created] });
  const young = record();
  const old = record(thingBody({ id: 'event-2' }));
  Object.assign(old.attributes, { SentTimestamp: `${startMs - 3_600_000}` });
  one.clock.nowMs += 90_000;
  expect(await one.batch(young, old)).toEqual([]);
  expect(one.times.filter(([name]) => name === 'WaitingAgeMs')).toEqual([['WaitingAgeMs', 3_690_000]]);
});

test('what has waited until the queue would drop it becomes a dead letter with a diagnosis', async () => {
  const one = await sandbox({ script: [created] });
  const received = record();
  Object.assign(received.attributes, { ApproximateReceiveCount: '950' });
  const old = record(thingBody({ id: 'event-2' }));
  Object.assign(old.attributes, { SentTimestamp: `${startMs - 13 * 86_400_000}` });
  expect(await one.batch(received, old)).toEqual([]);
  expect(one.dead).toMatchObject([
    { diagnosis: { code: 'EXPIRED', stage: 'take', attempts: 0 } },
    { diagnosis: { code: 'EXPIRED', stage: 'take', attempts: 0 } },
  ]);
  expect(one.dead[1]?.diagnosis.advice).toMatch(
    /^it waited for 312 h, 1 receives, and the queue would soon have dropped it; no attempt was made — Redrive when/,
  );
  // Nobody stands in line for a permit with it, and nothing is sent.
  expect(one.account.reserved).toEqual([]);
  expect(one.calls).toEqual([]);
});

test('who meets what is too old asks the supervisor to look for others, once for each of its rounds, and goes on if nobody hears', async () => {
  const one = await sandbox({ asks: false });
  const old = () => {
    const message = record(thingBody({ id: `event-${one.dead.length}` }));
    Object.assign(message.attributes, { SentTimestamp: `${startMs - 13 * 86_400_000}` });
    return message;
  };
  expect(await one.batch(old(), old())).toEqual([]);
  expect(await one.batch(old())).toEqual([]);
  expect(one.asked).toEqual(['sweep thing']);
  one.clock.nowMs += 6 * 3_600_000;
  expect(await one.batch(old())).toEqual([]);
  expect(one.asked).toEqual(['sweep thing', 'sweep thing']);
});

test('it asks from half of the way to the last chance on, and no sooner', async () => {
  const one = await sandbox({ script: [created, created] });
  const aged = (ms: number) => {
    const message = record(thingBody({ id: `event-${ms}` }));
    Object.assign(message.attributes, { SentTimestamp: `${startMs - ms}` });
    return message;
  };
  await one.batch(aged(6.5 * 86_400_000 - 1));
  expect(one.asked).toEqual([]);
  await one.batch(aged(6.5 * 86_400_000));
  expect(one.asked).toEqual(['sweep thing']);
  expect(one.dead).toEqual([]);
});

test('an event a moment younger, or received once less, is delivered', async () => {
  const one = await sandbox({ script: [created, created] });
  const received = record();
  Object.assign(received.attributes, { ApproximateReceiveCount: '949' });
  const old = record(thingBody({ id: 'event-2' }));
  Object.assign(old.attributes, { SentTimestamp: `${startMs - 13 * 86_400_000 + 1}` });
  expect(await one.batch(received, old)).toEqual([]);
  expect(one.dead).toEqual([]);
  expect(one.calls).toHaveLength(2);
});

test('the last chance follows the retention of the queue, and no wait is longer than until then', async () => {
  const one = await sandbox({
    script: [answer(429, {}, { 'retry-after': '3000' })],
    retentionSeconds: 1_400,
  });
  const message = record();
  one.clock.nowMs += 1_200_000;
  await one.batch(message);
  expect(one.deferred).toEqual([{ messageId: message.messageId, waitMs: 100_000 }]);
  one.clock.nowMs += 100_000;
  expect(await one.batch(message)).toEqual([]);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'EXPIRED' } }]);
  expect(one.dead[0]?.diagnosis.advice).toContain('the last attempt came to RATE_LIMITED');
});

test('an expired dead letter is new in the queue when it is redriven, and is delivered', async () => {
  const one = await sandbox({ script: [answer(500), created], retentionSeconds: 1_400 });
  await one.batch(record());
  one.clock.nowMs += 1_300_000;
  await one.batch(record());
  const diagnosis = { stringValue: JSON.stringify(one.dead[0]?.diagnosis), dataType: 'String' };
  const redriven = record(thingBody(), { diagnosis });
  Object.assign(redriven.attributes, { SentTimestamp: `${one.clock.nowMs}` });
  expect(await one.batch(redriven)).toEqual([]);
  expect(one.calls.map(({ key }) => key)).toEqual([one.calls[0]?.key, one.calls[0]?.key]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
});

test('of what nobody knows the outcome an old message says so, and not that it expired', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing({ by: 'key', header: 'idempotency-key', windowMs: 3_600_000 })),
    script: [hang],
  });
  await one.batch(record());
  one.clock.nowMs += 13 * 86_400_000;
  await one.batch(record());
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN' } }]);
});

test('while the ledger does not answer an event waits, and is put aside before its queue would drop it', async () => {
  const one = await sandbox();
  const [young, old] = [record(), record(thingBody({ id: 'event-2' }))];
  Object.assign(old.attributes, { SentTimestamp: `${startMs - 13 * 86_400_000}` });
  const ledger: Ledger = { withLease: () => Promise.reject(new Error('unreachable')) };
  const invocation = { ledger, remainingMs: () => 30_000 };
  expect(await deliverBatch(one.parts, invocation, { Records: [young, old] }, {} as Context)).toEqual({
    batchItemFailures: [{ itemIdentifier: young.messageId }],
  });
  expect(one.dead).toMatchObject([{ body: old.body, diagnosis: { code: 'EXPIRED', stage: 'take' } }]);
  expect(one.dead[0]?.diagnosis.advice).toContain('something of ours is out of order: Error');
});

test('what gets no permit is sent away until there may be room, and asks again when it is back', async () => {
  const one = await sandbox({ script: [created] });
  const asked: number[] = [];
  const untilMs = startMs + 7_200;
  const { reserve } = one.parts.account;
  const refused = { given: false, outcome: 'deferred', untilMs, reason: 'no room' } as const;
  Object.assign(one.parts.account, {
    reserve: async (count: number) => {
      asked.push(count);
      return asked.length === 1 ? [refused] : reserve(count);
    },
  });
  await one.batch(record());
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([7_200]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0 });
  one.clock.nowMs = untilMs;
  expect(await one.batch(record())).toEqual([]);
  expect(asked).toEqual([1, 1]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
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
