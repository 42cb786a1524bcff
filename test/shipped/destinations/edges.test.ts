/** Which statuses a destination's own rules are about, and how long its headers may ask to wait: at each edge. */
import { expect, it } from 'vitest';
import { hubspot } from '../../../functions/destinations/hubspot/index.ts';
import { intercom } from '../../../functions/destinations/intercom/index.ts';
import { stripe } from '../../../functions/destinations/stripe/index.ts';
import { response } from './response.ts';

const nowMs = 1_795_426_200_000;

it.each([
  [199, undefined],
  [200, 'terminal'],
  [299, 'terminal'],
  [300, undefined],
])('of HubSpot a %i with a refused record is %s', (status, verdict) => {
  expect(hubspot.judge?.(response(status, { errors: [{ category: 'C' }] }))?.verdict).toBe(verdict);
});

it('HubSpot asks for the ten seconds of its limit where it does not say for how long', () => {
  const headers = { 'x-hubspot-ratelimit-remaining': '0' };
  expect(hubspot.readLimit?.(response(200, {}, headers), nowMs)).toEqual({ notBeforeMs: nowMs + 10_000 });
});

it.each([
  [399, undefined],
  [400, 'retryable'],
  [402, 'retryable'],
  [499, 'retryable'],
  [500, undefined],
])('of Stripe a %i that says it may be repeated is %s', (status, verdict) => {
  const repeatable = response(status, '{}', { 'stripe-should-retry': 'true' });
  expect(stripe.judge?.(repeatable)?.verdict).toBe(verdict);
});

it.each([
  [499, undefined],
  [500, 'unknown'],
  [599, 'unknown'],
])('of Stripe a %i that it repeats from memory is %s', (status, verdict) => {
  const repeated = response(status, '{}', { 'idempotent-replayed': 'true' });
  expect(stripe.judge?.(repeated)?.verdict).toBe(verdict);
});

it.each([
  [59_000, 59_000],
  [60_000, 60_000],
  [61_000, 60_000],
  [-1_000, 0],
])('Intercom’s reset that lies %i ms ahead is waited for %i ms, at most its minute', (aheadMs, expected) => {
  const headers = {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': `${(nowMs + aheadMs) / 1_000}`,
  };
  const limit = intercom.readLimit?.(response(200, {}, headers), nowMs);
  expect(limit).toEqual({ notBeforeMs: nowMs + expected });
});
