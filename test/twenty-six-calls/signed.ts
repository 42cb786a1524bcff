/** Calls that are signed once their bytes exist, have a token in the body, or show a client certificate. */
import { verify } from 'node:crypto';
import { authorizeBy } from '../../functions/core/declare/authorize.ts';
import { base64, digest, hmac, nonceOf } from '../../functions/core/declare/digest.ts';
import { path } from '../../functions/core/declare/http-message.ts';
import { detachedJws } from '../../functions/core/declare/signing/jws.ts';
import { oauth1 } from '../../functions/core/declare/signing/oauth1.ts';
import { percentEncode, sortedPairs } from '../../functions/core/declare/signing/percent-encode.ts';
import { sigv4 } from '../../functions/core/declare/signing/sigv4.ts';
import { clientCredentials } from '../../functions/core/declare/token.ts';
import { pemText, visibleText } from '../../functions/destinations/credentials.ts';
import { asId, asObject, jsonBody } from '../../functions/destinations/json-body.ts';
import { xmlAt, xmlText, xmlValue } from '../../functions/destinations/xml.ts';
import { clientCertificate } from '../fixtures/client-certificate.ts';
import { type Declared, must, mustBe, operation, party } from './declare.ts';
import { privateKey, publicKey } from './keys.ts';

const netsuite = party(
  'netsuite',
  '1234567.suitetalk.api.netsuite.com',
  {
    consumerKey: visibleText(),
    consumerSecret: visibleText(),
    token: visibleText(),
    tokenSecret: visibleText(),
  },
  {
    authorize: authorizeBy((request, { credentials, nowMs, random }) =>
      oauth1(request, { ...credentials, realm: '1234567', nowMs, random }),
    ),
  },
);
const gateway = party(
  'our-gateway',
  'abc123.execute-api.eu-west-1.amazonaws.com',
  { accessKeyId: visibleText(), secretAccessKey: visibleText() },
  {
    authorize: authorizeBy((request, { credentials, nowMs }) =>
      sigv4(request, { ...credentials, region: 'eu-west-1', service: 'execute-api', nowMs }),
    ),
    codes: { SignatureDoesNotMatch: 'credentials' },
  },
);
const erp = party(
  'erp',
  'erp.example.com',
  { username: visibleText(), password: visibleText() },
  {
    publicCredentials: ['username'],
    headers: () => ({ soapaction: '"upsert"', accept: 'text/xml' }),
    // The password's digest is good once: it is put in for each attempt.
    authorize: authorizeBy(({ body }, { credentials: { username, password }, nowMs, random }) => {
      const nonce = nonceOf(random);
      const created = new Date(nowMs).toISOString();
      const token = {
        'wsse:Security': {
          'wsse:UsernameToken': {
            'wsse:Username': username,
            'wsse:Password': digest('sha1', nonce + created + password, 'base64'),
            'wsse:Nonce': base64(nonce),
            'wsu:Created': created,
          },
        },
      };
      const header = xmlText(token).replace(/^<\?xml[^>]*>/, '');
      return { body: body.replace('<soap:Header/>', `<soap:Header>${header}</soap:Header>`) };
    }),
    readError: ({ body }) => {
      const code = xmlAt(xmlValue(body), 'Envelope', 'Body', 'Fault', 'faultcode');
      return typeof code === 'string' ? { code } : {};
    },
    codes: { 'soap:Server.Busy': 'throttled' },
  },
);
const bank = party(
  'bank',
  'bank.example.com',
  { clientId: visibleText(), cert: pemText(), key: pemText(), ca: pemText(), signingKey: pemText() },
  {
    tls: ({ cert, key, ca }) => ({ cert, key, ca }),
    token: clientCredentials({
      path: '/token',
      clientBy: 'body',
      client: ({ clientId }) => ({ id: clientId, secret: '' }),
    }),
    authorize: authorizeBy(({ body }, { credentials: { signingKey }, nowMs }) => ({
      headers: {
        'x-jws-signature': detachedJws(body, {
          algorithm: 'PS256',
          key: signingKey,
          header: {
            kid: 'k1',
            'http://openbanking.org.uk/iat': Math.floor(nowMs / 1_000),
            crit: ['http://openbanking.org.uk/iat'],
          },
        }),
      },
    })),
  },
);

