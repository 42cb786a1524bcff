import { expect, test } from 'vitest';
import { byLookup, createThing, thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { answer, created, hang, pageOf } from './loopback-third-party.ts';
import { parkedRecheckMs } from './memory-ports.ts';
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
