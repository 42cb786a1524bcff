import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { jwt } from '../../../../functions/core/declare/signing/jws.ts';
import {
  bearer,
  clientCredentials,
  jwtBearer,
  readOAuthToken,
  refreshToken,
  type TokenDeclaration,
} from '../../../../functions/core/declare/token.ts';
import { ConfigError } from '../../../../functions/core/errors.ts';
import { authorizeRequest } from '../../../../functions/core/http/authorize-request.ts';
import { exchangeToken } from '../../../../functions/core/http/exchange-token.ts';
import {
  encodeRequest,
  type RenderedRequest,
  renderRequest,
} from '../../../../functions/core/http/request.ts';
import type { HttpResult } from '../../../../functions/core/http/send-http.ts';
import { thingDestination } from '../../../fixtures/fixture-integration.ts';

interface Secret {
  readonly id: string;
  readonly key: string;
}
const context = {
  credentials: { id: 'a b', key: 'k:1' },
  refreshToken: 'rt',
  nowMs: 1_000_000,
  random: () => 0,
};
const client = ({ id, key }: Secret) => ({ id, secret: key });
const asked = (token: TokenDeclaration<Secret>) => {
  const { path, headers, body } = encodeRequest(token.request(context));
  return [path, headers, body?.text];
};

test.each<[string, TokenDeclaration<Secret>, unknown[]]>([
  [
    'client credentials by Basic, whose parts are encoded first',
    clientCredentials<Secret>({ path: '/token', client, parameters: () => ({ scope: 'a b' }) }),
    [
      '/token',
      { authorization: `Basic ${btoa('a%20b:k%3A1')}` },
      'grant_type=client_credentials&scope=a%20b',
    ],
  ],
  [
    'client credentials in the body, at a path of the tenant',
    clientCredentials<Secret>({ path: ({ id }) => `/${id.length}/token`, clientBy: 'body', client }),
    ['/3/token', {}, 'grant_type=client_credentials&client_id=a%20b&client_secret=k%3A1'],
  ],
  [
    'a refresh token, the newest',
    refreshToken<Secret>({ path: '/token', client, from: () => 'first' }),
    [
      '/token',
      { authorization: `Basic ${btoa('a%20b:k%3A1')}` },
      'grant_type=refresh_token&refresh_token=rt',
    ],
  ],
  [
    'an assertion',
    jwtBearer<Secret>({ path: '/token', assertion: ({ nowMs }) => `signed-${nowMs}` }),
    [
      '/token',
      {},
      'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=signed-1000000',
    ],
  ],
])('%s', (_name, token, expected) => expect(asked(token)).toEqual(expected));

const answered = (body: string, statusCode = 200) => ({
  statusCode,
  headers: {},
  body,
  bodyTruncated: false,
});

test.each<[string, number, object | undefined]>([
  [
    '{"access_token":"a","expires_in":3600,"refresh_token":"r"}',
    200,
    { token: 'a', expiresInSeconds: 3_600, refreshToken: 'r' },
  ],
  ['{"access_token":"a","expires_in":"599"}', 200, { token: 'a', expiresInSeconds: 599 }],
  ['{"access_token":"a","expires_in":0,"refresh_token":""}', 200, { token: 'a' }],
  ['{"access_token":""}', 200, undefined],
  ['{"access_token":"a"}', 400, undefined],
  ['<html>', 200, undefined],
  ['null', 200, undefined],
])('of %s with %d', (body, statusCode, expected) => {
  expect(readOAuthToken(answered(body, statusCode))).toEqual(expected);
});

const exchanged = (token: TokenDeclaration<Secret>, result: HttpResult, sent: RenderedRequest[] = []) =>
  exchangeToken({
    destination: thingDestination({ token, allowedHosts: ['api.example.com', 'login.example.com'] }),
    credentials: context.credentials as never,
    refreshToken: '',
    send: async (request) => {
      sent.push(request);
      return result;
    },
    allowPrivateAddresses: false,
    now: () => 0,
    random: () => 0,
  });

test('a token is asked for at its own host, without the key of the API, and only at an allowed one', async () => {
  const sent: RenderedRequest[] = [];
  const token = clientCredentials<Secret>({ origin: () => 'https://login.example.com', path: '/t', client });
  await exchanged(token, { response: answered('{"access_token":"a"}') }, sent);
  expect(sent[0]?.url.href).toBe('https://login.example.com/t');
  expect(sent[0]?.headers.authorization).toMatch(/^Basic /);
  const elsewhere = { ...token, origin: () => 'https://evil.example' };
  await expect(exchanged(elsewhere, { response: answered('{}') })).rejects.toBeInstanceOf(ConfigError);
});

test('what comes of it: got, revoked, or nobody knows; in words that hold nothing of anybody', async () => {
  const token = clientCredentials<Secret>({ path: '/t', client, lifetimeSeconds: 600 });
  const failure = { sent: 'unknown', code: 'TIMEOUT', message: 'no answer within 15000 ms' } as const;
  const results: HttpResult[] = [
    { response: answered('{"access_token":"a"}') },
    { response: answered('{"error":"invalid_client"}', 401) },
    { response: answered('{"error":"temporarily_unavailable"}', 400) },
    { response: { ...answered('{"access_token":"a"}'), bodyTruncated: true } },
    { failure },
  ];
  expect(await Promise.all(results.map((result) => exchanged(token, result)))).toEqual([
    { got: { token: 'a', expiresInSeconds: 600 } },
    { revoked: 'status 401' },
    { failed: 'status 400' },
    { failed: 'status 200' },
    { failed: 'no answer within 15000 ms' },
  ]);
});

test('a key that signs no assertion is told of without a word of it', async () => {
  const token = jwtBearer<Secret>({
    path: '/t',
    assertion: ({ credentials: { key } }) => jwt({}, { algorithm: 'RS256', key }),
  });
  await expect(exchanged(token, { response: answered('{}') })).rejects.toThrow(
    /^no token can be asked for with the secret of thing \(\w+\)$/,
  );
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(
    asked({ ...token, request: () => token.request({ ...context, credentials: { id: '', key } }) })[2],
  ).toMatch(/assertion=ey[\w-]+\.e30\.[\w-]{342}$/);
});

test('a request carries its token as Bearer, or as the destination says', () => {
  const carried = (headers: TokenDeclaration<Secret>['headers']) => {
    const token = { ...clientCredentials<Secret>({ path: '/t', client }), headers };
    const destination = thingDestination({ token, headers: () => ({}) });
    const credentials = { apiKey: '' };
    const request = { method: 'GET', path: '/' } as const;
    const rendered = renderRequest({ destination, request, credentials, allowPrivateAddresses: false });
    return authorizeRequest(rendered, { destination, credentials, token: 't1', nowMs: 0, random: () => 0 })
      .headers;
  };
  expect(carried(bearer)).toMatchObject({ authorization: 'Bearer t1' });
  expect(carried((token) => ({ 'x-shopify-access-token': token }))).toMatchObject({
    'x-shopify-access-token': 't1',
  });
});
