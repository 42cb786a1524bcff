import { expect, test } from 'vitest';
import { clientCredentials } from '../../../../functions/core/declare/token.ts';
import { CredentialsError } from '../../../../functions/core/errors.ts';
import {
  createThing,
  thingBody,
  thingDestination,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';
import { answer, created } from './loopback-third-party.ts';
import { parkedRecheckMs, startMs } from './memory-ports.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

test('a refused key with a newer one in the secret is tried once more with it', async () => {
  const one = await sandbox({
    script: [answer(401), created],
    credentials: (baseUrl) => ({
      get: async () => ({ credentials: { apiKey: 'sk_1', baseUrl }, version: 'v1' }),
      refreshed: async (version) =>
        version === 'v1' ? { credentials: { apiKey: 'sk_2', baseUrl }, version: 'v2' } : undefined,
    }),
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ authorization }) => authorization)).toEqual(['Bearer sk_1', 'Bearer sk_2']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 1 });
  expect(one.counts).toContain('CredentialsRejected');
});

test('a refused key without a newer one parks, costs no attempt, and no further call goes out', async () => {
  const one = await sandbox({ script: [answer(401)] });
  const first = record();
  const second = record(thingBody({ id: 'event-2' }));
  expect(await one.batch(first)).toEqual([first.messageId]);
  expect(await one.batch(second)).toEqual([second.messageId]);
  expect(one.calls).toHaveLength(1);
  expect(one.outcomes()).toEqual(['delivery.attempted parked', 'delivery.settled parked']);
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([parkedRecheckMs, parkedRecheckMs]);
  expect([...one.ledger.rows.values()]).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
  expect(one.account.parking).toEqual({
    parkedAtMs: startMs,
    reason: 'the credentials were refused (status 401)',
    refusedVersion: 'v1',
  });
});

test('once a destination was resumed, no sandbox tries the refused key again', async () => {
  const one = await sandbox({
    script: [answer(401), created],
    credentials: (baseUrl) => ({
      get: async (notBeforeMs) => ({
        credentials: { apiKey: notBeforeMs > startMs ? 'sk_2' : 'sk_1', baseUrl },
        version: 'v1',
      }),
      refreshed: async () => undefined,
    }),
  });
  await one.batch(record());
  Object.assign(one.account, { parking: undefined, resumedAtMs: startMs + 1 });
  await one.batch(record());
  expect(one.calls.map(({ authorization }) => authorization)).toEqual(['Bearer sk_1', 'Bearer sk_2']);
});

test('the supervisor is asked by whoever parks, and once more by who finds it parked and nobody told', async () => {
  const one = await sandbox({ script: [answer(401)] });
  await one.batch(record());
  expect(one.asked).toEqual(['thing']);
  await one.batch(record(thingBody({ id: 'event-2' })));
  expect(one.asked).toEqual(['thing']);
  one.account.parking = { parkedAtMs: startMs + 1, reason: 'by another sandbox, which died' };
  await one.batch(record(thingBody({ id: 'event-3' })), record(thingBody({ id: 'event-4' })));
  expect(one.asked).toEqual(['thing', 'thing']);
  one.account.parking = { parkedAtMs: startMs + 2, reason: 'told', alertedAtMs: startMs + 3 };
  await one.batch(record(thingBody({ id: 'event-5' })));
  expect(one.asked).toEqual(['thing', 'thing']);
});

test('credentials without the right shape park as refused ones do, without a call', async () => {
  const failing = new CredentialsError('secret thing does not have the shape', 'v3');
  const one = await sandbox({
    credentials: () => ({ get: () => Promise.reject(failing), refreshed: async () => undefined }),
  });
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.calls).toEqual([]);
  expect(one.account.parking).toMatchObject({ refusedVersion: 'v3', reason: failing.message });
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 0 });
});

test('a secret that cannot be read lets the message wait, but stops nobody else', async () => {
  const failing = new CredentialsError('secret thing cannot be read');
  const one = await sandbox({
    credentials: () => ({ get: () => Promise.reject(failing), refreshed: async () => undefined }),
  });
  await one.batch(record());
  expect(one.outcomes()).toEqual(['delivery.settled deferred']);
  expect(one.lines.map(({ level }) => level)).toEqual(['warn']);
  expect(one.account.parking).toBeUndefined();
});

test.each([
  [
    'a code of its own is told',
    { error: { code: 'missing_scope', message: 'no' } },
    '(status 401, missing_scope)',
  ],
  ['what may be a value is not', { error: { code: 'Ada Lovelace', message: 'no' } }, '(status 401)'],
  ['what may be part of a key is not', { error: { code: 'sk_secret_', message: 'no' } }, '(status 401)'],
])('of a refused key %s', async (_name, body, told) => {
  const one = await sandbox({ script: [answer(401, body)] });
  one.parts.redactor.addSecret('sk_secret_');
  await one.batch(record());
  expect(one.account.parking?.reason).toBe(`the credentials were refused ${told}`);
});

test('a refused token without another one waits and parks nothing: its keeper knows what to do', async () => {
  const destination = thingDestination({
    token: clientCredentials({ path: '/t', client: () => ({ id: 'i', secret: 's' }) }),
  });
  const refused: string[] = [];
  const one = await sandbox({
    integration: thingIntegration(createThing(undefined, { destination })),
    script: [answer(401)],
    credentials: (baseUrl) => ({
      get: async () => ({ credentials: { baseUrl }, token: 'at_1', version: 'v1 id-1', secretVersion: 'v1' }),
      refreshed: async (version) => {
        refused.push(version);
        return undefined;
      },
    }),
  });
  const first = record();
  expect(await one.batch(first)).toEqual([first.messageId]);
  expect(one.calls.map(({ authorization }) => authorization)).toEqual(['Bearer at_1']);
  expect(refused).toEqual(['v1 id-1']);
  expect(one.account.parking).toBeUndefined();
  // Nobody knows yet whether another may be had: it is no matter for a person.
  expect(one.outcomes()).toEqual(['delivery.attempted deferred']);
  expect(one.counts).not.toContain('CredentialsRejected');
  expect([...one.ledger.rows.values()]).toMatchObject([{ attempts: 0 }]);
});

test('a refused token that the next one mends counts nowhere as refused credentials', async () => {
  const destination = thingDestination({
    token: clientCredentials({ path: '/t', client: () => ({ id: 'i', secret: 's' }) }),
  });
  const one = await sandbox({
    integration: thingIntegration(createThing(undefined, { destination })),
    script: [answer(401), created],
    credentials: (baseUrl) => ({
      get: async () => ({ credentials: { baseUrl }, token: 'at_1', version: 'v1 id-1', secretVersion: 'v1' }),
      refreshed: async () => ({
        credentials: { baseUrl },
        token: 'at_2',
        version: 'v1 id-2',
        secretVersion: 'v1',
      }),
    }),
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ authorization }) => authorization)).toEqual(['Bearer at_1', 'Bearer at_2']);
  expect(one.counts).not.toContain('CredentialsRejected');
  expect(one.counts).toContain('Delivered');
});
