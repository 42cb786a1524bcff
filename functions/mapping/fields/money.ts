import { ConversionError } from '../conversion.ts';

/**
 * A decimal string in whole minor units: `('19.99', 2)` is `'1999'`. Exact: no floating point, no rounding.
 * Zeros behind the last decimal do no harm (`'500.00'` yen is 500). Throws `ConversionError` on anything finer than
 * the currency has: to round money is a decision for the publisher, not for a mapping.
 */
export function toMinorUnits(amount: string, decimals: number): string {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(amount);
  if (match === null) throw new ConversionError('an amount must be a decimal string such as "19.99"');
  const [, whole = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > decimals) {
    throw new ConversionError(`the amount has ${significant.length} decimals, its currency has ${decimals}`);
  }
  return BigInt(whole + significant.padEnd(decimals, '0')).toString();
}

/** Decimals of a currency. Throws `ConversionError` on a code that is not in ISO 4217. */
export function currencyDecimals(currency: string): number {
  const decimals = decimalsByCurrency.get(currency);
  if (decimals === undefined) throw new ConversionError('the currency is not an active code of ISO 4217');
  return decimals;
}

// ISO 4217, list one: https://www.six-group.com/en/products-services/financial-information/data-standards.html
// Written out, because a code that is missing here must fail instead of being taken for one with two decimals.
const codesByDecimals: readonly (readonly [decimals: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
      'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF ' +
      'IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK ' +
      'MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP ' +
      'SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ' +
      'ZAR ZMW ZWG',
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const decimalsByCurrency: ReadonlyMap<string, number> = new Map(
  codesByDecimals.flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals] as const)),
);
