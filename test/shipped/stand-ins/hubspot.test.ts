import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hubspot } from '../../../lib/local/stand-ins/hubspot.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

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
    expect(at.standIn.journal.entities).toMatchObject([{ id, kind: 'contact', externalId: '7' }]);
    expect(at.standIn.journal.effects.map(({ created }) => created)).toEqual([true, false]);
  });

  test('is the same by the path that official clients ask for', async () => {
    const path = '/crm/v3/objects/contacts';
    const made = await at.call('POST', `${path}/batch/upsert`, { inputs: [input('ada@example.com')] });
    const { id } = made.body.results[0];
    expect((await at.call('GET', `${path}/${id}`)).body).toMatchObject({ id });
    expect((await at.call('GET', `${path}?limit=1`)).body.results).toMatchObject([{ id }]);
    expect((await upsert(input('ada@example.com'))).body.results).toMatchObject([{ id, new: false }]);
    expect((await at.call('DELETE', `${path}/${id}`)).statusCode).toBe(204);
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
    expect(at.standIn.journal.entities).toHaveLength(1);
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
    expect(at.standIn.journal.effects).toEqual([]);
  });

  const raw = (body: string, type: string) =>
    at.call('POST', '/crm/objects/2026-03/contacts/batch/upsert', body, { 'content-type': type });

  test('refuses a body that is not JSON, without a category', async () => {
    const { statusCode, headers, body } = await raw('{"inputs":', 'application/json');
    expect(statusCode).toBe(400);
    expect(body).toEqual({
      status: 'error',
      message: expect.stringMatching(/^Invalid input JSON on line 1, column \d+: /),
      correlationId: headers['x-hubspot-correlation-id'],
    });
  });

  test('refuses a form', async () => {
    const { statusCode, body } = await raw('inputs=1', 'application/x-www-form-urlencoded');
    expect([statusCode, body.status]).toEqual([415, 'error']);
  });

  test('refuses a property that the account does not have, and ignores a field that it does not know', async () => {
    const { statusCode, body } = await upsert(input('ada@example.com', { shoe_size: '7' }));
    expect(statusCode).toBe(400);
    expect(body).toMatchObject({
      message:
        'Property values were not valid: [{"isValid":false,"message":"Property \\"shoe_size\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"shoe_size"}]',
      errors: [{ code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['shoe_size'] } }],
    });
    const readOnly = await upsert(input('ada@example.com', { hs_object_id: '7' }));
    expect(readOnly.body.errors).toMatchObject([{ code: 'READ_ONLY_VALUE' }]);
    expect((await upsert({ ...input('ada@example.com'), shoeSize: 7 })).statusCode).toBe(200);
  });

  test('answers with the properties that HubSpot keeps itself', async () => {
    const { body } = await upsert(input('ada@example.com'));
    const [{ id }] = body.results;
    at.clock.ms += 60_000;
    const { body: later } = await upsert(input('ada@example.com'));
    const [made, changed] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z'];
    expect(later).toEqual({
      status: 'COMPLETE',
      startedAt: changed,
      completedAt: changed,
      results: [
        {
          id,
          properties: {
            email: 'ada@example.com',
            firstname: 'Ada',
            createdate: made,
            hs_object_id: id,
            lastmodifieddate: changed,
          },
          createdAt: made,
          updatedAt: changed,
          archived: false,
          new: false,
        },
      ],
    });
  });
});

describe('contacts', () => {
  const contacts = '/crm/objects/2026-03/contacts';

  test('are listed by id, with a cursor to the next page and none on the last', async () => {
    const seeded = ['ada', 'eva'].map((name) =>
      at.standIn.seed({ externalId: name, email: `${name}@example.com` }),
    );
    const [one = '', two] = seeded.sort();
    const first = (await at.call('GET', `${contacts}?limit=1`)).body;
    expect(first.paging).toEqual({
      next: { after: one, link: `https://api.hubapi.com${contacts}?limit=1&after=${one}` },
    });
    expect(first.results).toEqual([
      {
        id: one,
        properties: {
          createdate: '2026-01-01T00:00:00.000Z',
          email: expect.stringMatching(/@example\.com$/),
          firstname: null,
          hs_object_id: one,
          lastmodifieddate: '2026-01-01T00:00:00.000Z',
          lastname: null,
        },
        createdAt: '2026-01-01T00:00:00.000Z',
        updatedAt: '2026-01-01T00:00:00.000Z',
        archived: false,
      },
    ]);
    const second = (await at.call('GET', `${contacts}?limit=1&after=${one}`)).body;
    expect(second.results).toMatchObject([{ id: two }]);
    expect(second).not.toHaveProperty('paging');
  });

  test('the cursor of a contact that is gone still leads on', async () => {
    const [one, two] = ['ada', 'eva']
      .map((name) => at.standIn.seed({ externalId: name, email: `${name}@example.com` }))
      .sort();
    await at.call('DELETE', `${contacts}/${one}`);
    expect((await at.call('GET', `${contacts}?after=${one}`)).body.results).toMatchObject([{ id: two }]);
  });

  test.each(['limit=0', 'limit=101', 'after=x'])('%s is refused', async (query) => {
    const { statusCode, body } = await at.call('GET', `${contacts}?${query}`);
    expect([statusCode, body.category]).toEqual([400, 'VALIDATION_ERROR']);
  });

  test('one is read with the properties that are named, archived, and then gone', async () => {
    const id = at.standIn.seed({ externalId: '7', email: 'ada@example.com' });
    const { body } = await at.call('GET', `${contacts}/${id}?properties=email,phone`);
    expect(body.properties).toEqual({
      createdate: '2026-01-01T00:00:00.000Z',
      email: 'ada@example.com',
      hs_object_id: id,
      lastmodifieddate: '2026-01-01T00:00:00.000Z',
      phone: null,
    });
    const archived = await at.call('DELETE', `${contacts}/${id}`);
    expect([archived.statusCode, archived.body]).toEqual([204, '']);
    expect(archived.headers).not.toHaveProperty('content-type');
    expect(archived.headers).not.toHaveProperty('content-length');
    expect((await at.call('GET', `${contacts}/${id}`)).statusCode).toBe(404);
    expect(at.standIn.journal.entities).toEqual([]);
    expect((await upsert(input('ada@example.com'))).body.results).toMatchObject([{ new: true }]);
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
    'x-hubspot-ratelimit-daily': '650000',
    'x-hubspot-ratelimit-daily-remaining': '649999',
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
