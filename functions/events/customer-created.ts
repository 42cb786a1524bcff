import * as z from 'zod/mini';
import { type DataOf, defineEvent } from '../core/declare/event.ts';
import {
  countryCode,
  e164,
  email,
  languageTag,
  personName,
  positiveInteger,
  shortText,
  text,
  timestamp,
} from './formats.ts';

/** A customer exists now in the company's own system. */
export const customerCreated = defineEvent({
  type: 'customer.created',
  data: z.looseObject({
    customerId: positiveInteger(),
    email: email(),
    firstName: personName(),
    lastName: z.nullable(personName()),
    phone: z.nullable(e164()),
    company: z.nullable(shortText()),
    locale: z.nullable(languageTag()),
    address: z.nullable(
      z.looseObject({
        line1: shortText(),
        line2: z.nullable(shortText()),
        city: shortText(),
        // The longest postal code of any country has 10 characters (US ZIP+4); room for spaces people put in.
        postalCode: text(16),
        country: countryCode(),
      }),
    ),
    marketingConsent: z.boolean(),
    createdAt: timestamp(),
  }),
  personal: [
    'email',
    'firstName',
    'lastName',
    'phone',
    'address.line1',
    'address.line2',
    'address.postalCode',
  ],
  example: {
    customerId: 48213,
    email: 'ada.lovelace@example.com',
    firstName: 'Ada',
    lastName: 'Lovelace',
    phone: '+442079460958',
    company: 'Analytical Engines Ltd',
    locale: 'en-GB',
    address: {
      line1: '12 St James’s Square',
      line2: null,
      city: 'London',
      postalCode: 'SW1Y 4JH',
      country: 'GB',
    },
    marketingConsent: true,
    createdAt: '2026-11-23T09:30:00+00:00',
  },
});

export type CustomerCreated = DataOf<typeof customerCreated>;
