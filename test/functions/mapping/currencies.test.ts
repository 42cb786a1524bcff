/** The whole table of currencies against the standard's own list, and what Stripe counts otherwise. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import {
  cardDecimalsMax,
  stripeDecimals,
  wholeUnitsOnly,
} from '../../../functions/destinations/stripe/currencies.ts';
import type { PaymentRequested } from '../../../functions/events/payment-requested.ts';
import { currencyDecimals } from '../../../functions/mapping/fields/money.ts';
import { paymentToStripe } from '../../../functions/mapping/payment-to-stripe.ts';
import { mapData } from '../../fixtures/map-data.ts';

const require = createRequire(import.meta.url);
/** The file that the maintenance agency publishes, of 25 June 2024, as the package carries it. */
const listOne = readFileSync(require.resolve('currency-codes/iso-4217-list-one.xml'), 'utf8');

/** What the agency has changed since. https://www.six-group.com/en/products-services/financial-information/data-standards.html */
const changes = {
  // The Antilles' guilder made way for the Caribbean one, the lev for the euro, the convertible peso for the peso.
  gone: ['ANG', 'BGN', 'CUC'],
  come: [['XCG', 2]],
} as const;

function official(): ReadonlyMap<string, number> {
  const entries = [...listOne.matchAll(/<CcyNtry>([\s\S]*?)<\/CcyNtry>/g)].flatMap(([, entry = '']) => {
    const code = /<Ccy>([A-Z]{3})<\/Ccy>/.exec(entry)?.[1];
    // Metals, units of account and the code for no currency at all have `N.A.`: no amount can be paid in them.
    const decimals = /<CcyMnrUnts>(\d)<\/CcyMnrUnts>/.exec(entry)?.[1];
    return code === undefined || decimals === undefined ? [] : [[code, Number(decimals)] as const];
  });
  const listed = new Map([...entries, ...changes.come]);
  for (const code of changes.gone) listed.delete(code);
  return listed;
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const allCodes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}`)));

function known(code: string): number | undefined {
  try {
    return currencyDecimals(code);
  } catch {
    return undefined;
  }
}

it('of all codes that there can be, those of ISO 4217 are currencies, each with its own decimals', () => {
  const ours = allCodes
    .map((code) => [code, known(code)] as const)
    .filter(([, decimals]) => decimals !== undefined);
  expect(ours).toHaveLength(164);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(official()));
});

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
