import type { Format } from './shape.ts';

/**
 * What a string is by its form: an RFC 3339 date-time or date, an email address, an http(s) address, a UUID.
 * `undefined` for all others. Takes time in proportion to the text's length, and none for a long one.
 */
export function formatOf(text: string): Format | undefined {
  const { length } = text;
  if (length === 0) return 'empty';
  if (length > charactersMax) return undefined;
  if (length === 10 && date.test(text)) return 'date';
  if (length >= 20 && length <= 40) {
    if (dateTime.test(text)) return 'date-time';
    if (length === 36 && uuid.test(text)) return 'uuid';
  }
  if (text.startsWith('http')) return uri.test(text) ? 'uri' : undefined;
  return length <= emailCharactersMax && text.includes('@') && email.test(text) ? 'email' : undefined;
}

/** Longer addresses than this are refused by browsers and servers; a longer text is prose. */
const charactersMax = 2_048;
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3, without the brackets */
const emailCharactersMax = 254;

const day = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const date = new RegExp(`^${day}$`);
/** https://www.rfc-editor.org/rfc/rfc3339#section-5.6, a leap second included. */
const dateTime = new RegExp(
  `^${day}[Tt](?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d{2}:\\d{2})$`,
);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uri = /^https?:\/\/[^\s/]\S*$/;
const email = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;
