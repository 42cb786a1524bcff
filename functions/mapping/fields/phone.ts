import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { type Coercion, ConversionError, defineCoercion } from '../conversion.ts';

/**
 * A phone number as it is written in its own country: `'+442079460958'` is `'020 7946 0958'`. Throws `ConversionError` on
 * what is no phone number.
 */
export const nationalPhone = defineCoercion('nationalPhone', (phone: string): string =>
  parsed(phone).formatNational(),
);

/** A phone number of a country, however it is written, as E.164: `internationalPhone('GB')` makes `'020 7946 0958'` `'+442079460958'`. */
export function internationalPhone(country: CountryCode): Coercion<string, string> {
  return defineCoercion(`internationalPhone(${country})`, (phone) => parsed(phone, country).number);
}

function parsed(phone: string, country?: CountryCode) {
  const number = parsePhoneNumberFromString(phone, country);
  if (number === undefined || !number.isPossible()) throw new ConversionError('must be a phone number');
  return number;
}
