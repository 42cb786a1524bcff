import { expect, test } from 'vitest';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import type { LookupAnswer, Operation } from '../../../../functions/core/declare/operation.ts';
import { deliveryKey } from '../../../../functions/core/deliver/delivery-key.ts';
import {
  byLookup,
  createThing,
  type ThingParams,
  thingBody,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';
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

/** Asks by a search: what it lists is there. */
const bySearch: Operation<ThingParams>['repeat'] = {
  by: 'lookup',
  request: ({ reference }) => ({ method: 'GET', path: '/things', query: { reference } }),
  answer: ({ body }): LookupAnswer => {
    const { data } = JSON.parse(body) as { data: readonly { id: string }[] };
    return data[0] === undefined ? { says: 'no' } : { says: 'yes', receipt: data[0].id };
  },
};
const searching = thingIntegration(createThing(bySearch));
const found = answer(200, { data: [{ id: 'thing_2' }] });
const nothing = answer(200, { data: [] });

test('a search that lists nothing says that it did not happen, and it is sent', async () => {
  const one = await sandbox({ integration: searching, script: [hang, nothing, created] });
  for (let n = 0; n < 2; n += 1) await one.batch(record());
  expect(one.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /things',
    'GET /things?reference=r1',
    'POST /things',
  ]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_1', outcomeUnknown: false });
  expect(one.lines.map(({ fields }) => fields.outcome)).toEqual(['retry', 'retry', 'delivered']);
});

test('only what a lookup found leads on to its update, and not every answer that came well', async () => {
  const followUp = () => ({ method: 'PUT', path: '/things/thing_2' }) as const;
  const integration = thingIntegration(createThing(bySearch, { followUp }));
  for (const [listed, methods] of [
    [nothing, ['POST', 'GET', 'POST']],
    [found, ['POST', 'GET', 'PUT']],
  ] as const) {
    const one = await sandbox({ integration, script: [hang, listed, created] });
    for (let n = 0; n < 2; n += 1) await one.batch(record());
    expect(one.calls.map(({ method }) => method)).toEqual(methods);
  }
});

test('a search that lists it is its delivery, with the id that it lists', async () => {
  const one = await sandbox({ integration: searching, script: [hang, found] });
  for (let n = 0; n < 2; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_2' });
});

test('a lookup never counts as the request: what it cannot say is asked twice more, and then it is for a person', async () => {
  // A receipt that is made up, past the declaration that would have refused it.
  const integration: AnyIntegration = thingIntegration(createThing(byLookup));
  const operation: Operation<ThingParams> = { ...createThing(byLookup), receipt: () => 'done' };
  const one = await sandbox({
    integration: { ...integration, operation },
    script: [hang, nothing, nothing, nothing, answer(201, {})],
  });
  for (let n = 0; n < 5; n += 1) await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
  expect(rowOf(one)).toMatchObject({ status: 'dead-lettered' });
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN', stage: 'settle' } }]);
  expect(one.dead[0]?.diagnosis.advice).toContain('the lookup cannot say whether it happened');
});

test('who has looked and redrives what a lookup could not say lets it be sent', async () => {
  const integration = thingIntegration(createThing(byLookup));
  const one = await sandbox({ integration, script: [hang, nothing, nothing, nothing, created] });
  for (let n = 0; n < 4; n += 1) await one.batch(record());
  const diagnosis = { stringValue: JSON.stringify(one.dead[0]?.diagnosis), dataType: 'String' };
  expect(await one.batch(record(thingBody(), { diagnosis }))).toEqual([]);
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'POST']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_1' });
});

test.each([
  ['yes', { says: 'yes', receipt: 'thing_9' }, ['POST', 'GET', 'PUT'], 'delivered'],
  ['neither', { says: 'cannot say' }, ['POST', 'GET'], 'dead-lettered'],
] as const)(
  'a lookup of what was merged into another is %s where the operation says so, and only a yes leads on',
  async (_name, says, methods, status) => {
    const repeat = { ...(byLookup as Extract<typeof byLookup, { by: 'lookup' }>), answer: () => says };
    const followUp = () => ({ method: 'PUT', path: '/things/thing_9' }) as const;
    const one = await sandbox({
      integration: thingIntegration(createThing(repeat, { followUp })),
      script: [hang, answer(410, { error: { code: 'merged' } }), answer(200, { id: 'thing_9' })],
    });
    for (let n = 0; n < 2; n += 1) await one.batch(record());
    expect(one.calls.map(({ method }) => method)).toEqual(methods);
    expect(rowOf(one)).toMatchObject({ status });
  },
);

test('a no after which nothing could be sent is no end: the next time it is sent', async () => {
  // Three keys are refused one after the other, so that the lookup is the last request there may be.
  const versions = ['v2', 'v3', 'v4', 'v5'];
  const one = await sandbox({
    integration: searching,
    credentials: (baseUrl) => ({
      get: async () => ({ credentials: { apiKey: 'sk_1', baseUrl }, version: 'v1' }),
      refreshed: async () => ({ credentials: { apiKey: 'sk', baseUrl }, version: versions.shift() ?? 'v6' }),
    }),
    script: [hang, answer(401), answer(401), answer(401), nothing, created],
  });
  await one.batch(record());
  await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'waiting', outcomeUnknown: false });
  await one.batch(record());
  expect(one.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET', 'POST']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
});

test('what may not be repeated leads to no other request, past every declaration', async () => {
  const integration: AnyIntegration = thingIntegration(createThing({ by: 'never' }));
  const followUp = () => ({ method: 'POST', path: '/things/again' }) as const;
  const operation = { ...integration.operation, followUp } as unknown as Operation<ThingParams>;
  const one = await sandbox({ integration: { ...integration, operation }, script: [answer(409), hang] });
  for (let n = 0; n < 2; n += 1) await one.batch(record());
  expect(one.calls).toHaveLength(1);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'REQUEST_REJECTED' } }]);
});
