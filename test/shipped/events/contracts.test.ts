import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { customerCreated } from '../../../functions/events/customer-created.ts';
import { paymentRequested } from '../../../functions/events/payment-requested.ts';

const customer = customerCreated.example;
const payment = paymentRequested.example;
const takesCustomer = (change: object) =>
  z.safeParse(customerCreated.data, { ...customer, ...change }).success;
const takesPayment = (change: object) =>
  z.safeParse(paymentRequested.data, { ...payment, ...change }).success;

describe('customer.created', () => {
  it('takes null where it is allowed', () => {
    expect(takesCustomer({ lastName: null, phone: null, company: null, locale: null, address: null })).toBe(
      true,
    );
  });

  it.each([
    { customerId: '48213' },
    { customerId: 0 },
    { customerId: 1.5 },
    { customerId: 2 ** 53 },
    { email: 'ada' },
    { email: `${'a'.repeat(250)}@example.com` },
    { firstName: null },
    { firstName: ' ' },
    { firstName: 'x'.repeat(128) },
    { firstName: '\ud800' },
    { phone: '02079460958' },
    { phone: '+0123' },
    { phone: '+1234567890123456' },
    { locale: 'english' },
    { locale: 'en_GB' },
    { address: { ...customer.address, country: 'gb' } },
    { address: { ...customer.address, city: null } },
    { address: 'London' },
    { marketingConsent: 'yes' },
    { createdAt: '2026-02-30T00:00:00Z' },
    { createdAt: '2026-11-23T09:30:00' },
  ])('refuses %j', (change) => {
    expect(takesCustomer(change)).toBe(false);
  });

  it('takes white space away around a text, for every third party alike', () => {
    const padded = { ...customer, lastName: ' Lovelace\u00a0', company: '\tAnalytical  Engines\n' };
    expect(z.parse(customerCreated.data, padded)).toMatchObject({
      lastName: 'Lovelace',
      company: 'Analytical  Engines',
    });
  });

  it('refuses a missing field, even one that may be null', () => {
    const { phone: _, ...rest } = customer;
    expect(z.safeParse(customerCreated.data, rest).success).toBe(false);
  });
});

describe('payment.requested', () => {
  it.each(['0.01', '19.99', '999999999999.9999', '7'])('takes the amount %s', (amount) => {
    expect(takesPayment({ amount })).toBe(true);
  });

  it.each([
    { amount: 19.99 },
    { amount: '0' },
    { amount: '0.00' },
    { amount: '-1' },
    { amount: '1e3' },
    { amount: '1.' },
    { amount: '1.23456' },
    { amount: '1234567890123' },
    { currency: 'eur' },
    { currency: 'EURO' },
    { paymentId: '' },
    { paymentId: 'x'.repeat(256) },
    { description: 'x'.repeat(1001) },
  ])('refuses %j', (change) => {
    expect(takesPayment(change)).toBe(false);
  });
});
