import { afterEach, beforeEach, expect, test } from 'vitest';
import { shopify } from '../../../lib/local/stand-ins/shopify.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

const dayMs = 24 * 60 * 60 * 1_000;
let at: Rig;
let token: string;
beforeEach(async () => {
  at = await rig(shopify, { apiKey: 'shpss_1' });
  token = (await exchange()).body.access_token;
});
afterEach(() => at.standIn.stop());

const exchange = (changes: Record<string, string> = {}) => {
  const { clientId: client_id, clientSecret: client_secret } = at.standIn.secret as Record<string, string>;
  const fields = { grant_type: 'client_credentials', client_id, client_secret, ...changes } as Record<
    string,
    string
  >;
  return at.call('POST', '/admin/oauth/access_token', new URLSearchParams(fields).toString());
};
const ask = (body: object, headers: Record<string, string> = {}) =>
  at.call('POST', '/admin/api/2026-10/graphql.json', body, { 'x-shopify-access-token': token, ...headers });
const set = (email: string, input: object) =>
  ask({ query: 'mutation { customerSet(…) }', variables: { identifier: { email }, input } });

test('client and secret get a token of a day, that stands in a header of its own', async () => {
  expect((await exchange()).body).toMatchObject({ scope: 'write_customers', expires_in: 86_399 });
  expect((await ask({ query: '{ shop { id } }' })).body.data).toEqual({
    shop: { id: 'gid://shopify/Shop/1' },
  });
  const other = await ask({ query: '{ shop { id } }' }, { 'x-shopify-access-token': 'shpat_other' });
  expect([other.statusCode, other.body.errors]).toEqual([401, expect.stringContaining('Invalid API key')]);
  at.clock.ms += dayMs;
  expect((await ask({ query: '{ shop { id } }' })).statusCode).toBe(401);
});

test.each([
  ['another secret', { client_secret: 'shpss_2' }, 'invalid_client'],
  ['another client', { client_id: 'x' }, 'invalid_client'],
  ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
])('%s gets no token', async (_, changes, error) => {
  const { statusCode, body } = await exchange(changes);
  expect([statusCode, body.error]).toEqual([400, error]);
});

test('a customer is made, changed by the same address, and deleted', async () => {
  const made = (await set('Eve@example.org', { email: 'Eve@example.org', firstName: 'Eve' })).body.data
    .customerSet;
  expect(made).toEqual({
    customer: { id: expect.stringMatching(/^gid:\/\/shopify\/Customer\/\d{13}$/) },
    userErrors: [],
  });
  const changed = (await set('eve@example.org', { firstName: 'Eva' })).body.data.customerSet;
  expect(changed).toEqual(made);
  expect(at.standIn.journal.entities).toMatchObject([
    { externalId: 'eve@example.org', value: { firstName: 'Eva' } },
  ]);
  const remove = () => ask({ query: 'mutation { customerDelete(…) }', variables: { id: made.customer.id } });
  expect((await remove()).body.data.customerDelete.userErrors).toEqual([]);
  expect((await remove()).body.data.customerDelete.userErrors).toEqual([
    { message: "Customer can't be found" },
  ]);
});

test('a mutation that is refused says so in a 200, with the field', async () => {
  await set('eve@example.org', { phone: '+4930123456' });
  const taken = await set('ada@example.org', { phone: '+4930123456' });
  expect([taken.statusCode, taken.body.data.customerSet.userErrors]).toEqual([
    200,
    [{ field: ['input', 'phone'], message: 'Phone has already been taken', code: 'TAKEN' }],
  ]);
  expect((await set('eve', {})).body.data.customerSet.userErrors).toMatchObject([{ code: 'INVALID' }]);
  const nobody = await ask({ query: 'mutation { customerSet(…) }', variables: { input: {} } });
  expect(nobody.body.data.customerSet.userErrors).toMatchObject([{ code: 'INVALID' }]);
  expect(at.standIn.journal.effects).toHaveLength(1);
});

test('a variable that is none of its type is an error of GraphQL, and repeats what was sent', async () => {
  const { statusCode, body } = await set('eve@example.org', { shoeSize: '7' });
  expect([statusCode, body.data]).toEqual([200, undefined]);
  expect(body.errors[0].extensions).toMatchObject({ code: 'INVALID_VARIABLE', value: { shoeSize: '7' } });
});

test('each answer tells of the points that are left, and none are taken where there are too few', async () => {
  at.standIn.setLimit(null);
  const left = async () => (await set('eve@example.org', {})).body;
  expect((await left()).extensions.cost).toEqual({
    requestedQueryCost: 10,
    actualQueryCost: 10,
    throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 1_990, restoreRate: 100 },
  });
  for (let call = 0; call < 199; call += 1) await left();
  expect(await left()).toMatchObject({
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: { cost: { actualQueryCost: null, throttleStatus: { currentlyAvailable: 0 } } },
  });
  at.clock.ms += 100;
  expect((await left()).data.customerSet.userErrors).toEqual([]);
  at.clock.ms += dayMs / 2;
  expect((await left()).extensions.cost.throttleStatus.currentlyAvailable).toBe(1_990);
});

test('another version is not there, and a text is no query', async () => {
  const headers = { 'x-shopify-access-token': token };
  expect((await at.call('POST', '/admin/api/2020-01/graphql.json', {}, headers)).statusCode).toBe(404);
  expect((await ask({ query: '' })).body.errors).toEqual({ query: 'Required parameter missing or invalid' });
  expect((await at.call('POST', '/admin/api/2026-10/graphql.json', 'query=x', headers)).statusCode).toBe(415);
});
