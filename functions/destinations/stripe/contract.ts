import { declareContract, probed } from '../../core/declare/contract.ts';
import { path } from '../../core/declare/http-message.ts';
import { asString, firstOf, jsonBody } from '../json-body.ts';
import { createCustomer } from './create-customer.ts';
import { createPaymentIntent } from './create-payment-intent.ts';
import { stripe } from './index.ts';

const page = { method: 'GET', path: '/v1/customers' } as const;

/** How Stripe is probed. It makes customers and payment intents in a sandbox, and removes or cancels them. */
export const stripeContract = declareContract({
  destination: stripe,
  // https://docs.stripe.com/api/metadata
  maps: ['metadata'],
  // https://docs.stripe.com/keys: restricted keys are rk_test_…
  isSandbox: ({ apiKey }) => /^[a-z]+_test_/.test(apiKey),
  list: {
    name: 'list-customers',
    of: createCustomer.name,
    request: { ...page, query: { limit: '1' } },
    largest: { ...page, query: { limit: '100' } },
    nextAt: '$.data[].id',
    firstId: (response) => asString(firstOf(jsonBody(response)?.data)?.id),
    // The id of the last item is the token. https://docs.stripe.com/api/pagination
    next: (response) => {
      const body = jsonBody(response);
      const id = asString(firstOf(body?.data)?.id);
      if (body?.has_more !== true || id === undefined) return undefined;
      return { ...page, query: { limit: '1', starting_after: id } };
    },
  },
  operations: [
    probed({
      operation: createCustomer,
      paths: { request: '/v1/customers' },
      distinct: (input, token) => ({ ...input, metadata: { externalClientId: `interlock-probe-${token}` } }),
      withUnknown: (input) => ({
        ...createCustomer.request(input),
        body: { encoding: 'form', value: { ...input, interlock_unknown: 'x' } },
      }),
      remove: (id) => ({ method: 'DELETE', path: path`/v1/customers/${id}` }),
    }),
    probed({
      operation: createPaymentIntent,
      paths: { request: '/v1/payment_intents' },
      distinct: (input, token) => ({
        ...input,
        metadata: { ...input.metadata, paymentId: `interlock-probe-${token}` },
      }),
      withoutRequired: ({ amount: _, ...input }) => ({
        method: 'POST',
        path: '/v1/payment_intents',
        body: { encoding: 'form', value: input },
      }),
      withUnknown: (input) => ({
        ...createPaymentIntent.request(input),
        body: { encoding: 'form', value: { ...input, interlock_unknown: 'x' } },
      }),
      // It cannot be deleted, and asks nobody for money before it is confirmed.
      // Stripe's own mock refuses a POST without a content type. https://github.com/stripe/stripe-mock
      remove: (id) => ({
        method: 'POST',
        path: path`/v1/payment_intents/${id}/cancel`,
        body: { encoding: 'form', value: {} },
      }),
    }),
  ],
});
