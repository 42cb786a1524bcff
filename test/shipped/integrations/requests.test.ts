import { describe, expect, it } from 'vitest';
import { MappingError } from '../../../functions/core/errors.ts';
import { upsertContact } from '../../../functions/destinations/hubspot/upsert-contact.ts';
import { createContact } from '../../../functions/destinations/intercom/create-contact.ts';
import { createCustomer } from '../../../functions/destinations/stripe/create-customer.ts';
import { createPaymentIntent } from '../../../functions/destinations/stripe/create-payment-intent.ts';
import { type CustomerCreated, customerCreated } from '../../../functions/events/customer-created.ts';
import { paymentRequested } from '../../../functions/events/payment-requested.ts';
import { customerToHubspot } from '../../../functions/mapping/customer-to-hubspot.ts';
import { customerToIntercom } from '../../../functions/mapping/customer-to-intercom.ts';
import { customerToStripe } from '../../../functions/mapping/customer-to-stripe.ts';
import { paymentToStripe } from '../../../functions/mapping/payment-to-stripe.ts';
import { listedIntegrations as integrations } from '../../fixtures/listed-integrations.ts';
import { mapData } from '../../fixtures/map-data.ts';

const whole = customerCreated.example;
const bare: CustomerCreated = {
  customerId: 9007199254740991,
  email: 'a@example.com',
  firstName: 'Ada',
  lastName: null,
  phone: null,
  company: null,
  locale: null,
  address: null,
  marketingConsent: false,
  createdAt: '2026-11-23T09:30:00.250+01:00',
};

describe('customer-created-to-stripe', () => {
  it('sends a whole customer', () => {
    expect(createCustomer.request(mapData(customerToStripe, whole).output)).toEqual({
      method: 'POST',
      path: '/v1/customers',
      body: {
        encoding: 'form',
        value: {
          email: 'ada.lovelace@example.com',
          name: 'Ada Lovelace',
          phone: '+442079460958',
          business_name: 'Analytical Engines Ltd',
          preferred_locales: ['en-GB'],
          address: {
            line1: '12 St James’s Square',
            city: 'London',
            postal_code: 'SW1Y 4JH',
            country: 'GB',
          },
          metadata: { externalClientId: '48213' },
        },
      },
    });
  });

  it('leaves out what is null', () => {
    expect(createCustomer.request(mapData(customerToStripe, bare).output).body?.value).toEqual({
      email: 'a@example.com',
      name: 'Ada',
      metadata: { externalClientId: '9007199254740991' },
    });
  });
});

describe('customer-created-to-hubspot', () => {
  it('sends a whole contact as a batch of one, strings only', () => {
    expect(upsertContact.request(mapData(customerToHubspot, whole).output)).toEqual({
      method: 'POST',
      path: '/crm/objects/2026-03/contacts/batch/upsert',
      body: {
        encoding: 'json',
        value: {
          inputs: [
            {
              id: 'ada.lovelace@example.com',
              idProperty: 'email',
              properties: {
                email: 'ada.lovelace@example.com',
                firstname: 'Ada',
                lastname: 'Lovelace',
                phone: '+442079460958',
                company: 'Analytical Engines Ltd',
                address: '12 St James’s Square',
                city: 'London',
                zip: 'SW1Y 4JH',
                country: 'GB',
                external_client_id: '48213',
                marketing_consent: 'true',
              },
            },
          ],
        },
      },
    });
  });

  it('leaves out what is null, so that an upsert empties nothing', () => {
    expect(mapData(customerToHubspot, bare).output).toEqual({
      email: 'a@example.com',
      firstname: 'Ada',
      external_client_id: '9007199254740991',
      marketing_consent: 'false',
    });
  });
});

describe('customer-created-to-intercom', () => {
  it('sends a whole contact', () => {
    expect(createContact.request(mapData(customerToIntercom, whole).output)).toEqual({
      method: 'POST',
      path: '/contacts',
      body: {
        encoding: 'json',
        value: {
          role: 'user',
          external_id: '48213',
          email: 'ada.lovelace@example.com',
          name: 'Ada Lovelace',
          phone: '+442079460958',
          signed_up_at: 1795426200,
          unsubscribed_from_emails: false,
        },
      },
    });
  });

  it('leaves out what is null', () => {
    expect(mapData(customerToIntercom, bare).output).toEqual({
      role: 'user',
      external_id: '9007199254740991',
      email: 'a@example.com',
      name: 'Ada',
      signed_up_at: 1795422600,
      unsubscribed_from_emails: true,
    });
  });
});

describe('payment-requested-to-stripe', () => {
  const payment = paymentRequested.example;

  it('sends a whole payment in minor units', () => {
    expect(createPaymentIntent.request(mapData(paymentToStripe, payment).output)).toEqual({
      method: 'POST',
      path: '/v1/payment_intents',
      body: {
        encoding: 'form',
        value: {
          amount: '1999',
          currency: 'eur',
          description: 'Invoice 2026-000917',
          metadata: { externalClientId: '48213', paymentId: 'pay_2026_000917' },
        },
      },
    });
  });

  it('leaves out a description that is null', () => {
    expect(mapData(paymentToStripe, { ...payment, description: null }).output).not.toHaveProperty(
      'description',
    );
  });

  it.each([
    ['500', 'JPY', '500'],
    ['500', 'MGA', '500'],
    ['5', 'ISK', '500'],
    ['5.00', 'UGX', '500'],
    ['5.12', 'KWD', '5120'],
    ['10.45', 'HUF', '1045'],
    ['800.45', 'TWD', '80045'],
  ])('counts %s %s as Stripe does', (amount, currency, expected) => {
    expect(mapData(paymentToStripe, { ...payment, amount, currency }).output.amount).toBe(expected);
  });

  it.each([
    ['19.999', 'EUR'],
    ['5.5', 'JPY'],
    ['5.5', 'ISK'],
    ['5.5', 'MGA'],
    ['5.124', 'KWD'],
    ['5', 'EUX'],
  ])('refuses %s %s instead of rounding or guessing', (amount, currency) => {
    expect(() => mapData(paymentToStripe, { ...payment, amount, currency })).toThrow(MappingError);
  });
});

describe('the list of integrations', () => {
  it.each(integrations)('makes a request of the example of its event: $name', ({ event, map, operation }) => {
    const { output, report } = mapData(map, event.example);
    expect(report.unmapped).toEqual([]);
    expect(operation.request(output).path).toMatch(/^\//);
  });
});
