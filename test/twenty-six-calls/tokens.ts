/** Calls with a token: what the token endpoint checks, and what the API then takes. */
import { verify } from 'node:crypto';
import { path } from '../../functions/core/declare/http-message.ts';
import { keyInQuery } from '../../functions/core/declare/keys.ts';
import { jwt } from '../../functions/core/declare/signing/jws.ts';
import { bearer, clientCredentials, jwtBearer, refreshToken } from '../../functions/core/declare/token.ts';
import { pemText, visibleText } from '../../functions/destinations/credentials.ts';
import { asId, asObject, firstOf, jsonBody } from '../../functions/destinations/json-body.ts';
import { type Answer, type Arrived, type Declared, must, mustBe, operation, party } from './declare.ts';
import { privateKey, publicKey } from './keys.ts';

const token = 'at_0123456789abcdef';
const granted = (more: object = {}): Answer => ({
  status: 200,
  body: { access_token: token, token_type: 'Bearer', expires_in: 3_600, ...more },
});
const mustCarry = ({ headers }: Arrived, name = 'authorization', value = `Bearer ${token}`) =>
  mustBe(headers[name], value, name);

/** Throws unless it was signed by the key of keys.ts, for this audience and the moment. */
function mustBeAssertion(text: string, nowMs: number, audience: string): void {
  const [head = '', claims = '', signature = ''] = text.split('.');
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  );
  must(isSigned, 'the assertion is not signed');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString());
  mustBe(said.aud, audience, 'audience');
  must(
    Math.abs(said.iat * 1_000 - nowMs) <= 60_000 && said.exp - said.iat <= 3_600,
    'the clock of the assertion',
  );
}

const salesforce = party(
  'salesforce',
  'acme.my.salesforce.com',
  { clientId: visibleText(), username: visibleText(), privateKey: pemText() },
  {
    token: jwtBearer({
      path: '/services/oauth2/token',
      lifetimeSeconds: 1_800,
      assertion: ({ credentials, nowMs }) => {
        const iat = Math.floor(nowMs / 1_000);
        const claims = {
          iss: credentials.clientId,
          sub: credentials.username,
          aud: 'https://login.salesforce.com',
          iat,
          exp: iat + 180,
        };
        return jwt(claims, { algorithm: 'RS256', key: credentials.privateKey });
      },
    }),
    readError: (response) => {
      const error = firstOf(JSON.parse(response.body));
      return error === undefined ? {} : { code: String(error.errorCode), message: String(error.message) };
    },
    codes: { REQUEST_LIMIT_EXCEEDED: 'throttled' },
  },
);
const salesforceSecret = { clientId: 'client_0123', username: 'ada@example.com', privateKey };
function serveSalesforce(
  request: Arrived,
  nowMs: number,
  answer: (body: Record<string, unknown>) => Answer,
): Answer {
  if (request.path === '/services/oauth2/token') {
    mustBeAssertion(
      new URLSearchParams(request.body).get('assertion') ?? '',
      nowMs,
      'https://login.salesforce.com',
    );
    return granted({ expires_in: undefined });
  }
  mustCarry(request);
  return answer(JSON.parse(request.body));
}

const pointsOf = (response: Parameters<typeof jsonBody>[0]) => {
  const { throttleStatus } = asObject(asObject(jsonBody(response)?.extensions)?.cost) ?? {};
  const left = asObject(throttleStatus)?.currentlyAvailable;
  return typeof left === 'number' ? left : undefined;
};
const shopify = party(
  'shopify',
  'acme.myshopify.com',
  { clientId: visibleText(), clientSecret: visibleText() },
  {
    token: clientCredentials({
      path: '/admin/oauth/access_token',
      clientBy: 'body',
      client: ({ clientId, clientSecret }) => ({ id: clientId, secret: clientSecret }),
      headers: (text) => ({ 'x-shopify-access-token': text }),
    }),
    // A point a request at the least.
    rateLimits: [{ requests: 100, windowMs: 1_000 }],
    costLimit: { points: 2_000, restoredPerSecond: 100, left: pointsOf },
    judge: (response) => {
      const body = jsonBody(response);
      const code = asObject(firstOf(body?.errors)?.extensions)?.code;
      if (code === 'THROTTLED') return { verdict: 'throttled' };
      const refused = firstOf(asObject(asObject(body?.data)?.customerSet)?.userErrors);
      return refused === undefined ? undefined : { verdict: 'terminal', code: String(refused.code) };
    },
  },
);

