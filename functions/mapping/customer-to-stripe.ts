import type { CustomerParams } from '../destinations/stripe/create-customer.ts';
import type { CustomerCreated } from '../events/customer-created.ts';
import { fullName } from './fields/full-name.ts';
import { integerToString } from './fields/integer-to-string.ts';
import { mapper } from './mapper.ts';

const m = mapper<CustomerCreated, CustomerParams>();

export const customerToStripe = m.define(
  {
    email: m.from('email'),
    name: m.derive(['firstName', 'lastName'], fullName),
    phone: m.from('phone').orOmit(),
    business_name: m.from('company').orOmit(),
    preferred_locales: m.derive(['locale'], (locale) => (locale === null ? null : [locale])).orOmit(),
    address: m
      .objectFrom('address', (address) => ({
        line1: address.from('line1'),
        line2: address.from('line2').orOmit(),
        city: address.from('city'),
        postal_code: address.from('postalCode'),
        country: address.from('country'),
      }))
      .orOmit(),
    metadata: m.object({ externalClientId: m.from('customerId', integerToString) }),
  },
  {
    marketingConsent: 'billing sends invoices, not marketing',
    createdAt: 'Stripe stamps its own time of creation',
  },
);
