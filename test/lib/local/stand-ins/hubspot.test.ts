import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hubspot } from '../../../../lib/local/stand-ins/hubspot.ts';
import { type Rig, rig } from './fixture-stand-in.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(hubspot);
});
afterEach(() => at.standIn.stop());

const upsert = (...inputs: object[]) =>
  at.call('POST', '/crm/objects/2026-03/contacts/batch/upsert', { inputs });
const input = (email: string, properties: object = { firstname: 'Ada' }) => ({
  id: email,
  idProperty: 'email',
  properties,
});

describe('the batch upsert', () => {
  test('makes a contact, then changes it', async () => {
    const first = await upsert(input('ada@example.com', { firstname: 'Ada', external_client_id: '7' }));
    expect(first.statusCode).toBe(200);
    expect(first.body).toMatchObject({ status: 'COMPLETE', results: [{ new: true, archived: false }] });
    const second = await upsert(input('ADA@example.com', { firstname: 'Eva' }));
    const { id } = first.body.results[0];
    expect(second.body.results).toMatchObject([{ id, new: false, properties: { firstname: 'Eva' } }]);
    expect(at.standIn.ledger.entities).toMatchObject([{ id, kind: 'contact', externalId: '7' }]);
    expect(at.standIn.ledger.effects.map(({ created }) => created)).toEqual([true, false]);
  });

  test('answers 207 when some inputs fail, and keeps the others', async () => {
    const { statusCode, body } = await upsert(
      { ...input('ada@example.com'), objectWriteTraceId: 'a' },
      { ...input('nobody'), objectWriteTraceId: 'b' },
    );
    expect(statusCode).toBe(207);
    expect(body).toMatchObject({
      results: [{ objectWriteTraceId: 'a' }],
      numErrors: 1,
      errors: [{ category: 'VALIDATION_ERROR', context: { ids: ['nobody'], objectWriteTraceId: ['b'] } }],
    });
    expect(at.standIn.ledger.entities).toHaveLength(1);
  });

  test.each([
    ['a number as a property', [input('ada@example.com', { age: 7 })]],
    ['null as a property', [input('ada@example.com', { phone: null })]],
    ['no id', [{ idProperty: 'email', properties: {} }]],
    ['another idProperty', [{ ...input('ada@example.com'), idProperty: 'phone' }]],
    ['no properties', [{ id: 'ada@example.com', idProperty: 'email' }]],
    ['the same id twice', [input('ada@example.com'), input('Ada@example.com')]],
    ['no inputs', []],
    ['101 inputs', Array.from({ length: 101 }, (_, n) => input(`n${n}@example.com`))],
  ])('refuses %s as a whole', async (_, inputs) => {
    const { statusCode, body } = await upsert(...inputs);
    expect(statusCode).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(at.standIn.ledger.effects).toEqual([]);
  });

  test('refuses a body that is not JSON', async () => {
    const { statusCode, body } = await at.call('POST', '/crm/objects/2026-03/contacts/batch/upsert', '{');
    expect([statusCode, body.message]).toEqual([400, 'Invalid input JSON']);
  });
});

test('a wrong key gets 401 with a category', async () => {
  const headers = { authorization: 'Bearer wrong' };
  const { statusCode, body } = await at.call('GET', '/account-info/v3/details', undefined, headers);
  expect([statusCode, body.category]).toEqual([401, 'INVALID_AUTHENTICATION']);
});

test('the limit is told in headers and refused with its policy', async () => {
  at.standIn.setLimit({ requests: 2, windowMs: 10_000 });
  const get = () => at.call('GET', '/crm/objects/2026-03/contacts?limit=1');
  expect((await get()).headers).toMatchObject({
    'x-hubspot-ratelimit-max': '2',
    'x-hubspot-ratelimit-remaining': '1',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
  });
  await get();
  const { statusCode, body } = await get();
  expect(statusCode).toBe(429);
  expect(body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' });
});

test.each(['/account-info/v3/details', '/crm/objects/2026-03/contacts?limit=1'])(
  '%s answers a probe',
  async (path) => {
    expect((await at.call('GET', path)).statusCode).toBe(200);
  },
);
