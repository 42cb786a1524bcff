import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { apiVersion, pointsLeft } from '../../../functions/destinations/shopify/graphql.ts';
import { shopify } from '../../../functions/destinations/shopify/index.ts';
import { setCustomer } from '../../../functions/destinations/shopify/set-customer.ts';
import { response } from './response.ts';

const secret = { shop: 'acme', clientId: 'client_1', clientSecret: 'shpss_1' };

test('what Shopify is told: who it is, and what is to be so of them', () => {
  const customer = { email: 'eve@example.org', firstName: 'Eve', tags: ['vip'] };
  const { method, path, body } = setCustomer.request(customer);
  expect([method, path]).toEqual(['POST', '/admin/api/2026-10/graphql.json']);
  expect(body).toMatchObject({
    encoding: 'json',
    value: {
      query: expect.stringContaining('customerSet(identifier: $identifier, input: $input)'),
      variables: { identifier: { email: 'eve@example.org' }, input: customer },
    },
  });
  expect([setCustomer.repeat, setCustomer.cost]).toEqual([{ by: 'upsert' }, 12]);
});

test('a token goes into a header of its own, and comes from the shop itself, for client and secret', () => {
  const { token } = shopify;
  expect(token?.headers('shpat_1')).toEqual({ 'x-shopify-access-token': 'shpat_1' });
  expect(token?.request({ credentials: secret, refreshToken: '', nowMs: 0, random: () => 0 })).toEqual({
    method: 'POST',
    path: '/admin/oauth/access_token',
    body: {
      encoding: 'form',
      value: { grant_type: 'client_credentials', client_id: 'client_1', client_secret: 'shpss_1' },
    },
  });
});

test('the host is the shop’s, which is public; what is no shop is refused', () => {
  const { baseUrl } = shopify;
  expect(typeof baseUrl === 'function' && baseUrl(secret)).toBe('https://acme.myshopify.com');
  expect([shopify.allowedHosts, shopify.publicCredentials]).toEqual([['*.myshopify.com'], ['shop']]);
  for (const shop of ['acme.myshopify.com', 'ACME', 'acme/x', '-acme', ''])
    expect(z.safeParse(shopify.credentials, { ...secret, shop }).success).toBe(false);
  expect(z.safeParse(shopify.credentials, secret).success).toBe(true);
});

test('how often it may be called, by points; and what it is asked for to see whether a key is good', () => {
  const { rateLimits, costLimit, requestTimeoutMs, probe } = shopify;
  expect({ rateLimits, costLimit, requestTimeoutMs, probe }).toEqual({
    rateLimits: [{ requests: 100, windowMs: 1_000 }],
    costLimit: { points: 1_000, restoredPerSecond: 100, left: pointsLeft },
    requestTimeoutMs: 12_000,
    probe: {
      method: 'POST',
      path: `/admin/api/${apiVersion.value}/graphql.json`,
      body: { encoding: 'json', value: { query: '{ shop { id } }' } },
    },
  });
});

test('the points that are left are read from every answer that tells of them', () => {
  const told = (currentlyAvailable: unknown) =>
    pointsLeft(response(200, { extensions: { cost: { throttleStatus: { currentlyAvailable } } } }));
  expect([told(990), told(0), told('990'), pointsLeft(response(503, 'down'))]).toEqual([
    990,
    0,
    undefined,
    undefined,
  ]);
});

test('a customer is named by the number of its id', () => {
  const receipt = (id: unknown) =>
    setCustomer.receipt(response(200, { data: { customerSet: { customer: { id } } } }));
  expect(receipt('gid://shopify/Customer/544365967691')).toBe('544365967691');
  for (const odd of ['gid://shopify/Customer/', 'gid://shopify/Order/1', 544365967691, null])
    expect(receipt(odd)).toBeUndefined();
});
