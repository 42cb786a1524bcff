import { unitOf } from './number-unit.ts';
import type { Format } from './shape.ts';

/**
 * What a string is by its form: a date or a moment, in any of the ways in which APIs write them, an email address, an
 * http(s) address, a UUID, a decimal number. `undefined` for all others. Takes time in proportion to the text's length, and
 * none for a long one.
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
  if (
    length <= formLengthMax &&
    (isDigit(text, 0) || isDigit(text, 1) || isDigit(text, length - 1) || isDigit(text, length - 5))
  ) {
    const isSeparated = /[.,/:]/.test(text);
    const form = isSeparated ? forms.find(([, pattern]) => pattern.test(text))?.[0] : epochIn(text);
    if (form !== undefined) return form;
  }
  return length <= emailCharactersMax && text.includes('@') && email.test(text) ? 'email' : undefined;
}

/**
 * Formats that a text may have by chance: an id of ten digits, a version 1.5. They say that a field has changed only where
 * another one has taken their place.
 */
export const isByChance = (format: Format): boolean => byChance.has(format);
const byChance: ReadonlySet<Format> = new Set([
  'decimal',
  'decimal-comma',
  'epoch-milliseconds',
  'epoch-seconds',
]);

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function epochIn(text: string): Format | undefined {
  const unit = /^\d{10}(?:\d{3})?$/.test(text) ? unitOf(Number(text)) : undefined;
  return unit === 'epoch-microseconds' ? undefined : unit;
}

/** Longer addresses than this are refused by browsers and servers; a longer text is prose. */
const charactersMax = 2_048;
/** https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1.3, without the brackets */
const emailCharactersMax = 254;
/** A moment with nine digits of a second and an offset. */
const formLengthMax = 40;

const day = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const date = new RegExp(`^${day}$`);
/** https://www.rfc-editor.org/rfc/rfc3339#section-5.6, a leap second included. */
const dateTime = new RegExp(`^${day}[Tt]${time}:(?:[0-5]\\d|60)(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d{2}:\\d{2})$`);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uri = /^https?:\/\/[^\s/]\S*$/;
const email = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

const dayOrMonth = '(?:0?[1-9]|[12]\\d|3[01])';
const clock = `(?:[ T,]{1,2}${time}(?::[0-5]\\d)?)?`;
const forms: readonly (readonly [Format, RegExp])[] = [
  // As databases print it: nobody says where on earth.
  ['date-time-local', new RegExp(`^${day}[Tt ]${time}(?::[0-5]\\d(?:[.,]\\d{1,9})?)?$`)],
  ['date-dotted', new RegExp(`^${dayOrMonth}\\.${dayOrMonth}\\.\\d{4}${clock}$`)],
  [
    'date-slashed',
    new RegExp(`^(?:${dayOrMonth}/${dayOrMonth}/\\d{4}|\\d{4}/${dayOrMonth}/${dayOrMonth})${clock}$`),
  ],
  // Microsoft's, from before JSON had a way: milliseconds since 1970.
  ['date-json', /^\/Date\(-?\d{1,15}(?:[+-]\d{4})?\)\/$/],
  // https://www.rfc-editor.org/rfc/rfc5322#section-3.3
  ['date-http', /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC|[+-]\d{4})$/],
  ['decimal', /^-?\d{1,12}\.\d{1,4}$/],
  ['decimal-comma', /^-?\d{1,12},\d{1,4}$/],
];