const dynamics = party(
  'dynamics',
  'acme.crm4.dynamics.com',
  { clientId: visibleText(), clientSecret: visibleText(), tenant: visibleText() },
  {
    allowedHosts: ['acme.crm4.dynamics.com', 'login.microsoftonline.com'],
    publicCredentials: ['tenant'],
    token: clientCredentials({
      origin: () => 'https://login.microsoftonline.com',
      path: ({ tenant }) => path`/${tenant}/oauth2/v2.0/token`,
      clientBy: 'body',
      client: ({ clientId, clientSecret }) => ({ id: clientId, secret: clientSecret }),
      parameters: () => ({ scope: 'https://acme.crm4.dynamics.com/.default' }),
    }),
    headers: () => ({ 'odata-version': '4.0', 'odata-maxversion': '4.0' }),
  },
);

const google = party(
  'google-sheets',
  'sheets.googleapis.com',
  { account: visibleText(), privateKey: pemText() },
  {
    allowedHosts: ['sheets.googleapis.com', 'oauth2.googleapis.com'],
    token: jwtBearer({
      origin: () => 'https://oauth2.googleapis.com',
      path: '/token',
      assertion: ({ credentials: { account, privateKey: key }, nowMs }) => {
        const iat = Math.floor(nowMs / 1_000);
        const claims = {
          iss: account,
          scope: 'spreadsheets',
          aud: 'https://oauth2.googleapis.com/token',
          iat,
          exp: iat + 3_600,
        };
        return jwt(claims, { algorithm: 'RS256', key });
      },
    }),
  },
);

const consented = {
  clientId: visibleText(),
  clientSecret: visibleText(),
  refreshToken: visibleText(),
  tenant: visibleText(),
};
const consentedSecret = {
  clientId: 'client_0123',
  clientSecret: 'cs_0123456789',
  refreshToken: 'rt_0',
  tenant: 'tenant-7',
};
const consent = (tokenPath: string, origin: string) =>
  refreshToken<typeof consentedSecret>({
    origin: () => origin,
    path: tokenPath,
    client: ({ clientId, clientSecret }) => ({ id: clientId, secret: clientSecret }),
    from: ({ refreshToken: given }) => given,
  });
function serveConsented(tokenPath: string, request: Arrived, answer: () => Answer): Answer {
  if (request.path === tokenPath) {
    mustBe(request.headers.authorization, `Basic ${btoa('client_0123:cs_0123456789')}`, 'client');
    mustBe(new URLSearchParams(request.body).get('refresh_token'), 'rt_0', 'refresh token');
    return granted({ refresh_token: 'rt_1' });
  }
  mustCarry(request);
  return answer();
}
const quickbooks = party('quickbooks', 'quickbooks.api.intuit.com', consented, {
  allowedHosts: ['quickbooks.api.intuit.com', 'oauth.platform.intuit.com'],
  publicCredentials: ['tenant'],
  token: consent('/oauth2/v1/tokens/bearer', 'https://oauth.platform.intuit.com'),
});
const xero = party('xero', 'api.xero.com', consented, {
  allowedHosts: ['api.xero.com', 'identity.xero.com'],
  publicCredentials: ['tenant'],
  headers: ({ tenant }) => ({ 'xero-tenant-id': tenant }),
  token: consent('/connect/token', 'https://identity.xero.com'),
  rateLimits: [
    { requests: 60, windowMs: 60_000 },
    { requests: 5_000, windowMs: 24 * 3_600_000 },
  ],
  concurrentRequests: 5,
});

const github = party(
  'github',
  'api.github.com',
  { appId: visibleText(), installation: visibleText(), privateKey: pemText() },
  {
    publicCredentials: ['appId', 'installation'],
    // The requests of an hour, and what it calls secondary: 80 contents a minute, 500 an hour, 100 at once.
    rateLimits: [
      { requests: 80, windowMs: 60_000 },
      { requests: 500, windowMs: 3_600_000 },
    ],
    concurrentRequests: 100,
    headers: () => ({ 'x-github-api-version': '2026-03-10', accept: 'application/vnd.github+json' }),
    token: {
      request: ({ credentials: { appId, installation, privateKey: key }, nowMs }) => {
        const iat = Math.floor(nowMs / 1_000) - 60;
        const app = jwt({ iat, exp: iat + 600, iss: appId, aud: 'github' }, { algorithm: 'RS256', key });
        return {
          method: 'POST',
          path: path`/app/installations/${installation}/access_tokens`,
          headers: { authorization: `Bearer ${app}` },
        };
      },
      read: (response, nowMs) => {
        const { token: text, expires_at: until } = jsonBody(response) ?? {};
        if (typeof text !== 'string' || typeof until !== 'string') return undefined;
        return { token: text, expiresInSeconds: (Date.parse(until) - nowMs) / 1_000 };
      },
      headers: bearer,
    },
  },
);

