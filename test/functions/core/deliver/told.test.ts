import { expect, test } from 'vitest';
import { byLookup, createThing, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { answer, created, hang } from './loopback-third-party.ts';
import { fixedCredentials, record, rowOf, sandbox } from './sandbox.ts';

test('no line holds a personal value or the key', async () => {
  const one = await sandbox({
    script: [answer(500, { error: { message: 'Ada Lovelace and sk_secret_1' } })],
    credentials: (baseUrl) => fixedCredentials(baseUrl),
  });
  one.parts.redactor.addSecret('sk_secret_1');
  await one.batch(record());
  const text = JSON.stringify(one.lines);
  expect(text).toContain('«name» and «secret»');
  expect(text).not.toMatch(/Lovelace|sk_secret/);
});

test('a line that cannot be made does not undo a delivery', async () => {
  const one = await sandbox({ script: [created] });
  const broken = () => {
    throw new TypeError('no line');
  };
  Object.assign(one.parts, { meter: { count: broken, time: broken, flush: broken } });
  expect(await one.batch(record())).toEqual([]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
  expect(one.lines.map(({ message }) => message)).toEqual(['journal.failed']);
});

test('each response is shown to the watch, under the name that its request has in the lock', async () => {
  const operation = createThing(byLookup, {
    followUp: (_, { statusCode }) => (statusCode === 409 ? { method: 'PUT', path: '/things/t' } : undefined),
  });
  const script = [hang, answer(404), answer(409), answer(200, { id: 'thing_1' })];
  const one = await sandbox({ integration: thingIntegration(operation), script });
  await one.batch(record());
  expect(one.seen).toEqual([]);
  await one.batch(record());
  expect(
    one.seen.map(({ operation, verdict, response }) => [operation, response.statusCode, verdict]),
  ).toEqual([
    ['create-thing lookup', 404, 'terminal'],
    ['create-thing', 409, 'terminal'],
    ['create-thing follow-up', 200, 'success'],
  ]);
  expect(one.seen.map(({ host }) => host)).toEqual(one.seen.map(() => new URL(one.baseUrl).host));
});

test('the watch can tell of a response without the personal values of its event and without the key', async () => {
  const one = await sandbox({ script: [created] });
  one.parts.redactor.addSecret('sk_secret_1');
  await one.batch(record());
  expect(one.seen.map(({ mask }) => mask('$.Lovelace.sk_secret_1.plan_name'))).toEqual([
    '$.«8 characters».«11 characters».plan_name',
  ]);
});
