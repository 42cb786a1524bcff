/** Where Stripe counts a currency's decimals differently from ISO 4217. https://docs.stripe.com/currencies */
export const stripeDecimals: Readonly<Record<string, number>> = {
  // Has no decimals any more, but is still sent with two, which must be 00.
  ISK: 2,
  UGX: 2,
  // ISO counts its fifths (iraimbilanja) as two decimals; Stripe takes whole ariary.
  MGA: 0,
};

/** Kept with decimals by Stripe that must be 00: nothing smaller than a whole unit exists. */
export const wholeUnitsOnly: ReadonlySet<string> = new Set(['ISK', 'UGX']);

/** Of three decimals the card networks take two: the last digit of the amount must be 0. */
export const cardDecimalsMax = 2;
