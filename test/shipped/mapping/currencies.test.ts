/** What Stripe counts otherwise than the standard. */
import { expect, it } from 'vitest';
import {
  cardDecimalsMax,
  stripeDecimals,
  wholeUnitsOnly,
} from '../../../functions/destinations/stripe/currencies.ts';
import type { PaymentRequested } from '../../../functions/events/payment-requested.ts';
import { paymentToStripe } from '../../../functions/mapping/payment-to-stripe.ts';
import { official } from '../../fixtures/iso-4217.ts';
import { mapData } from '../../fixtures/map-data.ts';

it('says what Stripe counts otherwise, and nothing else', () => {
  expect(stripeDecimals).toEqual({ ISK: 2, MGA: 0, UGX: 2 });
  expect([...wholeUnitsOnly]).toEqual(['ISK', 'UGX']);
  expect(cardDecimalsMax).toBe(2);
  const odd = [...official()].filter(([code, decimals]) => (stripeDecimals[code] ?? decimals) !== decimals);
  expect(odd.map(([code]) => code).sort()).toEqual(['ISK', 'MGA', 'UGX']);
});

const inStripe = (amount: string, currency: string) =>
  mapData(paymentToStripe, {
    paymentId: 'p',
    customerId: 1,
    amount,
    currency,
    description: null,
  } satisfies PaymentRequested).output.amount;

/** What seven units are at Stripe. https://docs.stripe.com/currencies */
const sevenUnits: Readonly<Record<number, string>> = { 0: '7', 2: '700', 3: '7000', 4: '70000' };

it('seven units of each currency reach Stripe in the smallest unit that it counts', () => {
  for (const [currency, decimals] of official()) {
    const counted = { ISK: 2, MGA: 0, UGX: 2 }[currency] ?? decimals;
    expect([currency, inStripe('7', currency)]).toEqual([currency, sevenUnits[counted]]);
  }
});

it.each([
  ['1.01', 'ISK', 'the amount has 2 decimals, its currency has 0'],
  ['1.1', 'UGX', 'the amount has 1 decimals, its currency has 0'],
  ['1.2', 'MGA', 'the amount has 1 decimals, its currency has 0'],
  ['1.001', 'EUR', 'the amount has 3 decimals, its currency has 2'],
  ['1.001', 'KWD', 'the amount has 3 decimals, its currency has 2'],
  ['1.001', 'CLF', 'the amount has 3 decimals, its currency has 2'],
])('refuses %s %s, which is finer than a card can be charged', (amount, currency, message) => {
  expect(() => inStripe(amount, currency)).toThrow(message);
});

it('takes the finest that a card can be charged', () => {
  expect(
    ['1.23 KWD', '1.23 CLF', '1.23 EUR', '1 ISK']
      .map((text) => text.split(' '))
      .map(([amount = '', currency = '']) => inStripe(amount, currency)),
  ).toEqual(['1230', '12300', '123', '100']);
});
