import { ConversionError, defineCoercion } from '../conversion.ts';

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|([+-])(\d{2}):(\d{2}))$/i;

/**
 * RFC 3339 to whole seconds since 1970, fractions cut off. Throws `ConversionError` on what is no moment: no offset,
 * or 30 February, which `Date.parse` would take for 2 March.
 */
export const unixSeconds = defineCoercion('unixSeconds', (timestamp: string): number => {
  const match = rfc3339.exec(timestamp);
  if (match === null) throw new ConversionError('a time must be RFC 3339 with an offset');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [sign = '+', offsetHours = '0', offsetMinutes = '0'] = match.slice(7);
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  const dayExists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!dayExists || hour > 23 || minute > 59 || second > 59 || +offsetHours > 23 || +offsetMinutes > 59) {
    throw new ConversionError('a time must name a day and an hour that exist');
  }
  const offsetSeconds = (sign === '-' ? -1 : 1) * (+offsetHours * 3600 + +offsetMinutes * 60);
  return date.setUTCHours(hour, minute, second) / 1000 - offsetSeconds;
});
