import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coercion } from '../../../functions/mapping/conversion.ts';
import { booleanToString } from '../../../functions/mapping/fields/boolean-to-string.ts';
import { fullName } from '../../../functions/mapping/fields/full-name.ts';
import { integerToString } from '../../../functions/mapping/fields/integer-to-string.ts';
import { lowerCase } from '../../../functions/mapping/fields/lower-case.ts';
import { currencyDecimals, toMinorUnits } from '../../../functions/mapping/fields/money.ts';
import { negate } from '../../../functions/mapping/fields/negate.ts';
import { streetLines } from '../../../functions/mapping/fields/street-lines.ts';
import { unixSeconds } from '../../../functions/mapping/fields/unix-seconds.ts';

const convert = <In, Out>({ convert }: Coercion<In, Out>, value: In) => convert(value, () => undefined);

describe('toMinorUnits', () => {
  it.each([
    ['19.99', 2, '1999'],
    ['0.1', 2, '10'],
    ['1.005', 3, '1005'],
    ['500', 0, '500'],
    ['500.00', 0, '500'],
    ['007.50', 2, '750'],
    ['999999999999.9999', 4, '9999999999999999'],
  ])('makes %s with %i decimals %s', (amount, decimals, expected) => {
    expect(toMinorUnits(amount, decimals)).toBe(expected);
  });

  it('refuses to round', () => {
    expect(() => toMinorUnits('19.999', 2)).toThrow('the amount has 3 decimals, its currency has 2');
    expect(() => toMinorUnits('0.5', 0)).toThrow('the amount has 1 decimals, its currency has 0');
  });

  it.each(['', '-1', '1e3', '1,50', '.5', '1.', ' 1', '٣'])('refuses %j', (amount) => {
    expect(() => toMinorUnits(amount, 2)).toThrow('an amount must be a decimal string');
  });

  it('agrees with exact arithmetic for every amount', () => {
    const amount = fc.record({
      units: fc.bigInt(0n, 10n ** 16n),
      scale: fc.integer({ min: 0, max: 4 }),
      decimals: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(amount, ({ units, scale, decimals }) => {
        const text = units.toString().padStart(scale + 1, '0');
        const decimal = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
        const scaled = units * 10n ** BigInt(decimals);
        const divisor = 10n ** BigInt(scale);
        if (scaled % divisor !== 0n) expect(() => toMinorUnits(decimal, decimals)).toThrow();
        else expect(toMinorUnits(decimal, decimals)).toBe((scaled / divisor).toString());
      }),
    );
  });
});

describe('currencyDecimals', () => {
  it.each([
    ['JPY', 0],
    ['EUR', 2],
    ['MGA', 2],
    ['KWD', 3],
    ['CLF', 4],
  ])('knows that %s has %i', (currency, decimals) => {
    expect(currencyDecimals(currency)).toBe(decimals);
  });

  it('refuses a code that is not a currency, instead of taking it for one with two decimals', () => {
    expect(() => currencyDecimals('EUX')).toThrow('the currency is not an active code of ISO 4217');
  });
});

describe('integerToString', () => {
  it('is exact for every safe integer', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(convert(integerToString, value)).toBe(BigInt(value).toString());
      }),
    );
  });

  it.each([2 ** 53, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
    expect(() => convert(integerToString, value)).toThrow('an id must be an integer');
  });
});

describe('unixSeconds', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-23T09:30:00+00:00', 1795426200],
    ['2026-11-23T09:30:00.987+02:00', 1795419000],
    ['2024-02-29T23:59:59-05:30', 1709270999],
    ['1969-12-31T23:59:59.5Z', -1],
    ['0099-01-01T00:00:00Z', -59042995200],
    ['2026-01-01T23:59:59Z', 1767311999],
    ['2026-01-01T00:00:00+23:59', 1767139260],
    ['2026-01-01t00:00:00-23:59', 1767311940],
    ['2016-12-31T23:59:60Z', 1483228800],
  ])('takes %s for %i', (timestamp, expected) => {
    expect(convert(unixSeconds, timestamp)).toBe(expected);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+23:60',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:00.Z',
    '12026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z0',
    '2026-01-01T00:00:00',
    '2026-01-01',
    '1767225600',
  ])('refuses %s', (timestamp) => {
    expect(() => convert(unixSeconds, timestamp)).toThrow('a time must');
  });

  it('agrees with Date for every moment', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (date) => {
        expect(convert(unixSeconds, date.toISOString())).toBe(Math.floor(date.getTime() / 1000));
      }),
    );
  });
});

it('each change of form has the name that shows in lineage', () => {
  expect([unixSeconds.name, integerToString.name, lowerCase.name, negate.name, booleanToString.name]).toEqual(
    ['unixSeconds', 'integerToString', 'lowerCase', 'negate', 'booleanToString'],
  );
});

describe('names and addresses on one line', () => {
  it('joins first and last name and does without the last', () => {
    expect(fullName('Ada', 'Lovelace')).toBe('Ada Lovelace');
    expect(fullName(' Ada ', null)).toBe('Ada');
  });

  it('joins the lines of a street and knows no address', () => {
    expect(streetLines('1 High St', 'Flat 2')).toBe('1 High St, Flat 2');
    expect(streetLines('1 High St', null)).toBe('1 High St');
    expect(streetLines(null, null)).toBeNull();
    expect(streetLines(null, 'Flat 2')).toBeNull();
  });
});
