import type { PaymentIntentParams } from '../destinations/stripe/create-payment-intent.ts';
import { cardDecimalsMax, stripeDecimals, wholeUnitsOnly } from '../destinations/stripe/currencies.ts';
import type { PaymentRequested } from '../events/payment-requested.ts';
import { integerToString } from './fields/integer-to-string.ts';
import { lowerCase } from './fields/lower-case.ts';
import { currencyDecimals, toMinorUnits } from './fields/money.ts';
import { mapper } from './mapper.ts';

const m = mapper<PaymentRequested, PaymentIntentParams>();

export const paymentToStripe = m.define(
  {
    amount: m.derive(['amount', 'currency'], stripeAmount),
    currency: m.from('currency', lowerCase),
    description: m.from('description').orOmit(),
    metadata: m.object({
      externalClientId: m.from('customerId', integerToString),
      paymentId: m.from('paymentId'),
    }),
  },
  {},
);

/**
 * An amount as Stripe counts it. Throws `ConversionError` on one that is finer than Stripe can charge, instead of
 * rounding it. https://docs.stripe.com/currencies
 */
function stripeAmount(amount: string, currency: string): string {
  const official = currencyDecimals(currency);
  const decimals = Object.hasOwn(stripeDecimals, currency)
    ? (stripeDecimals[currency] ?? official)
    : official;
  const finest = wholeUnitsOnly.has(currency) ? 0 : Math.min(decimals, cardDecimalsMax);
  return `${toMinorUnits(amount, finest)}${'0'.repeat(decimals - finest)}`;
}
