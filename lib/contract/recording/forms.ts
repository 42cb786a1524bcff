/** What kind of text a value is, and texts of the same kind that say nothing. */
import { formatOf } from '../../../functions/core/contract/shape/string-format.ts';

export interface Form {
  readonly name: string;
  readonly fits: (value: string) => boolean;
  /** The `n`-th placeholder, from 1. */
  readonly make: (n: number, value: string) => string;
}

/** 2026-01-01, from which every synthetic moment counts. */
const startMs = Date.UTC(2026, 0, 1);
const isoAt = (ms: number) => new Date(ms).toISOString();
const like = (pattern: RegExp) => (value: string) => pattern.test(value);

/** The first that fits. Each placeholder has the form, and the format of a shape, that its value had. */
export const forms: readonly Form[] = [
  // https://www.rfc-editor.org/rfc/rfc2606 keeps example.com for nobody.
  { name: 'email', fits: (value) => formatOf(value) === 'email', make: (n) => `person-${n}@example.com` },
  {
    name: 'uuid',
    fits: (value) => formatOf(value) === 'uuid',
    make: (n) => `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`,
  },
  { name: 'date-time', fits: (value) => formatOf(value) === 'date-time', make: momentLike },
  {
    name: 'date',
    fits: (value) => formatOf(value) === 'date',
    make: (n) => isoAt(startMs + n * 86_400_000).slice(0, 10),
  },
  { name: 'url', fits: (value) => formatOf(value) === 'uri', make: (n) => `https://example.com/${n}` },
  // As databases print it: a space, no zone.
  {
    name: 'moment',
    fits: like(/^\d{4}-(0[1-9]|1[0-2])-[0-3]\d[T ][0-2]\d:[0-5]\d(:\d\d(\.\d+)?)?$/),
    make: momentLike,
  },
  {
    name: 'http-date',
    fits: like(/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/),
    make: (n) => new Date(startMs + n * 1_000).toUTCString(),
  },
  { name: 'digits', fits: like(/^\d+$/), make: digitsLike },
  // Nobody has the area code 555. https://en.wikipedia.org/wiki/555_(telephone_number)
  { name: 'phone', fits: like(/^\+\d+$/), make: (n) => `+1555010${`${n}`.padStart(4, '0')}` },
  { name: 'hex', fits: like(/^(?=.*\d)[0-9a-f]{8,}$/), make: hexLike },
  // Two or three letters and an underscore tell what an id is of: cus_…, pi_…
  {
    name: 'prefixed',
    fits: like(/^[a-z]{2,3}_[A-Za-z0-9]{8,}$/),
    make: (n, value) => {
      const prefix = value.slice(0, value.indexOf('_') + 1);
      return prefix + `${n}`.padStart(value.length - prefix.length, '0');
    },
  },
  { name: 'id', fits: like(/^(?=.*\d)\S+$/), make: (n) => `id-${n}` },
  { name: 'code', fits: like(/^([a-z]{2,3}|[A-Z]{2,3})$/), make: codeLike },
  { name: 'word', fits: like(/^\S+$/), make: (n) => `word-${letters(n)}` },
  { name: 'text', fits: () => true, make: (n) => `Text ${n}` },
];

/** The same way of writing a moment: with as many digits of a second, and an offset if there was one. */
function momentLike(n: number, value: string): string {
  const [, separator = 'T', seconds = '', fraction = '', zone = ''] =
    /^.{10}(.)\d\d:\d\d(?:(:\d\d)([.,]\d+)?)?(.*)$/.exec(value) ?? [];
  const at = isoAt(startMs + n * 60_000);
  const zero = zone.length > 1 ? `+00${zone.includes(':') ? ':' : ''}00` : zone;
  return `${at.slice(0, 10)}${separator}${at.slice(11, 16)}${seconds && ':00'}${fraction.replace(/\d/g, '0')}${zero}`;
}

/** As many digits. Ten or thirteen of them may be seconds or milliseconds since 1970, so they stay a moment. */
function digitsLike(n: number, value: string): string {
  if (/^[12]\d{9}$/.test(value)) return `${startMs / 1_000 + n}`;
  if (/^[12]\d{12}$/.test(value)) return `${startMs + n}`;
  const length = Math.max(value.length, `${n}`.length + 1);
  return `${value.startsWith('0') ? '0' : '1'}${`${n}`.padStart(length - 1, '0')}`;
}

/** With a letter in front: digits alone would be a number to some. */
function hexLike(n: number, value: string): string {
  return `a${n.toString(16).padStart(value.length - 1, '0')}`;
}

function codeLike(n: number, value: string): string {
  const code = `x${letters(n).padStart(value.length - 1, 'x')}`;
  return /[a-z]/.test(value) ? code : code.toUpperCase();
}

/** 1 is `a`, 26 `z`, 27 `aa`. */
function letters(n: number): string {
  const rest = Math.floor((n - 1) / 26);
  return (rest > 0 ? letters(rest) : '') + String.fromCharCode(97 + ((n - 1) % 26));
}
