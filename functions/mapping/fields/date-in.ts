import { type Coercion, defineCoercion } from '../conversion.ts';
import { unixSeconds } from './unix-seconds.ts';

/**
 * The day that a moment (RFC 3339) falls on in a time zone of the IANA database, `2026-11-27`: `dateIn('Europe/Berlin')`.
 * Throws `RangeError` at once for a zone that does not exist.
 */
export function dateIn(timeZone: string): Coercion<string, string> {
  const format = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return defineCoercion(`dateIn(${timeZone})`, (timestamp, tell) => {
    const parts = format.formatToParts(unixSeconds.convert(timestamp, tell) * 1000);
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
    return [part('year').padStart(4, '0'), part('month'), part('day')].join('-');
  });
}

/** RFC 3339 to whole milliseconds since 1970, finer fractions cut off. */
export const unixMilliseconds: Coercion<string, number> = defineCoercion(
  'unixMilliseconds',
  (timestamp, tell) => {
    const fraction = /\.(\d{1,3})/.exec(timestamp)?.[1] ?? '';
    return unixSeconds.convert(timestamp, tell) * 1000 + Number(fraction.padEnd(3, '0'));
  },
);
