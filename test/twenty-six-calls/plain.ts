/** Calls with a key in a header, or user and password. */
import { digest } from '../../functions/core/declare/digest.ts';
import { path } from '../../functions/core/declare/http-message.ts';
import { basicHeader, visibleText } from '../../functions/destinations/credentials.ts';
import { asId, asObject, firstOf, jsonBody } from '../../functions/destinations/json-body.ts';
import { readLimitFrom } from '../../functions/destinations/read-limit.ts';
import { type Arrived, type Declared, must, mustBe, operation, party } from './declare.ts';

const key = { apiKey: visibleText() };
const secret = { apiKey: 'key_0123456789-us6' };
const asBearer = ({ apiKey }: { apiKey: string }) => ({ authorization: `Bearer ${apiKey}` });
const mustBeBearer = ({ headers }: Arrived) =>
  mustBe(headers.authorization, `Bearer ${secret.apiKey}`, 'key');
const mustBeBasic = ({ headers }: Arrived, pair: string) =>
  mustBe(headers.authorization, `Basic ${btoa(pair)}`, 'key');
const id = (response: Parameters<typeof jsonBody>[0]) => asId(jsonBody(response)?.id);

const hubspot = party('hubspot-of-26', 'api.hubapi.com', key, { headers: asBearer });
const named = { email: visibleText(), apiToken: visibleText() };
const namedSecret = { email: 'ada@example.com', apiToken: 'token_0123456789' };
const zendesk = party('zendesk', 'acme.zendesk.com', named, {
  publicCredentials: ['email'],
  headers: ({ email, apiToken }) => basicHeader(`${email}/token`, apiToken),
});
const mailchimp = party('mailchimp', 'us6.api.mailchimp.com', key, {
  baseUrl: ({ apiKey }) => `https://${apiKey.split('-').at(-1)}.api.mailchimp.com`,
  allowedHosts: ['*.api.mailchimp.com'],
  headers: ({ apiKey }) => basicHeader('interlock', apiKey),
  concurrentRequests: 10,
  // Under heavy load it refuses by a bare 403.
  judge: ({ statusCode, body }) => (statusCode === 403 && body === '' ? { verdict: 'throttled' } : undefined),
});
const klaviyo = party('klaviyo', 'a.klaviyo.com', key, {
  rateLimits: [
    { requests: 75, windowMs: 1_000 },
    { requests: 750, windowMs: 60_000 },
  ],
  headers: ({ apiKey }) => ({
    authorization: `Klaviyo-API-Key ${apiKey}`,
    revision: '2026-07-15',
    accept: 'application/vnd.api+json',
  }),
  readLimit: readLimitFrom({
    remaining: 'ratelimit-remaining',
    reset: 'ratelimit-reset',
    as: 'seconds to go',
  }),
});
const sendgrid = party('sendgrid', 'api.sendgrid.com', key, { headers: asBearer });
const twilio = party(
  'twilio',
  'api.twilio.com',
  { accountSid: visibleText(), authToken: visibleText() },
  {
    publicCredentials: ['accountSid'],
    headers: ({ accountSid, authToken }) => basicHeader(accountSid, authToken),
  },
);
const slack = party('slack', 'slack.com', key, {
  headers: asBearer,
  // A message a second a channel; and some hundreds a minute a workspace, as its documentation has it.
  rateLimits: [{ requests: 300, windowMs: 60_000 }],
  resourceLimits: [{ requests: 1, windowMs: 1_000 }],
  judge: (response) => {
    const body = jsonBody(response);
    if (body?.ok !== false) return undefined;
    const code = String(body.error);
    return {
      verdict: code === 'ratelimited' ? 'throttled' : code === 'internal_error' ? 'ambiguous' : 'terminal',
      code,
    };
  },
});
const stripe = party('stripe-of-26', 'api.stripe.com', key, { headers: asBearer });
const intercom = party('intercom-of-26', 'api.intercom.io', key, { headers: asBearer });
const jira = party('jira', 'acme.atlassian.net', named, {
  // Writes of one issue.
  resourceLimits: [
    { requests: 20, windowMs: 2_000 },
    { requests: 100, windowMs: 30_000 },
  ],
  publicCredentials: ['email'],
  headers: ({ email, apiToken }) => basicHeader(email, apiToken),
  readLimit: readLimitFrom({
    remaining: 'x-ratelimit-remaining',
    reset: 'x-ratelimit-reset',
    as: 'RFC 3339',
  }),
});
const airtable = party('airtable', 'api.airtable.com', key, {
  headers: asBearer,
  // Of a token, and of each base.
  rateLimits: [{ requests: 50, windowMs: 1_000 }],
  resourceLimits: [{ requests: 5, windowMs: 1_000 }],
});
const adyen = party('adyen', 'checkout-test.adyen.com', key, {
  headers: ({ apiKey }) => ({ 'x-api-key': apiKey }),
  judge: (response) => {
    const code = jsonBody(response)?.resultCode;
    return ['Refused', 'Cancelled', 'Error'].includes(String(code))
      ? { verdict: 'terminal', code: String(code) }
      : undefined;
  },
});

