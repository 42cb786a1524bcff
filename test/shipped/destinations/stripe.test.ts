import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../../../functions/core/http/request.ts';
import { stripeContract } from '../../../functions/destinations/stripe/contract.ts';
import { createCustomer } from '../../../functions/destinations/stripe/create-customer.ts';
import { createPaymentIntent } from '../../../functions/destinations/stripe/create-payment-intent.ts';
import { stripe } from '../../../functions/destinations/stripe/index.ts';
import { response } from './response.ts';

describe('stripe', () => {
  it('sends the key and the API version', () => {
    expect(stripe.headers({ apiKey: 'sk_test_1' })).toEqual({
      authorization: 'Bearer sk_test_1',
      'stripe-version': '2026-10-28.endive',
    });
  });

  it('leaves a reused idempotency key to a person, whatever the headers say', () => {
    const reused = response(
      400,
      { error: { type: 'idempotency_error', message: 'Keys …' } },
      { 'stripe-should-retry': 'true' },
    );
    expect(stripe.judge?.(reused)).toEqual({ verdict: 'unknown', code: 'idempotency_error' });
  });

  it('leaves a failure that Stripe repeats from memory to a person', () => {
    expect(stripe.judge?.(response(500, {}, { 'idempotent-replayed': 'true' }))?.verdict).toBe('unknown');
    expect(stripe.judge?.(response(500, {}))).toBeUndefined();
  });

  it('follows Stripe-Should-Retry on a 4xx', () => {
    expect(stripe.judge?.(response(400, '{}', { 'stripe-should-retry': 'true' }))).toEqual({
      verdict: 'retryable',
    });
    expect(stripe.judge?.(response(409, '{}', { 'stripe-should-retry': 'false' }))).toEqual({
      verdict: 'terminal',
    });
  });

  it.each([200, 401, 429, 500])('leaves a %i to its status', (status) => {
    expect(stripe.judge?.(response(status, '{}', { 'stripe-should-retry': 'true' }))).toBeUndefined();
  });

  it('has a verdict for statuses that mean something else there', () => {
    expect(stripe.statuses).toEqual({
      403: { verdict: 'refused', scope: 'operation', lookAt: 'permission' },
      409: 'retryable',
      424: 'ambiguous',
    });
  });

  it('reads the error code, or its type, and nothing from HTML', () => {
    const declined = { error: { type: 'card_error', code: 'card_declined', message: 'Declined.' } };
    expect(stripe.readError(response(402, declined))).toEqual({
      code: 'card_declined',
      message: 'Declined.',
    });
    expect(stripe.readError(response(500, { error: { type: 'api_error' } }))).toEqual({ code: 'api_error' });
    expect(stripe.readError(response(502, '<html>'))).toEqual({});
  });

  it.each([createCustomer, createPaymentIntent])('repeats by a key that holds for a day', (operation) => {
    expect(operation.repeat).toEqual({ by: 'key', header: 'idempotency-key', windowMs: 86_400_000 });
    expect(operation.receipt(response(200, { id: 'obj_1' }))).toBe('obj_1');
    expect(operation.receipt(response(200, 'cut off'))).toBeUndefined();
  });
});

it('clears away what a probe made by requests that say what they carry: its own mock refuses a POST that does not', () => {
  const removals = stripeContract.operations.flatMap(({ remove }) => remove?.('id_1') ?? []);
  expect(removals.map((request) => [request.path, encodeRequest(request).body?.contentType])).toEqual([
    ['/v1/customers/id_1', undefined],
    ['/v1/payment_intents/id_1/cancel', 'application/x-www-form-urlencoded'],
  ]);
});
