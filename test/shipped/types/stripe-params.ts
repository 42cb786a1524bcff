/** What Interlock sends to Stripe is what Stripe's own types take. `tsc --noEmit` proves it. */
import type Stripe from 'stripe';
import type { CustomerParams } from '../../../functions/destinations/stripe/create-customer.ts';
import type { PaymentIntentParams } from '../../../functions/destinations/stripe/create-payment-intent.ts';

/** Stripe's types want arrays that can be written to; a request is never written to. */
type Writable<T> = T extends readonly (infer Item)[]
  ? Item[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;

type Accepts<Theirs, _Ours extends Theirs> = true;

/** A form has no numbers, so the amount travels as digits. */
type PaymentIntentOnTheWire = Omit<Writable<PaymentIntentParams>, 'amount'> & { amount: number };

export type Proofs = [
  Accepts<Stripe.CustomerCreateParams, Writable<CustomerParams>>,
  Accepts<Stripe.PaymentIntentCreateParams, PaymentIntentOnTheWire>,
  // @ts-expect-error a name that Stripe does not have in that type would be noticed
  Accepts<Stripe.CustomerCreateParams, { email: number }>,
  Accepts<keyof Stripe.CustomerCreateParams, keyof CustomerParams>,
  Accepts<keyof Stripe.PaymentIntentCreateParams, keyof PaymentIntentParams>,
];
