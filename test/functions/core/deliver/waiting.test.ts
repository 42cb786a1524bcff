import { expect, test } from 'vitest';
import { thingBody } from '../../../fixtures/fixture-integration.ts';
import { answer, created } from './loopback-third-party.ts';
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