export const withTokens: readonly Declared[] = [
  {
    number: 1,
    about: 'Salesforce, upsert by external id',
    operation: operation({
      name: 'upsert-contact',
      destination: salesforce,
      request: ({ reference, name }) => ({
        method: 'PATCH',
        path: path`/services/data/v68.0/sobjects/Contact/Our_Id__c/${reference}`,
        body: { encoding: 'json', value: { LastName: name } },
      }),
      repeat: { by: 'upsert' },
      receipt: (response) => asId(jsonBody(response)?.id),
      accepts: [204],
    }),
    secret: salesforceSecret,
    serve: (request, nowMs) =>
      serveSalesforce(request, nowMs, (body) => {
        mustBe(
          [request.method, request.path],
          ['PATCH', '/services/data/v68.0/sobjects/Contact/Our_Id__c/r1'],
          'call',
        );
        mustBe(body, { LastName: 'Ada Lovelace' }, 'body');
        return { status: 201, body: { id: '003A', success: true, created: true, errors: [] } };
      }),
  },
  {
    number: 2,
    about: 'Salesforce, collection of one, verdict in the answer',
    operation: operation({
      name: 'upsert-contacts',
      destination: salesforce,
      request: ({ reference, name }) => ({
        method: 'PATCH',
        path: '/services/data/v68.0/composite/sobjects/Contact/Our_Id__c',
        body: {
          encoding: 'json',
          value: {
            allOrNone: false,
            records: [{ attributes: { type: 'Contact' }, Our_Id__c: reference, LastName: name }],
          },
        },
      }),
      repeat: { by: 'upsert' },
      judge: (response) => {
        const first = firstOf(JSON.parse(response.body));
        return first?.success === false
          ? { verdict: 'terminal', code: String(firstOf(first.errors)?.statusCode) }
          : undefined;
      },
      receipt: (response) => asId(firstOf(JSON.parse(response.body))?.id),
    }),
    secret: salesforceSecret,
    serve: (request, nowMs) =>
      serveSalesforce(request, nowMs, (body) => {
        mustBe((body.records as object[]).length, 1, 'records');
        return { status: 200, body: [{ id: '003A', success: true, errors: [] }] };
      }),
  },
  {
    number: 4,
    about: 'Shopify, customerSet; throttled by a 200',
    operation: operation({
      name: 'set-customer',
      destination: shopify,
      cost: 10,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/admin/api/2026-10/graphql.json',
        body: {
          encoding: 'json',
          value: {
            query:
              'mutation($i: CustomerSetInput!) { customerSet(input: $i) { customer { id } userErrors { code } } }',
            variables: { i: { note: reference } },
          },
        },
      }),
      repeat: { by: 'upsert' },
      receipt: (response) =>
        asId(asObject(asObject(asObject(jsonBody(response)?.data)?.customerSet)?.customer)?.id),
    }),
    secret: { clientId: 'client_0123', clientSecret: 'cs_0123456789' },
    serve: (request) => {
      if (request.path === '/admin/oauth/access_token') {
        mustBe(new URLSearchParams(request.body).get('client_secret'), 'cs_0123456789', 'client');
        return granted();
      }
      mustCarry(request, 'x-shopify-access-token', token);
      mustBe(JSON.parse(request.body).variables, { i: { note: 'r1' } }, 'variables');
      return {
        status: 200,
        body: {
          data: { customerSet: { customer: { id: 'gid://shopify/Customer/1' }, userErrors: [] } },
          extensions: {
            cost: {
              requestedQueryCost: 10,
              actualQueryCost: 10,
              throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 1_990, restoreRate: 100 },
            },
          },
        },
      };
    },
  },
  {
    number: 12,
    about: 'Dynamics 365, upsert by alternate key',
    operation: operation({
      name: 'upsert-account',
      destination: dynamics,
      request: ({ reference, name }) => ({
        method: 'PATCH',
        path: `/api/data/v9.2/accounts(ourid='${encodeURIComponent(reference.replaceAll("'", "''"))}')`,
        body: { encoding: 'json', value: { name } },
      }),
      repeat: { by: 'upsert' },
      receipt: ({ headers }) => /\(([^)]+)\)$/.exec(headers['odata-entityid'] ?? '')?.[1],
      accepts: [204],
    }),
    secret: { clientId: 'client_0123', clientSecret: 'cs_0123456789', tenant: 'tenant-7' },
    serve: (request) => {
      if (request.path === '/tenant-7/oauth2/v2.0/token') {
        mustBe(
          new URLSearchParams(request.body).get('scope'),
          'https://acme.crm4.dynamics.com/.default',
          'scope',
        );
        return granted();
      }
      mustCarry(request);
      mustBe(
        [request.path, request.headers['odata-version']],
        ["/api/data/v9.2/accounts(ourid='r1')", '4.0'],
        'call',
      );
      return { status: 204, headers: { 'odata-entityid': 'https://acme/api/data/v9.2/accounts(0000-01)' } };
    },
  },
  {
    number: 13,
    about: 'Google Sheets, append a row',
    operation: operation({
      name: 'append-row',
      destination: google,
      request: ({ reference, name }) => ({
        method: 'POST',
        path: '/v4/spreadsheets/sheet1/values/A1:append',
        query: { valueInputOption: 'RAW', insertDataOption: 'INSERT_ROWS' },
        body: { encoding: 'json', value: { values: [[reference, name]] } },
      }),
      repeat: { by: 'never' },
      receipt: (response) => asId(asObject(jsonBody(response)?.updates)?.updatedRange),
    }),
    secret: { account: 'robot@example.iam', privateKey },
    serve: (request, nowMs) => {
      if (request.path === '/token') {
        mustBeAssertion(
          new URLSearchParams(request.body).get('assertion') ?? '',
          nowMs,
          'https://oauth2.googleapis.com/token',
        );
        return granted();
      }
      mustCarry(request);
      mustBe(JSON.parse(request.body), { values: [['r1', 'Ada Lovelace']] }, 'row');
      return { status: 200, body: { updates: { updatedRange: 'A7:B7', updatedRows: 1 } } };
    },
  },
  {
    number: 14,
    about: 'QuickBooks, invoice with its key in the query',
    operation: operation({
      name: 'create-invoice',
      destination: quickbooks,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/v3/company/tenant-7/invoice',
        query: { minorversion: '75' },
        body: { encoding: 'json', value: { CustomerRef: { value: reference } } },
      }),
      repeat: { by: 'key', put: keyInQuery('requestid'), maxLength: 50, windowMs: 12 * 3_600_000 },
      receipt: (response) => asId(asObject(jsonBody(response)?.Invoice)?.Id),
    }),
    secret: consentedSecret,
    serve: (request) =>
      serveConsented('/oauth2/v1/tokens/bearer', request, () => {
        must(/^[0-9a-f]{50}$/.test(request.query.get('requestid') ?? ''), 'requestid');
        return { status: 200, body: { Invoice: { Id: '130' } } };
      }),
  },
  {
    number: 15,
    about: 'Xero, invoice under a tenant',
    operation: operation({
      name: 'create-invoice',
      destination: xero,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/api.xro/2.0/Invoices',
        query: { summarizeErrors: 'false' },
        body: { encoding: 'json', value: { Invoices: [{ Type: 'ACCREC', Reference: reference }] } },
      }),
      repeat: { by: 'key', header: 'idempotency-key', maxLength: 128, windowMs: 12 * 3_600_000 },
      judge: (response) =>
        firstOf(jsonBody(response)?.Invoices)?.HasErrors === true ? { verdict: 'terminal' } : undefined,
      receipt: (response) => asId(firstOf(jsonBody(response)?.Invoices)?.InvoiceID),
    }),
    secret: consentedSecret,
    serve: (request) =>
      serveConsented('/connect/token', request, () => {
        mustBe(request.headers['xero-tenant-id'], 'tenant-7', 'tenant');
        must((request.headers['idempotency-key'] ?? '').length <= 128, 'key');
        return { status: 200, body: { Invoices: [{ InvoiceID: 'inv-1', HasErrors: false }] } };
      }),
  },
  {
    number: 20,
    about: 'GitHub App, issue: a token of two steps',
    operation: operation({
      name: 'create-issue',
      destination: github,
      request: ({ name }) => ({
        method: 'POST',
        path: '/repos/acme/shop/issues',
        body: { encoding: 'json', value: { title: name } },
      }),
      repeat: { by: 'never' },
      receipt: (response) => asId(jsonBody(response)?.number),
    }),
    secret: { appId: 'app-1', installation: '42', privateKey },
    serve: (request, nowMs) => {
      if (request.path === '/app/installations/42/access_tokens') {
        mustBeAssertion(request.headers.authorization?.replace('Bearer ', '') ?? '', nowMs, 'github');
        return { status: 201, body: { token, expires_at: new Date(nowMs + 3_600_000).toISOString() } };
      }
      mustCarry(request);
      mustBe(request.headers.accept, 'application/vnd.github+json', 'accept');
      return { status: 201, body: { number: 7 } };
    },
  },
];
