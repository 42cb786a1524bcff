/** What each destination declares, as whole tables: what is logged of an answer, where it may be called, how often. */
import { expect, it } from 'vitest';
import { hubspot } from '../../../functions/destinations/hubspot/index.ts';
import { intercom } from '../../../functions/destinations/intercom/index.ts';
import { stripe } from '../../../functions/destinations/stripe/index.ts';

it('says which headers of an answer are logged in clear, and no other', () => {
  expect(stripe.loggedHeaders).toEqual([
    'date',
    'idempotent-replayed',
    'request-id',
    'retry-after',
    'stripe-rate-limited-reason',
    'stripe-should-retry',
    'stripe-version',
  ]);
  expect(hubspot.loggedHeaders).toEqual([
    'date',
    'retry-after',
    'x-hubspot-correlation-id',
    'x-hubspot-ratelimit-daily',
    'x-hubspot-ratelimit-daily-remaining',
    'x-hubspot-ratelimit-interval-milliseconds',
    'x-hubspot-ratelimit-max',
    'x-hubspot-ratelimit-remaining',
  ]);
  expect(intercom.loggedHeaders).toEqual([
    'date',
    'intercom-version',
    'retry-after',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'x-request-id',
  ]);
});

it('says where each is called, and where it may be', () => {
  const places = [stripe, hubspot, intercom].map(({ name, baseUrl, allowedHosts }) => [
    name,
    baseUrl,
    allowedHosts,
  ]);
  expect(places).toEqual([
    ['stripe', 'https://api.stripe.com', ['api.stripe.com']],
    ['hubspot', 'https://api.hubapi.com', ['api.hubapi.com']],
    ['intercom', 'https://api.intercom.io', ['api.intercom.io', 'api.eu.intercom.io', 'api.au.intercom.io']],
  ]);
});

it('says how often each may be called, and how long a request may take', () => {
  const limits = [stripe, hubspot, intercom].map(({ rateLimits, requestTimeoutMs }) => [
    rateLimits,
    requestTimeoutMs,
  ]);
  expect(limits).toEqual([
    [[{ requests: 25, windowMs: 1_000 }], 20_000],
    [
      [
        { requests: 100, windowMs: 10_000 },
        { requests: 250_000, windowMs: 86_400_000 },
      ],
      12_000,
    ],
    [[{ requests: 1_666, windowMs: 10_000 }], 10_000],
  ]);
});

it('says what each is asked for to see whether a key is good, and where the id of a request stands', () => {
  expect([stripe, hubspot, intercom].map(({ probe, requestIdHeader }) => [probe, requestIdHeader])).toEqual([
    [
      {
        method: 'GET',
        path: '/v1/customers',
        query: { email: 'interlock-probe@example.invalid', limit: '1' },
      },
      'request-id',
    ],
    [
      { method: 'GET', path: '/crm/objects/2026-03/contacts', query: { limit: '1' } },
      'x-hubspot-correlation-id',
    ],
    [{ method: 'GET', path: '/me' }, 'x-request-id'],
  ]);
});