export const signed: readonly Declared[] = [
  {
    number: 16,
    about: 'NetSuite, record under OAuth 1.0a',
    operation: operation({
      name: 'put-customer',
      destination: netsuite,
      request: ({ reference, name }) => ({
        method: 'PUT',
        path: path`/services/rest/record/v1/customer/eid:${reference}`.replace('%3A', ':'),
        query: { replace: 'items' },
        body: { encoding: 'json', value: { companyName: name } },
      }),
      repeat: { by: 'upsert' },
      receipt: ({ headers }) => headers.location?.split('/').at(-1),
      accepts: [204],
    }),
    secret: {
      consumerKey: 'ck_01234567',
      consumerSecret: 'cs_01234567',
      token: 'tk_01234567',
      tokenSecret: 'ts_01234567',
    },
    serve: ({ headers, method, path: at, query }) => {
      const said = Object.fromEntries(
        [...(headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(
          ([, name = '', value = '']) => [name, decodeURIComponent(value)] as const,
        ),
      );
      const { realm, oauth_signature: signature, ...parameters } = said as Record<string, string>;
      mustBe(realm, '1234567', 'realm');
      const text = [
        method,
        `http://${headers.host}${at}`,
        sortedPairs([...query, ...Object.entries(parameters)]),
      ]
        .map(percentEncode)
        .join('&');
      mustBe(signature, hmac('sha256', 'cs_01234567&ts_01234567', text, 'base64'), 'signature');
      return { status: 204, headers: { location: 'https://1234567/record/v1/customer/647' } };
    },
  },
  {
    number: 24,
    about: 'an API behind SigV4',
    operation: operation({
      name: 'post-thing',
      destination: gateway,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/prod/things',
        body: { encoding: 'json', value: { reference } },
      }),
      repeat: { by: 'upsert' },
      receipt: (response) => asId(jsonBody(response)?.id),
    }),
    secret: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' },
    serve: ({ headers, method, path: at, body }, nowMs) => {
      const { authorization: _, ...rest } = headers;
      const added = sigv4(
        {
          method,
          url: new URL(`http://${headers.host}${at}`),
          headers: { 'content-type': rest['content-type'] ?? '' },
          body,
        },
        {
          accessKeyId: 'AKIDEXAMPLE',
          secretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
          region: 'eu-west-1',
          service: 'execute-api',
          nowMs,
        },
      );
      mustBe(headers.authorization, added.headers?.authorization, 'signature');
      return { status: 200, body: { id: 't-1' } };
    },
  },
  {
    number: 25,
    about: 'an ERP by SOAP, with a password digest in the envelope',
    operation: operation({
      name: 'upsert-partner',
      destination: erp,
      request: ({ reference, name }) => ({
        method: 'POST',
        path: '/soap/partners',
        body: {
          encoding: 'text',
          contentType: 'text/xml; charset=utf-8',
          text: xmlText({
            'soap:Envelope': {
              '@xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/',
              'soap:Header': '',
              'soap:Body': { upsert: { externalId: reference, name } },
            },
          }),
        },
      }),
      repeat: { by: 'upsert' },
      judge: ({ body }) =>
        xmlAt(xmlValue(body), 'Envelope', 'Body', 'upsertResponse', 'status', '@isSuccess') === 'false'
          ? { verdict: 'terminal' }
          : undefined,
      receipt: ({ body }) => asId(xmlAt(xmlValue(body), 'Envelope', 'Body', 'upsertResponse', 'internalId')),
    }),
    secret: { username: 'robot', password: 'pw_0123456789' },
    serve: ({ headers, body }, nowMs) => {
      mustBe(
        [headers['content-type'], headers.soapaction],
        ['text/xml; charset=utf-8', '"upsert"'],
        'headers',
      );
      const envelope = xmlValue(body);
      const token = xmlAt(envelope, 'Envelope', 'Header', 'Security', 'UsernameToken');
      const nonce = atob(String(xmlAt(token, 'Nonce')));
      const created = String(xmlAt(token, 'Created'));
      mustBe(Date.parse(created), nowMs, 'created');
      mustBe(xmlAt(token, 'Password'), digest('sha1', `${nonce}${created}pw_0123456789`, 'base64'), 'digest');
      mustBe(xmlAt(envelope, 'Envelope', 'Body', 'upsert', 'name'), 'Ada Lovelace', 'name');
      const answer = { upsertResponse: { status: { '@isSuccess': 'true' }, internalId: '647' } };
      return {
        status: 200,
        body: xmlText({ 'soap:Envelope': { '@xmlns:soap': 'x', 'soap:Body': answer } }),
        headers: { 'content-type': 'text/xml' },
      };
    },
  },
  {
    number: 26,
    about: 'a bank, with client certificate and detached JWS',
    tls: true,
    operation: operation({
      name: 'create-payment',
      destination: bank,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/open-banking/v4.0/pisp/domestic-payments',
        headers: { 'x-fapi-interaction-id': '93bac548-d2de-4546-b106-880a5018460d' },
        body: { encoding: 'json', value: { Data: { Reference: reference } } },
      }),
      repeat: { by: 'key', header: 'x-idempotency-key', maxLength: 40, windowMs: 24 * 3_600_000 },
      receipt: (response) => asId(asObject(jsonBody(response)?.Data)?.DomesticPaymentId),
    }),
    secret: {
      clientId: 'client_0123',
      ...clientCertificate,
      ca: clientCertificate.cert,
      signingKey: privateKey,
    },
    serve: ({ headers, path: at, body, certificate }) => {
      mustBe(certificate, 'interlock-test', 'certificate');
      if (at === '/token') return { status: 200, body: { access_token: 'at_0123456789', expires_in: 300 } };
      mustBe(headers.authorization, 'Bearer at_0123456789', 'token');
      must(/^[0-9a-f]{40}$/.test(headers['x-idempotency-key'] ?? ''), 'key');
      const [head = '', , signature = ''] = (headers['x-jws-signature'] ?? '').split('.');
      const isSigned = verify(
        'sha256',
        Buffer.from(`${head}.${base64(body, 'base64url')}`),
        { key: publicKey, padding: 6, saltLength: 32 },
        Buffer.from(signature, 'base64url'),
      );
      must(isSigned, 'the body is not signed');
      return { status: 201, body: { Data: { DomesticPaymentId: 'p-1' } } };
    },
  },
];
