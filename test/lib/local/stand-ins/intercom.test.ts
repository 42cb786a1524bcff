import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intercom } from '../../../../lib/local/stand-ins/intercom.ts';
import { type Rig, rig } from './fixture-stand-in.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(intercom);
});
afterEach(() => at.standIn.stop());

const ada = { external_id: '7', email: 'ada@example.com', name: 'Ada' };
const create = (fields: object) => at.call('POST', '/contacts', fields, { 'intercom-version': '2.16' });

describe('contacts', () => {
  test('one is made, found by its external id, and changed', async () => {
    const made = await create(ada);
    expect([made.statusCode, made.headers['intercom-version']]).toEqual([200, '2.16']);
    expect(made.body).toMatchObject({ type: 'contact', role: 'user', ...ada });
    expect((await at.call('GET', '/contacts/find_by_external_id/7')).body.id).toBe(made.body.id);
    const changed = await at.call('PUT', `/contacts/${made.body.id}`, { ...ada, name: 'Eva' });
    expect(changed.body).toMatchObject({ id: made.body.id, name: 'Eva' });
    expect(at.standIn.ledger.entities).toHaveLength(1);
    expect(at.standIn.ledger.effects.map(({ created }) => created)).toEqual([true, false]);
  });

  test.each([
    ['external id', { external_id: '7', email: 'other@example.com' }],
    ['email, whatever its case', { external_id: '8', email: 'ADA@example.com' }],
  ])('the same %s is a 409 that names the contact', async (_, twin) => {
    const id = at.standIn.seed({ externalId: '7', email: 'ada@example.com' });
    const { statusCode, body } = await create(twin);
    expect(statusCode).toBe(409);
    expect(body).toEqual({
      type: 'error.list',
      request_id: expect.any(String),
      errors: [
        { code: 'conflict', message: `A contact matching those details already exists with id=${id}` },
      ],
    });
    expect(at.standIn.ledger.effects).toEqual([]);
  });

  test('an email that its contact gave up is free again', async () => {
    const id = at.standIn.seed({ externalId: '7', email: 'ada@example.com' });
    await at.call('PUT', `/contacts/${id}`, { email: 'eva@example.com' });
    expect((await create({ email: 'ada@example.com' })).statusCode).toBe(200);
  });

  test('what is not there is a 404', async () => {
    const { statusCode, body } = await at.call('GET', '/contacts/find_by_external_id/7');
    expect([statusCode, body.errors[0].code]).toEqual([404, 'not_found']);
    expect((await at.call('PUT', '/contacts/0', ada)).statusCode).toBe(404);
  });

  test.each([
    ['neither email, external id nor role', { name: 'Ada' }, 'parameter_not_found'],
    ['an external id that is a number', { external_id: 7 }, 'parameter_invalid'],
    ['a date that is text', { external_id: '7', signed_up_at: '2026-01-01' }, 'parameter_invalid'],
    ['an unknown field', { external_id: '7', nome: 'Ada' }, 'parameter_invalid'],
    ['a nested custom attribute', { external_id: '7', custom_attributes: { a: {} } }, 'parameter_invalid'],
  ])('%s is refused', async (_, fields, code) => {
    const { statusCode, body } = await create(fields);
    expect([statusCode, body.errors[0].code]).toEqual([400, code]);
  });

  test('a body that is not JSON, or an unknown version, is refused', async () => {
    expect((await at.call('POST', '/contacts', '{')).statusCode).toBe(400);
    expect((await at.call('GET', '/me', undefined, { 'intercom-version': 'new' })).statusCode).toBe(400);
  });
});

test('a wrong key gets 401, the right one passes the probe', async () => {
  const { statusCode, body } = await at.call('GET', '/me', undefined, { authorization: 'Bearer wrong' });
  expect([statusCode, body.errors[0].code]).toEqual([401, 'unauthorized']);
  expect((await at.call('GET', '/me')).statusCode).toBe(200);
});

test('the limit is told in headers, its end as seconds since 1970', async () => {
  at.standIn.setLimit({ requests: 1, windowMs: 10_000 });
  expect((await at.call('GET', '/me')).headers).toMatchObject({
    'x-ratelimit-limit': '1',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': `${Date.UTC(2026, 0, 1, 0, 0, 10) / 1_000}`,
  });
  const { statusCode, body } = await at.call('GET', '/me');
  expect([statusCode, body.errors[0].code]).toEqual([429, 'rate_limit_exceeded']);
});
