import type { ContactProperties } from '../destinations/hubspot/upsert-contact.ts';
import type { CustomerCreated } from '../events/customer-created.ts';
import { booleanToString } from './fields/boolean-to-string.ts';
import { integerToString } from './fields/integer-to-string.ts';
import { streetLines } from './fields/street-lines.ts';
import { mapper } from './mapper.ts';

const m = mapper<CustomerCreated, ContactProperties>();

/** What the event does not know is left out, not emptied: a salesperson may have filled it in. */
export const customerToHubspot = m.define(
  {
    email: m.from('email'),
    firstname: m.from('firstName'),
    lastname: m.from('lastName').orOmit(),
    phone: m.from('phone').orOmit(),
    company: m.from('company').orOmit(),
    address: m.derive(['address.line1', 'address.line2'], streetLines).orOmit(),
    city: m.from('address.city').orOmit(),
    zip: m.from('address.postalCode').orOmit(),
    country: m.from('address.country').orOmit(),
    external_client_id: m.from('customerId', integerToString),
    marketing_consent: m.from('marketingConsent', booleanToString),
  },
  {
    locale: 'hs_language takes a list of HubSpot’s own and refuses the whole contact for any other value',
    createdAt: 'HubSpot stamps its own time of creation',
  },
);
