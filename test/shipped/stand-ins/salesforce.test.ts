import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { jwt } from '../../../functions/core/declare/signing/jws.ts';
import { salesforce } from '../../../lib/local/stand-ins/salesforce.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

let apiKey: string;
let another: string;
let at: Rig;
let token: string;
beforeAll(() => {
  [apiKey, another] = [salesforce.newApiKey(Math.random), newKey(2_048)] as [string, string];
});
beforeEach(async () => {
  at = await rig(salesforce, { apiKey });
  token = (await ask(assertion())).body.access_token;
});
afterEach(() => at.standIn.stop());

const newKey = (modulusLength: number) =>
  String(generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type: 'pkcs8', format: 'pem' }));

function assertion(changes: object = {}, key = apiKey) {
  const { clientId: iss, username: sub } = at.standIn.secret;
  const exp = at.clock.ms / 1_000 + 180;
  const claims = { iss, sub, aud: 'https://login.salesforce.com', exp, ...changes };
  return jwt(claims, { algorithm: 'RS256', key });
}
const ask = (text: string, grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer') =>
  at.call('POST', '/services/oauth2/token', `${new URLSearchParams({ grant_type: grant, assertion: text })}`);
const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  at.call(method, `/services/data${path}`, body, { authorization: `Bearer ${token}`, ...headers });
const upsert = (id: string, fields: object = { LastName: 'Lovelace' }, version = 'v68.0') =>
  call('PATCH', `/${version}/sobjects/Contact/Client_Id__c/${id}`, fields);

describe('the token endpoint', () => {
  test('gives a token for the assertion, which works for a session', async () => {
    const { statusCode, body } = await ask(assertion());
    expect(statusCode).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'id', 'instance_url', 'scope', 'token_type']);
    expect((await call('GET', '/v68.0')).statusCode).toBe(200);
    at.clock.ms += 2 * 3_600_000;
    expect((await call('GET', '/v68.0')).body).toEqual([
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
  });

  test.each([
    ['another key', () => assertion({}, another), 'invalid_grant', 'invalid assertion'],
    ['another app', () => assertion({ iss: 'x' }), 'invalid_client_id', 'client identifier invalid'],
    ['another user', () => assertion({ sub: 'x' }), 'invalid_grant', "user hasn't approved this consumer"],
    [
      'another audience',
      () => assertion({ aud: 'https://test.salesforce.com' }),
      'invalid_grant',
      'audience is invalid',
    ],
    [
      'the end behind it',
      () => assertion({ exp: at.clock.ms / 1_000 }),
      'invalid_grant',
      'expired assertion',
    ],
    [
      'the end too far ahead',
      () => assertion({ exp: at.clock.ms / 1_000 + 301 }),
      'invalid_grant',
      'expired assertion',
    ],
    [
      'a changed claim',
      () =>
        assertion().replace(/\.[^.]+\./, `.${btoa(JSON.stringify({ iss: at.standIn.secret.clientId }))}.`),
      'invalid_grant',
      'invalid assertion',
    ],
    ['no signature', () => assertion().replace(/[^.]+$/, ''), 'invalid_grant', 'invalid assertion'],
  ])('refuses an assertion with %s', async (_, make, error, description) => {
    const { statusCode, body } = await ask(make());
    expect([statusCode, body]).toEqual([400, { error, error_description: description }]);
  });

  test('refuses another grant, and what was rotated away', async () => {
    expect((await ask(assertion(), 'password')).body.error).toBe('unsupported_grant_type');
    at.standIn.setApiKey(another);
    expect((await ask(assertion())).statusCode).toBe(400);
    expect((await ask(assertion({}, another))).statusCode).toBe(200);
  });
});

describe('the upsert by external id', () => {
  test('makes a contact with 201, then changes it with 200, or 204 up to v45', async () => {
    const made = await upsert('7', { LastName: 'Lovelace', Email: 'ada@example.com' });
    expect(made).toMatchObject({ statusCode: 201, body: { success: true, errors: [], created: true } });
    const { id } = made.body;
    expect(await upsert('7', { LastName: 'King' })).toMatchObject({
      statusCode: 200,
      body: { id, created: false },
    });
    expect(await upsert('7', { FirstName: 'Ada' }, 'v45.0')).toMatchObject({ statusCode: 204, body: '' });
    expect(at.standIn.journal.entities).toMatchObject([
      { id, externalId: '7', value: { LastName: 'King', FirstName: 'Ada', Email: 'ada@example.com' } },
    ]);
    expect(at.standIn.journal.effects.map(({ created }) => created)).toEqual([true, false, false]);
  });

  test('answers 300 with the records where several have it', async () => {
    const ids = ['one', 'two'].map((name) =>
      at.standIn.seed({ externalId: '7', email: `${name}@example.com` }),
    );
    expect(await upsert('7')).toMatchObject({
      statusCode: 300,
      body: ids.map((id) => `/services/data/v68.0/sobjects/Contact/${id}`),
    });
    expect(at.standIn.journal.effects).toEqual([]);
  });

  test.each([
    ['the external id in the body', { LastName: 'L', Client_Id__c: '7' }, 400, 'INVALID_FIELD'],
    ['the id in the body', { LastName: 'L', Id: '003' }, 400, 'INVALID_FIELD'],
    ['a field that is not there', { LastName: 'L', Nobody__c: 'x' }, 400, 'INVALID_FIELD'],
    ['no last name', { FirstName: 'Ada' }, 400, 'REQUIRED_FIELD_MISSING'],
    ['an email that is none', { LastName: 'L', Email: 'nobody' }, 400, 'INVALID_EMAIL_ADDRESS'],
    ['a list', [], 400, 'JSON_PARSER_ERROR'],
  ])('refuses %s', async (_, fields, status, errorCode) => {
    const { statusCode, body } = await upsert('7', fields);
    expect([statusCode, body[0].errorCode]).toEqual([status, errorCode]);
    expect(at.standIn.journal.entities).toEqual([]);
  });

  test('does not find a value that looks like a file, another object or a version to come', async () => {
    expect((await upsert('ada@example.inc')).statusCode).toBe(404);
    expect((await call('PATCH', '/v68.0/sobjects/Lead/Client_Id__c/7', {})).statusCode).toBe(404);
    expect((await upsert('7', { LastName: 'L' }, 'v99.0')).statusCode).toBe(404);
  });

  test('wants JSON, and removes what is asked for', async () => {
    const path = '/v68.0/sobjects/Contact/Client_Id__c/7';
    expect((await call('PATCH', path, {}, { 'content-type': 'text/plain' })).statusCode).toBe(415);
    const { id } = (await upsert('7')).body;
    expect((await call('DELETE', `/v68.0/sobjects/Contact/${id}`)).statusCode).toBe(204);
    expect((await call('DELETE', `/v68.0/sobjects/Contact/${id}`)).body[0].errorCode).toBe(
      'ENTITY_IS_DELETED',
    );
  });

  test('tells of its limit, and refuses beyond it with a 403', async () => {
    at.standIn.setLimit({ requests: 2, windowMs: 86_400_000 });
    expect((await upsert('1')).headers['sforce-limit-info']).toBe('api-usage=1/2');
    expect((await upsert('2')).headers['sforce-limit-info']).toBe('api-usage=2/2');
    const { statusCode, body } = await upsert('3');
    expect([statusCode, body[0].errorCode]).toEqual([403, 'REQUEST_LIMIT_EXCEEDED']);
  });
});
