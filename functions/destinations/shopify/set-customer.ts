import type { HttpResponse } from '../../core/declare/http-message.ts';
import { defineOperation } from '../../core/declare/operation.ts';
import { asObject, asString, jsonBody } from '../json-body.ts';
import { graphql } from './graphql.ts';
import { shopify } from './index.ts';

/** https://shopify.dev/docs/api/admin-graphql/2026-10/input-objects/CustomerSetInput */
export interface Customer {
  /** Who it is. */
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  /** E.164. Of one customer only. */
  readonly phone?: string;
  readonly locale?: string;
  readonly note?: string;
  /** Lists are replaced whole: what is not in it is deleted. A list that is left out stays as it is. */
  readonly addresses?: readonly Address[];
  readonly tags?: readonly string[];
}

export interface Address {
  readonly address1: string;
  readonly address2?: string;
  readonly city: string;
  readonly zip: string;
  readonly countryCode: string;
}

const mutation = `mutation ($identifier: CustomerSetIdentifiers!, $input: CustomerSetInput!) {
  customerSet(identifier: $identifier, input: $input) {
    customer { id }
    userErrors { field message code }
  }
}`;

/** Whoever has the address is changed, else a customer is made. */
export const customerRequest = (email: string, input?: object) =>
  graphql(mutation, { identifier: { email }, ...(input && { input }) });

/** https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerSet */
export const setCustomer = defineOperation<Customer>({
  name: 'set-customer',
  destination: shopify,
  request: (customer) => customerRequest(customer.email, customer),
  // Ten for a mutation, and one for each object that it answers with. Each answer tells, and may ask for a pause.
  // Not verified against the present API.
  cost: 12,
  repeat: { by: 'upsert' },
  receipt: (response) => customerIn(response),
});

/** `gid://shopify/Customer/544365967691`: the number, by which the shop's admin names the customer, too. */
function customerIn(response: HttpResponse): string | undefined {
  const payload = asObject(asObject(jsonBody(response)?.data)?.customerSet);
  const id = asString(asObject(payload?.customer)?.id);
  return /^gid:\/\/shopify\/Customer\/(\d+)$/.exec(id ?? '')?.[1];
}
