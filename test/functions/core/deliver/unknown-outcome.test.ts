import { expect, test } from 'vitest';
import { deliveryKey } from '../../../../functions/core/deliver/delivery-key.ts';
import { byLookup, createThing, thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';
import { answer, created, hang } from './loopback-third-party.ts';
import { startMs } from './memory-ports.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

test('a timeout of what cannot be repeated ends as an unknown outcome', async () => {
  const one = await sandbox({ integration: thingIntegration(createThing({ by: 'never' })), script: [hang] });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toHaveLength(1);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN', stage: 'settle', attempts: 1 } }]);
});

test('what a person redrives after looking is sent anew, under a key of its own', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  one.clock.nowMs += 86_400_000;
  await one.batch(record());
  const [dead] = one.dead;
  expect(dead?.diagnosis.code).toBe('OUTCOME_UNKNOWN');
  const diagnosis = { stringValue: JSON.stringify(dead?.diagnosis), dataType: 'String' };
  expect(await one.batch(record(thingBody(), { diagnosis }))).toEqual([]);
  expect(one.calls.map(({ key }) => key)).toEqual([
    expect.stringMatching(/-[0-9a-f]{64}$/),
    `${one.calls[0]?.key}-1`,
  ]);
});

test('a delivery that a dead sandbox left behind and that cannot be repeated is not sent', async () => {
  const one = await sandbox({ integration: thingIntegration(createThing({ by: 'never' })) });
  one.ledger.rows.set(deliveryKey({ integration: 'thing-made-to-thing', source: '/shop', id: 'event-1' }), {
    ...newProgress,
    status: 'waiting',
    leasesSinceRelease: 1,
    firstTakenAtMs: startMs,
    request: undefined,
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([]);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN', stage: 'settle' } }]);
});

test('a key is not used again when the third party may have forgotten it', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  one.clock.nowMs += 86_400_000 - 600_000;
  await one.batch(record());
  expect(one.calls).toHaveLength(1);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN' } }]);
});

test('after an unknown outcome the third party is asked, and what it has is not sent again', async () => {
  const operation = createThing(byLookup);
  const one = await sandbox({
    integration: thingIntegration(operation),
    script: [hang, answer(200, { id: 'thing_1' })],
  });
  await one.batch(record());
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /things',
    'GET /things/r1',
  ]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_1', outcomeUnknown: false });
});

test('after an unknown outcome the third party is asked, and what it does not have is sent', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(404), created],
  });
  await one.batch(record());
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 3 });
});

test('what the third party said it does not have is not asked for again', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(404), answer(423), created],
  });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'POST']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
});

test('while the third party cannot be asked, nothing is sent', async () => {
  const one = await sandbox({
    integration: thingIntegration(createThing(byLookup)),
    script: [hang, answer(503), answer(503)],
  });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', outcomeUnknown: true });
});
