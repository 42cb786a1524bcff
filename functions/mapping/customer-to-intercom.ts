import type { ContactParams } from '../destinations/intercom/create-contact.ts';
import type { CustomerCreated } from '../events/customer-created.ts';
import { fullName } from './fields/full-name.ts';
import { integerToString } from './fields/integer-to-string.ts';
import { negate } from './fields/negate.ts';
import { unixSeconds } from './fields/unix-seconds.ts';
import { mapper } from './mapper.ts';

const m = mapper<CustomerCreated, ContactParams>();

const notForSupport = 'support does not need to know where a customer lives';

export const customerToIntercom = m.define(
  {
    role: m.constant('user'),
    external_id: m.from('customerId', integerToString),
    email: m.from('email'),
    name: m.derive(['firstName', 'lastName'], fullName),
    phone: m.from('phone').orOmit(),
    signed_up_at: m.from('createdAt', unixSeconds),
    unsubscribed_from_emails: m.from('marketingConsent', negate),
  },
  {
    company: 'a company is an object of its own in Intercom, which a contact is attached to by another call',
    locale: 'Intercom finds the language from the messenger',
    'address.line1': notForSupport,
    'address.line2': notForSupport,
    'address.city': notForSupport,
    'address.postalCode': notForSupport,
    'address.country': notForSupport,
  },
);
