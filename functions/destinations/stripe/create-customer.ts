import { defineOperation } from '../../core/declare/operation.ts';
import { asString, jsonBody } from '../json-body.ts';
import { idempotencyKey } from './idempotency-key.ts';
import { stripe } from './index.ts';

/** What Interlock sends of Stripe's parameters. A type, not an interface: form bodies need the index signature. */
export type CustomerParams = {
  readonly email: string;
  readonly name: string;
  readonly phone?: string;
  readonly business_name?: string;
  readonly preferred_locales?: readonly string[];
  readonly address?: {
    readonly line1: string;
    readonly line2?: string;
    readonly city: string;
    readonly postal_code: string;
    readonly country: string;
  };
  readonly metadata: { readonly externalClientId: string };
};

/** https://docs.stripe.com/api/customers/create. There is no upsert: only the key keeps it to one customer. */
export const createCustomer = defineOperation<CustomerParams>({
  name: 'create-customer',
  destination: stripe,
  request: (value) => ({ method: 'POST', path: '/v1/customers', body: { encoding: 'form', value } }),
  repeat: idempotencyKey,
  receipt: (response) => asString(jsonBody(response)?.id),
});
