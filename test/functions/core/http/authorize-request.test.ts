import { expect, test } from 'vitest';
import {
  type AddressedRequest,
  authorizeBy,
  authorizeInBody,
} from '../../../../functions/core/declare/authorize.ts';
import type { Destination } from '../../../../functions/core/declare/destination.ts';
import type { RequestBody } from '../../../../functions/core/declare/http-message.ts';
import { ConfigError } from '../../../../functions/core/errors.ts';
import { authorizeRequest } from '../../../../functions/core/http/authorize-request.ts';
import { renderRequest } from '../../../../functions/core/http/request.ts';
import { thingDestination } from '../../../fixtures/fixture-integration.ts';

const credentials = { apiKey: 'sk_1' };
const nowMs = 1_700_000_000_000;

const rendered = (destination: Destination) =>
  renderRequest({
    destination,
    request: {
      method: 'POST',
      path: '/things',
      query: { expand: 'a b' },
      body: { encoding: 'json', value: { name: 'é' } },
    },
    credentials,
    allowPrivateAddresses: false,
  });

const authorized = (destination: Destination, token?: string) =>
  authorizeRequest(rendered(destination), { destination, credentials, token, nowMs, random: () => 0.25 });

test('what is signed is the request as it goes out, with the clock and the chance that are passed in', () => {
  let seen: AddressedRequest | undefined;
  const { headers } = authorized(
    thingDestination({
      authorize: authorizeBy((request, context) => {
        seen = request;
        return {
          headers: { 'X-Signature': JSON.stringify([context.nowMs, context.random(), context.token]) },
        };
      }),
    }),
    'token-1',
  );
  expect(seen).toMatchObject({ method: 'POST', body: '{"name":"é"}' });
  expect(seen?.url.href).toBe('https://api.example.com/things?expand=a+b');
  expect(seen?.headers).toMatchObject({ authorization: 'Bearer sk_1', 'content-type': 'application/json' });
  expect(headers['x-signature']).toBe('[1700000000000,0.25,"token-1"]');
});

test('a parameter goes behind the query as it is, and a body takes its own length with it', () => {
  const { url, body, headers } = authorized(
    thingDestination({ authorize: authorizeBy(() => ({ query: { sig: 'a/b' }, body: 'é' })) }),
  );
  expect([url.href, body, headers['content-length']]).toEqual([
    'https://api.example.com/things?expand=a+b&sig=a%2Fb',
    'é',
    '2',
  ]);
});

test('a key that nothing can be signed with is told of without a word of it', () => {
  const destination = thingDestination({
    authorize: authorizeBy(() => {
      throw new TypeError('no start line in sk_1');
    }),
  });
  const sign = () => authorized(destination);
  expect(sign).toThrow(ConfigError);
  expect(sign).toThrow('nothing can be signed with the secret (TypeError): "secret check" says more');
});

test('a destination that signs nothing has its request back as it was', () => {
  const destination = thingDestination();
  const request = rendered(destination);
  expect(authorizeRequest(request, { destination, credentials, nowMs, random: () => 0 })).toBe(request);
});

test('a key in the body stands beside its fields, in JSON and in a form, and not in what is kept', () => {
  const destination = thingDestination({
    authorize: authorizeInBody(({ apiKey }: { apiKey: string }) => ({ api_key: apiKey })),
  });
  const send = (body?: RequestBody) => {
    const request = { method: 'POST', path: '/things', ...(body === undefined ? {} : { body }) } as const;
    const rendered = renderRequest({ destination, request, credentials, allowPrivateAddresses: false });
    return authorizeRequest(rendered, { destination, credentials, nowMs, random: () => 0 });
  };
  expect(send({ encoding: 'json', value: { a: 1 } })).toMatchObject({
    body: '{"a":1,"api_key":"sk_1"}',
    headers: { 'content-length': '24' },
  });
  expect(send({ encoding: 'form', value: { a: '1' } }).body).toBe('a=1&api_key=sk_1');
  expect(send()).toMatchObject({ body: undefined });
  expect(() => send({ encoding: 'json', value: [1] })).toThrow(ConfigError);
});
