import { expect, test } from 'vitest';
import { byLookup, createThing, thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { answer, created, hang, pageOf } from './loopback-third-party.ts';
import { parkedRecheckMs, startMs } from './memory-ports.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

test.each([
  ['a redirect', answer(301)],
  ['the page of a firewall', pageOf(403)],
  ['a default backend', pageOf(404)],
  ['a method that is not allowed', answer(405)],
  ['a login page', pageOf(200)],
])('%s buries nobody: the event waits, and no attempt is counted', async (_name, refusal) => {
  const one = await sandbox({ script: [refusal, created] });
  await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0, outcomeUnknown: false });
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
  expect(rowOf(one)).toMatchObject({ status: 'waiting', outcomeUnknown: true });
});

test('a lookup that the third party refuses leaves the outcome to a person', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(410)],
  });
  for (let n = 0; n < 2; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN' } }]);
});

test('what the application refuses in its own words is counted as that, what a gateway cuts off is not', async () => {
  const one = await sandbox({ script: [answer(422, { error: { message: 'no' } }), pageOf(413)] });
  await one.batch(record());
  expect(one.counts).toEqual(['DeadLettered', 'RequestsRejected']);
  await one.batch(record(thingBody({ id: 'event-2' })));
  expect(one.counts.slice(2)).toEqual(['DeadLettered']);
});

const opened = {
  kind: 'refused',
  sinceMs: startMs,
  untilMs: startMs + 30_000,
  openings: 1,
  reason: 'refused',
} as const;

test('who is refused for everybody waits until the circuit is due, and whoever opened it asks the supervisor to look', async () => {
  const one = await sandbox({ script: [answer(301), answer(301)] });
  one.account.opensBy = opened;
  await one.batch(record());
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([30_000]);
  expect(one.asked).toEqual(['thing']);
  // The next one finds it open, and has opened nothing.
  await one.batch(record(thingBody({ id: 'event-2' })));
  expect(one.asked).toEqual(['thing']);
});

test('an event that was refused three times while others passed is refused for itself', async () => {
  const one = await sandbox({ script: [pageOf(403), pageOf(403), pageOf(403)] });
  for (let n = 0; n < 2; n += 1) await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'waiting', refusals: 2, attempts: 0 });
  expect(await one.batch(record())).toEqual([]);
  expect(one.dead).toMatchObject([
    {
      diagnosis: {
        code: 'REQUEST_REJECTED',
        statusCode: 403,
        advice: expect.stringContaining(
          'refused 3 times, and others passed in between: look at what is special about',
        ),
      },
    },
  ]);
  // It is no word of the application's: the mapping may be right.
  expect(one.counts).not.toContain('RequestsRejected');
});

test('while nobody passes in between, an event is refused as often as it tries', async () => {
  const one = await sandbox({ script: Array.from({ length: 10 }, () => pageOf(403)) });
  one.account.trial = true;
  for (let n = 0; n < 10; n += 1) await one.batch(record());
  expect(one.calls).toHaveLength(10);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', refusals: 0, attempts: 0 });
});

test('of an event that may have been carried out before its last refusal nobody knows', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing({ by: 'upsert' })),
    script: [answer(302), answer(302), answer(302)],
  });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN' } }]);
});

test("a dead letter and its line hold the third party's own code, a line of a refusal where to look", async () => {
  const refusal = { error: { code: 'email_invalid', message: 'no' } };
  const one = await sandbox({ script: [answer(422, refusal), pageOf(404)] });
  await one.batch(record());
  await one.batch(record(thingBody({ id: 'event-2' })));
  expect(one.dead).toMatchObject([{ diagnosis: { thirdPartyCode: 'email_invalid' } }]);
  expect(one.lines.map(({ fields }) => fields.error)).toMatchObject([
    { code: 'REQUEST_REJECTED', thirdPartyCode: 'email_invalid' },
    { code: 'REFUSED_FOR_ALL', lookAt: 'address' },
  ]);
});

test('a pause beside a failure, of an hour even, brings the end of an event no nearer', async () => {
  const one = await sandbox({ script: [answer(503, {}, { 'retry-after': '86400' })], horizonMs: 10_000 });
  await one.batch(record());
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([3_600_000]);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 1, backedOffMs: 2_500 });
});
