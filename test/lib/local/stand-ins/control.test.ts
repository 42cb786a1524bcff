import { afterEach, beforeEach, expect, test } from 'vitest';
import { helpdesk } from '../../../fixtures/shop/stand-ins/helpdesk.ts';
import { type Rig, rig } from './fixture-stand-in.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(helpdesk);
});
afterEach(() => at.standIn.stop());

const control = (method: string, name: string, body?: unknown) =>
  at.call(method, `/_interlock/${name}`, body, { authorization: '' });

test('the ledger tells entities, effects, arrivals and statuses, and does not count itself', async () => {
  await at.call('POST', '/contacts', { external_id: '7' });
  const { body } = await control('GET', 'ledger');
  expect(body).toMatchObject({
    name: 'helpdesk',
    entities: [{ kind: 'contact', externalId: '7' }],
    effects: [{ created: true, atMs: Date.UTC(2026, 0, 1) }],
    arrivals: [{ method: 'POST', path: '/contacts', statusCode: 200, atMs: Date.UTC(2026, 0, 1) }],
    arrivalsCount: 1,
    statuses: { 200: 1 },
  });
  expect(body.effects[0].requestSha256).toBe(body.arrivals[0].requestSha256);
});

test('faults are appended, listed and taken away', async () => {
  await control('POST', 'faults', [{ kind: 'error-500' }]);
  const { body } = await control('POST', 'faults', [{ kind: 'hang', times: 2 }]);
  expect(body).toEqual([{ kind: 'error-500' }, { kind: 'hang', times: 2 }]);
  await control('DELETE', 'faults');
  expect((await control('GET', 'faults')).body).toEqual([]);
});

test.each([
  ['faults', { kind: 'error-500' }, 'faults: send a JSON array of { kind, times?, match? }'],
  ['faults', [{ kind: 'hang', times: -1 }], 'faults[0].times must be a whole number, got -1'],
  ['faults', [{ kind: 'hang', match: { url: '/' } }], /^faults\[0\]\.match may hold/],
  ['faults', [{ kind: 'nap' }], /^faults\[0\]\.kind must be one of retry-after-seconds, /],
  ['limit', { requests: 0, windowMs: 1 }, /^limit: send null, or/],
  ['api-key', {}, 'apiKey must be a non-empty string'],
  ['entities', { externalId: '7' }, 'email must be a non-empty string'],
])('%s refuses %j and says why', async (name, sent, message) => {
  const { statusCode, body } = await control('POST', name, sent);
  expect(statusCode).toBe(400);
  expect(body.error).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
});

test('the limit can be set and taken away', async () => {
  await control('POST', 'limit', { requests: 1, windowMs: 1_000 });
  expect((await at.call('GET', '/me')).statusCode).toBe(200);
  expect((await at.call('GET', '/me')).statusCode).toBe(429);
  await control('POST', 'limit', null);
  expect((await at.call('GET', '/me')).statusCode).toBe(200);
});

test('a new key takes the place of the old one', async () => {
  await control('POST', 'api-key', { apiKey: 'new' });
  expect((await at.call('GET', '/me')).statusCode).toBe(401);
  expect((await at.call('GET', '/me', undefined, { authorization: 'Bearer new' })).statusCode).toBe(200);
});

test('a contact is put there without an effect', async () => {
  const { body } = await control('POST', 'entities', { externalId: '7', email: 'ada@example.com' });
  expect(at.standIn.journal.find(body.id)).toMatchObject({ kind: 'contact', externalId: '7' });
  expect(at.standIn.journal.effects).toEqual([]);
});

test('an unknown control path is a 404', async () => {
  expect((await control('GET', 'nothing')).statusCode).toBe(404);
});