export const plain: readonly Declared[] = [
  {
    number: 3,
    about: 'HubSpot, batch of one',
    operation: operation({
      name: 'upsert-contacts',
      destination: hubspot,
      request: ({ reference, name }) => ({
        method: 'POST',
        path: '/crm/objects/2026-03/contacts/batch/upsert',
        body: {
          encoding: 'json',
          value: {
            inputs: [
              {
                id: reference,
                idProperty: 'our_id',
                properties: { lastname: name },
                objectWriteTraceId: reference,
              },
            ],
          },
        },
      }),
      repeat: { by: 'upsert' },
      judge: (response) =>
        firstOf(jsonBody(response)?.errors) === undefined ? undefined : { verdict: 'terminal' },
      receipt: (response) => asId(firstOf(jsonBody(response)?.results)?.id),
    }),
    secret,
    serve: (request) => {
      mustBeBearer(request);
      mustBe(JSON.parse(request.body).inputs[0].objectWriteTraceId, 'r1', 'trace');
      return { status: 200, body: { status: 'COMPLETE', results: [{ id: '51', new: true }] } };
    },
  },
  {
    number: 5,
    about: 'Zendesk, user by external id',
    operation: operation({
      name: 'upsert-user',
      destination: zendesk,
      request: ({ reference, name }) => ({
        method: 'POST',
        path: '/api/v2/users/create_or_update.json',
        body: { encoding: 'json', value: { user: { external_id: reference, name } } },
      }),
      repeat: { by: 'upsert' },
      receipt: (response) => asId(asObject(jsonBody(response)?.user)?.id),
    }),
    secret: namedSecret,
    serve: (request) => {
      mustBeBasic(request, 'ada@example.com/token:token_0123456789');
      mustBe(JSON.parse(request.body), { user: { external_id: 'r1', name: 'Ada Lovelace' } }, 'user');
      return { status: 201, body: { user: { id: 99 } } };
    },
  },
  {
    number: 6,
    about: 'Zendesk, ticket by key',
    operation: operation({
      name: 'create-ticket',
      destination: zendesk,
      request: ({ name }) => ({
        method: 'POST',
        path: '/api/v2/tickets.json',
        body: { encoding: 'json', value: { ticket: { subject: name } } },
      }),
      repeat: { by: 'key', header: 'idempotency-key', maxLength: 255, windowMs: 2 * 3_600_000 },
      receipt: (response) => asId(asObject(jsonBody(response)?.ticket)?.id),
    }),
    secret: namedSecret,
    serve: (request) => {
      mustBeBasic(request, 'ada@example.com/token:token_0123456789');
      must((request.headers['idempotency-key'] ?? '').startsWith('interlock-'), 'key');
      return { status: 201, body: { ticket: { id: 35 } }, headers: { 'x-idempotency-lookup': 'miss' } };
    },
  },
  {
    number: 7,
    about: 'Mailchimp, member under the MD5 of an address, at the host in the key',
    operation: operation({
      name: 'put-member',
      destination: mailchimp,
      request: ({ reference }) => {
        const address = `${reference}@example.com`;
        return {
          method: 'PUT',
          path: path`/3.0/lists/list1/members/${digest('md5', address.toLowerCase())}`,
          body: { encoding: 'json', value: { email_address: address, status_if_new: 'subscribed' } },
        };
      },
      derives: ({ reference }) => [digest('md5', `${reference}@example.com`)],
      repeat: { by: 'upsert' },
      receipt: id,
    }),
    secret,
    serve: (request) => {
      mustBeBasic(request, `interlock:${secret.apiKey}`);
      mustBe(
        request.path,
        '/3.0/lists/list1/members/9bab8e3ca7ea8a9a3ca9d87dac9d6a3a'.replace(
          /[^/]+$/,
          digest('md5', 'r1@example.com'),
        ),
        'path',
      );
      return { status: 200, body: { id: digest('md5', 'r1@example.com') } };
    },
  },
  {
    number: 8,
    about: 'Klaviyo, profile in a media type of its own',
    operation: operation({
      name: 'import-profile',
      destination: klaviyo,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/api/profile-import',
        body: {
          encoding: 'json',
          contentType: 'application/vnd.api+json',
          value: { data: { type: 'profile', attributes: { external_id: reference } } },
        },
      }),
      repeat: { by: 'upsert' },
      receipt: (response) => asId(asObject(jsonBody(response)?.data)?.id),
    }),
    secret,
    serve: ({ headers }) => {
      mustBe(
        [headers.authorization, headers.revision, headers['content-type'], headers.accept],
        [
          `Klaviyo-API-Key ${secret.apiKey}`,
          '2026-07-15',
          'application/vnd.api+json',
          'application/vnd.api+json',
        ],
        'headers',
      );
      return { status: 201, body: { data: { id: '01GDDKASAP8TKDDA2GRZDSVP4H' } } };
    },
  },
  {
    number: 9,
    about: 'SendGrid, mail: 202 without a body',
    operation: operation({
      name: 'send-mail',
      destination: sendgrid,
      request: ({ name }) => ({
        method: 'POST',
        path: '/v3/mail/send',
        body: { encoding: 'json', value: { subject: name } },
      }),
      repeat: { by: 'never' },
      receipt: ({ headers }) => headers['x-message-id'],
      accepts: [202],
    }),
    secret,
    serve: (request) => {
      mustBeBearer(request);
      return { status: 202, headers: { 'x-message-id': 'm-1' } };
    },
  },
  {
    number: 10,
    about: 'Twilio, message with the same key twice in its form',
    operation: operation({
      name: 'send-message',
      destination: twilio,
      request: ({ name }) => ({
        method: 'POST',
        path: '/2010-04-01/Accounts/AC0123/Messages.json',
        body: {
          encoding: 'form',
          lists: 'repeated',
          value: { To: '+4930123456', Body: name, MediaUrl: ['https://a.example/1', 'https://a.example/2'] },
        },
      }),
      repeat: { by: 'never' },
      receipt: (response) => asId(jsonBody(response)?.sid),
    }),
    secret: { accountSid: 'AC0123', authToken: 'auth_0123456789' },
    serve: (request) => {
      mustBeBasic(request, 'AC0123:auth_0123456789');
      mustBe(new URLSearchParams(request.body).getAll('MediaUrl').length, 2, 'media');
      return { status: 201, body: { sid: 'SM1', status: 'queued' } };
    },
  },
  {
    number: 11,
    about: 'Slack, message: a no in a 200',
    operation: operation({
      name: 'post-message',
      destination: slack,
      resource: () => 'C1',
      request: ({ name }) => ({
        method: 'POST',
        path: '/api/chat.postMessage',
        body: {
          encoding: 'json',
          contentType: 'application/json; charset=utf-8',
          value: { channel: 'C1', text: name },
        },
      }),
      repeat: { by: 'never' },
      receipt: (response) => asId(jsonBody(response)?.ts),
    }),
    secret,
    serve: (request) => {
      mustBeBearer(request);
      mustBe(request.headers['content-type'], 'application/json; charset=utf-8', 'type');
      return { status: 200, body: { ok: true, ts: '1503435956.000247', channel: 'C1' } };
    },
  },
  {
    number: 17,
    about: 'Stripe, customer whose id is known',
    operation: operation({
      name: 'update-customer',
      destination: stripe,
      request: ({ reference, name }) => ({
        method: 'POST',
        path: path`/v1/customers/${`cus_${reference}`}`,
        body: { encoding: 'form', value: { name } },
      }),
      repeat: { by: 'key', header: 'idempotency-key', windowMs: 24 * 3_600_000 },
      receipt: id,
    }),
    secret,
    serve: (request) => {
      mustBeBearer(request);
      mustBe([request.path, request.body], ['/v1/customers/cus_r1', 'name=Ada%20Lovelace'], 'call');
      return { status: 200, body: { id: 'cus_r1' } };
    },
  },
  {
    number: 18,
    about: 'Stripe, refund',
    operation: operation({
      name: 'create-refund',
      destination: stripe,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/v1/refunds',
        body: {
          encoding: 'form',
          value: { payment_intent: `pi_${reference}`, metadata: { ours: reference } },
        },
      }),
      repeat: { by: 'key', header: 'idempotency-key', windowMs: 24 * 3_600_000 },
      codes: { charge_already_refunded: 'success' },
      receipt: id,
    }),
    secret,
    serve: (request) => {
      mustBeBearer(request);
      mustBe(request.body, 'payment_intent=pi_r1&metadata[ours]=r1', 'form');
      return { status: 200, body: { id: 're_1', status: 'pending' } };
    },
  },
  {
    number: 19,
    about: 'Intercom, data event: nothing in the answer',
    operation: operation({
      name: 'create-data-event',
      destination: intercom,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/events',
        body: {
          encoding: 'json',
          value: { event_name: 'made', created_at: 1_772_323_200, user_id: reference },
        },
      }),
      repeat: { by: 'never' },
      // The user of an event that came first.
      statuses: { 404: 'retryable' },
      receipt: 'none',
      accepts: [202],
    }),
    secret,
    serve: (request) => {
      mustBeBearer(request);
      return { status: 202 };
    },
  },
  {
    number: 21,
    about: 'Jira, issue with a document',
    operation: operation({
      name: 'create-issue',
      destination: jira,
      // A new one is none of those that are there.
      resource: () => undefined,
      request: ({ name }) => ({
        method: 'POST',
        path: '/rest/api/3/issue',
        body: { encoding: 'json', value: { fields: { project: { key: 'OPS' }, summary: name } } },
      }),
      repeat: { by: 'never' },
      receipt: (response) => asId(jsonBody(response)?.key),
    }),
    secret: namedSecret,
    serve: (request) => {
      mustBeBasic(request, 'ada@example.com:token_0123456789');
      return { status: 201, body: { id: '10000', key: 'OPS-24' } };
    },
  },
  {
    number: 22,
    about: 'Airtable, upsert of one',
    operation: operation({
      name: 'upsert-record',
      destination: airtable,
      resource: () => 'app1',
      request: ({ reference, name }) => ({
        method: 'PATCH',
        path: '/v0/app1/People',
        body: {
          encoding: 'json',
          value: {
            performUpsert: { fieldsToMergeOn: ['Ours'] },
            records: [{ fields: { Ours: reference, Name: name } }],
          },
        },
      }),
      repeat: { by: 'upsert' },
      receipt: (response) => asId(firstOf(jsonBody(response)?.records)?.id),
    }),
    secret,
    serve: (request) => {
      mustBeBearer(request);
      mustBe(JSON.parse(request.body).records.length, 1, 'records');
      return {
        status: 200,
        body: { records: [{ id: 'rec1' }], createdRecords: ['rec1'], updatedRecords: [] },
      };
    },
  },
  {
    number: 23,
    about: 'Adyen, payment with a key of 64 characters at most',
    operation: operation({
      name: 'create-payment',
      destination: adyen,
      request: ({ reference }) => ({
        method: 'POST',
        path: '/v71/payments',
        body: {
          encoding: 'json',
          value: { merchantAccount: 'Acme', reference, amount: { currency: 'EUR', value: 1_000 } },
        },
      }),
      repeat: { by: 'key', header: 'idempotency-key', maxLength: 64, windowMs: 7 * 24 * 3_600_000 },
      receipt: (response) => asId(jsonBody(response)?.pspReference),
    }),
    secret,
    serve: ({ headers }) => {
      mustBe(headers['x-api-key'], secret.apiKey, 'key');
      must(/^.{32,64}$/.test(headers['idempotency-key'] ?? ''), 'a key of 64 characters at most');
      return { status: 200, body: { pspReference: 'PSP1', resultCode: 'Authorised' } };
    },
  },
];
