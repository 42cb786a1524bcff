import { defineOperation } from '../../core/declare/operation.ts';
import { asString, jsonBody } from '../json-body.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { stripe } from './index.ts';

/** What Interlock sends of Stripe's parameters. */
export type PaymentIntentParams = {
  /** Digits: minor units, as a string because a form has nothing else. */
  readonly amount: string;
  /** ISO 4217 in lower case. */
  readonly currency: string;
  readonly description?: string;
  readonly metadata: { readonly externalClientId: string; readonly paymentId: string };
};

/** https://docs.stripe.com/api/payment_intents/create */
export const createPaymentIntent = defineOperation<PaymentIntentParams>({
  name: 'create-payment-intent',
  destination: stripe,
  request: (value) => ({ method: 'POST', path: '/v1/payment_intents', body: { encoding: 'form', value } }),
  repeat: idempotencyKey,
  receipt: (response) => asString(jsonBody(response)?.id),
});
