import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isKeptByDouble } from '../../../../functions/core/envelope/is-kept-by-double.ts';

test.each([
  '0',
  '-0',
  '0.000e99999',
  '0.1',
  '1e16',
  '1E+16',
  '1152921504606847000',
  '123e65',
  '9007199254740992',
  '1.50',
  '5e-324',
  // A double with 17 digits, as C and PHP may write it, and with all that it has.
  '0.10000000000000001',
  '0.1000000000000000055511151231257827021181583404541015625',
  // The most digits that can be compared: 101.
  `${5n ** 144n}e-144`,
  `1.${'0'.repeat(200)}`,
  `0.${'0'.repeat(200)}1e201`,
])('%s is kept', (token) => {
  expect(isKeptByDouble(token)).toBe(true);
});

test.each([
  '9007199254740993',
  '9007199254740991.5',
  '1234567890123456789',
  '1152921504606846980',
  '100000000000000000000000',
  '1.000000000000000005',
  '1e-999',
  '3e-324',
  '1e400',
  '-1E+400',
  `1${'0'.repeat(400)}`,
  `1.${'0'.repeat(200)}1`,
  '1.000000000000000005e+3',
  '-1.000000000000000005E-3',
  `${5n ** 145n}e-145`,
])('%s is not', (token) => {
  expect(isKeptByDouble(token)).toBe(false);
});

test('whatever a double is written as by JavaScript is kept', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(isKeptByDouble(JSON.stringify(value))).toBe(true);
    }),
  );
});

test('an integer is kept when a double is the same, or is written as it is', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (value) => {
      expect(isKeptByDouble(value.toString())).toBe(
        BigInt(Number(value)) === value || String(Number(value)) === value.toString(),
      );
    }),
  );
});
