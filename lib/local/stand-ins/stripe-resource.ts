import type { Form } from '../../contract/form.ts';
import type { EntityKind } from './request-journal.ts';
import { customerOf } from './stripe-customer.ts';
import type { Made } from './stripe-fields.ts';
import { customerError, type ParameterError, paymentIntentError } from './stripe-parameters.ts';
import { paymentIntentOf } from './stripe-payment-intent.ts';

/** A kind of thing that Stripe keeps. */
export interface StripeResource {
  readonly kind: EntityKind;
  readonly path: string;
  /** How its ids begin, and how many characters follow. */
  readonly id: readonly [prefix: string, length: number];
  readonly error: (form: Form) => ParameterError | undefined;
  readonly shape: (form: Form, made: Made) => Record<string, unknown>;
  /** What an error calls it. */
  readonly noun: string;
}

export const customers: StripeResource = {
  kind: 'customer',
  path: '/v1/customers',
  id: ['cus_', 14],
  error: customerError,
  shape: customerOf,
  noun: 'customer',
};

export const paymentIntents: StripeResource = {
  kind: 'payment_intent',
  path: '/v1/payment_intents',
  id: ['pi_', 24],
  error: paymentIntentError,
  shape: paymentIntentOf,
  noun: 'payment_intent',
};
