/** What kind of text a value is, and texts of the same kind that say nothing. */
import { unitOf } from '../../../functions/core/contract/shape/number-unit.ts';
import type { Unit } from '../../../functions/core/contract/shape/shape.ts';
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
  // It names an application and a kind of thing besides, as Rails writes ids: `gid://shopify/Customer/544365967691`.
  // https://github.com/rails/globalid
  {
    name: 'global-id',
    fits: like(/^gid:\/\/[a-z][a-z-]{0,30}\/[A-Z][A-Za-z]{0,39}\/\d+$/),
    make: (n, value) => {
      const at = value.lastIndexOf('/') + 1;
      return value.slice(0, at) + digitsLike(n, value.slice(at));
    },
  },
  { name: 'url', fits: (value) => formatOf(value) === 'uri', make: (n) => `https://example.com/${n}` },
  // As databases print it: a space, no zone.
  {
    name: 'moment',
    fits: (value) => formatOf(value) === 'date-time-local',
    make: momentLike,
  },
  {
    name: 'http-date',
    fits: (value) => formatOf(value) === 'date-http',
    make: (n) => new Date(startMs + n * 1_000).toUTCString(),
  },
  {
    name: 'date-json',
    fits: (value) => formatOf(value) === 'date-json',
    make: (n) => `/Date(${startMs + n * 60_000})/`,
  },
  { name: 'date-dotted', fits: (value) => formatOf(value) === 'date-dotted', make: dayLike('.') },
  { name: 'date-slashed', fits: (value) => formatOf(value) === 'date-slashed', make: dayLike('/') },
  {
    name: 'decimal',
    fits: (value) => ['decimal', 'decimal-comma'].includes(formatOf(value) ?? ''),
    make: (n, value) => `${n}${/[.,]\d+$/.exec(value)?.[0].replace(/\d/g, '0') ?? ''}`,
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

/** Day and month of which each may be either, so that both ways of reading it are a date; the rest as it was written. */
function dayLike(separator: '.' | '/') {
  return (n: number, value: string): string => {
    const [day, month] = [(n % 12) + 1, (Math.floor(n / 12) % 12) + 1].map((part) =>
      `${part}`.padStart(2, '0'),
    );
    const year = 2026 + Math.floor(n / 144);
    const rest = /[ T,].*$/.exec(value)?.[0].replace(/\d/g, '0') ?? '';
    const parts = /^\d{4}/.test(value) ? [year, month, day] : [day, month, year];
    return parts.join(separator) + rest;
  };
}

/** As many digits. Those that may be a moment stay one, of the same unit, and others are none. */
function digitsLike(n: number, value: string): string {
  const unit = /^[1-9]/.test(value) ? unitOf(Number(value)) : undefined;
  if (unit !== undefined) return `${(startMs / 1_000 + n) * perSecond[unit]}`;
  if (/^[1-9](?:\d{9}|\d{12}|\d{15})$/.test(value)) return `9${`${n}`.padStart(value.length - 1, '0')}`;
  const length = Math.max(value.length, `${n}`.length + 1);
  return `${value.startsWith('0') ? '0' : '1'}${`${n}`.padStart(length - 1, '0')}`;
}

const perSecond: Readonly<Record<Unit, number>> = {
  'epoch-microseconds': 1_000_000,
  'epoch-milliseconds': 1_000,
  'epoch-seconds': 1,
};

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
