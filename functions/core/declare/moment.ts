const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(?:Z|([+-])(\d{2}):(\d{2}))$/i;

/**
 * The moment that `text` names, in milliseconds since 1970, or `undefined` if it names none: one rule for envelopes, data
 * and mappings. Letters of either case and any number of decimals are RFC 3339; a leap second ends a month in UTC and is
 * the moment after it, as POSIX counts; 30 February and 24:00 do not exist.
 * https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function momentOf(text: string): number | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [fraction = '0', sign = '+', offsetHours = '0', offsetMinutes = '0'] = match.slice(7);
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  const dayExists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!dayExists || hour > 23 || minute > 59 || second > 60 || +offsetHours > 23 || +offsetMinutes > 59) {
    return undefined;
  }
  const offsetMs = (sign === '-' ? -1 : 1) * (+offsetHours * 60 + +offsetMinutes) * 60_000;
  const wholeMs = date.setUTCHours(hour, minute, second) - offsetMs;
  if (second === 60 && !endsMonth(wholeMs)) return undefined;
  return wholeMs + Math.floor(Number(`0${fraction}`) * 1_000);
}

/** Whether a month begins at `ms`, so that the second before it may have been a leap second. */
const endsMonth = (ms: number) => ms % 86_400_000 === 0 && new Date(ms).getUTCDate() === 1;
