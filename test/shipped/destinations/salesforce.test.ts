import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { isAllowedHost } from '../../../functions/core/declare/allowed-host.ts';
import { addressOf } from '../../../functions/core/http/request.ts';
import { salesforceContract } from '../../../functions/destinations/salesforce/contract.ts';
import { salesforce } from '../../../functions/destinations/salesforce/index.ts';
import { upsertContact } from '../../../functions/destinations/salesforce/upsert-contact.ts';
import { response } from './response.ts';

const nowMs = 1_795_426_200_500;
const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const privateKey = String(key.export({ type: 'pkcs8', format: 'pem' }));
const secret = (instance: string) => ({
  clientId: '3MVG9x',
  username: 'ada@example.com',
  privateKey,
  instance,
});

/** What is asked for a token of this instance. */
function asked(instance: string) {
  const context = { credentials: secret(instance), refreshToken: '', nowMs, random: () => 0 };
  const { body, ...request } = salesforce.token?.request(context) ?? {};
  const { assertion = '', ...form } = (body !== undefined && 'value' in body ? body.value : {}) as Record<
    string,
    string
  >;
  const [head = '', claims = '', signature = ''] = assertion.split('.');
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    createPublicKey(privateKey),
    Buffer.from(signature, 'base64url'),
  );
  return { request, form, isSigned, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) };
}

describe('salesforce', () => {
  it('says how often it may be called, how long a request may take, and what of an answer is logged', () => {
    const { rateLimits, requestTimeoutMs, loggedHeaders, probe, publicCredentials } = salesforce;
    expect({ rateLimits, requestTimeoutMs, loggedHeaders, probe, publicCredentials }).toEqual({
      rateLimits: [
        { requests: 15_000, windowMs: 86_400_000 },
        { requests: 20, windowMs: 1_000 },
      ],
      requestTimeoutMs: 15_000,
      loggedHeaders: ['date', 'retry-after', 'sforce-limit-info', 'x-sfdc-request-id'],
      probe: { method: 'GET', path: '/services/data/v68.0' },
      publicCredentials: ['instance', 'username'],
    });
  });

  it('asks for a token by an assertion that is signed, for one user, for three minutes', () => {
    const { request, form, isSigned, claims } = asked('acme');
    expect(request).toEqual({ method: 'POST', path: '/services/oauth2/token' });
    expect(form).toEqual({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' });
    expect(isSigned).toBe(true);
    expect(claims).toEqual({
      iss: '3MVG9x',
      sub: 'ada@example.com',
      aud: 'https://login.salesforce.com',
      exp: 1_795_426_380,
    });
  });

  it.each([
    ['acme', 'https://acme.my.salesforce.com', 'https://login.salesforce.com', false],
    [
      'acme-dev-ed.develop',
      'https://acme-dev-ed.develop.my.salesforce.com',
      'https://login.salesforce.com',
      true,
    ],
    ['acme--uat.sandbox', 'https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com', true],
    ['acme-1.scratch', 'https://acme-1.scratch.my.salesforce.com', 'https://test.salesforce.com', true],
  ])('is called at the host of %s, and asks who knows that', (instance, address, audience, isSandbox) => {
    const credentials = secret(instance);
    expect(z.safeParse(salesforce.credentials, credentials).success).toBe(true);
    expect(addressOf(salesforce, credentials)).toBe(address);
    expect(isAllowedHost(new URL(address).hostname, salesforce.allowedHosts)).toBe(true);
    expect(asked(instance).claims.aud).toBe(audience);
    expect(salesforceContract.isSandbox?.(credentials)).toBe(isSandbox);
  });

  it.each(['acme.my.salesforce.com', 'acme.evil', 'acme/', 'a.b.sandbox', '', 'acme.example.com#'])(
    'takes no "%s" for an instance',
    (instance) => {
      expect(z.safeParse(salesforce.credentials, secret(instance)).success).toBe(false);
    },
  );

  it('says which refusals of a token are for good', () => {
    const isForGood = (status: number, error: string) =>
      salesforce.token?.isRevoked?.(response(status, { error }));
    expect(isForGood(400, 'invalid_grant')).toBe(true);
    expect(isForGood(400, 'invalid_client_id')).toBe(true);
    expect(isForGood(400, 'unsupported_grant_type')).toBe(false);
    expect(isForGood(503, 'temporarily_unavailable')).toBe(false);
  });

  it('reads no lifetime out of the answer, and takes the shortest session', () => {
    const answer = response(200, { access_token: '00D!AQ', token_type: 'Bearer' });
    expect(salesforce.token?.read(answer, nowMs)).toEqual({ token: '00D!AQ' });
    expect(salesforce.token?.lifetimeSeconds).toBe(900);
  });

  it.each([
    ['api-usage=14999/15000', undefined],
    ['api-usage=15000/15000', 900_000],
    ['api-usage=15001/15000; per-app-api-usage=17/250(appName=sample)', 900_000],
    ['per-app-api-usage=250/250(appName=sample)', undefined],
    ['api-usage=many/15000', undefined],
    ['api-usage=1/', undefined],
  ])('reads "%s" as a pause of %s ms', (info, pauseMs) => {
    const read = salesforce.readLimit?.(response(200, {}, { 'sforce-limit-info': info }), nowMs);
    expect(read).toEqual(pauseMs === undefined ? undefined : { notBeforeMs: nowMs + pauseMs });
  });

  it('pauses a quarter of an hour where it is refused for its limit', () => {
    const refused = response(403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'words' }]);
    expect(salesforce.readLimit?.(refused, nowMs)).toEqual({ notBeforeMs: nowMs + 900_000 });
  });

  it('tells how many records have the external id', () => {
    expect(salesforce.judge?.(response(300, ['/a', '/b', '/c']))).toEqual({
      verdict: 'terminal',
      code: 'MULTIPLE_CHOICES',
      message: 'the external id is that of 3 records',
    });
  });

  it('names the record in the path, and nowhere else', () => {
    expect(upsertContact.request({ externalId: 'a/b', fields: { LastName: 'Lovelace' } })).toEqual({
      method: 'PATCH',
      path: '/services/data/v68.0/sobjects/Contact/Client_Id__c/a%2Fb',
      body: { encoding: 'json', value: { LastName: 'Lovelace' } },
    });
    expect(upsertContact.receipt(response(201, { id: '003A' }))).toBe('003A');
  });
});
