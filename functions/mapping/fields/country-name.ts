import { type Coercion, ConversionError, defineCoercion } from '../conversion.ts';

/**
 * A country by its code of ISO 3166-1 alpha-2, in a language: `countryName('en')` makes `'GB'` into `'United Kingdom'`. The
 * names are the run time's (Unicode CLDR) and may change with it. Throws `ConversionError` on a code of no country.
 */
export function countryName(language: string): Coercion<string, string> {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  return defineCoercion(`countryName(${language})`, (code) => {
    const name = /^[A-Z]{2}$/.test(code) ? names.of(code) : undefined;
    if (name === undefined) throw new ConversionError('the country is not a code of ISO 3166-1 alpha-2');
    return name;
  });
}
