import { quoted, tidy } from '../code.ts';
import type { ResetHeaders } from '../headers-found.ts';

/** The function that reads a limit which no standard field tells. */
export function readLimitCode({ reset, told, remaining }: ResetHeaders): string {
  const isDate = told === 'iso-date' || told === 'http-date';
  const left = remaining === undefined ? '' : ` || count(headers[${quoted(remaining)}]) === 0`;
  return tidy(`
/** What a limit is counted over is shorter: a reset that lies further away is a wrong clock, theirs or ours. */
const resetMsMax = 24 * 60 * 60 * 1_000;

/** \`${reset}\` ${meanings[told]}. */
function readLimit({ statusCode, headers }: HttpResponse, nowMs: number): LimitReading | undefined {
  const usedUp = statusCode === 429${left};
  const resetMs = ${isDate ? `Date.parse(headers[${quoted(reset)}] ?? '')` : momentCode(reset, told)};
  if (!usedUp || Number.isNaN(resetMs)) return undefined;
  return { notBeforeMs: Math.min(Math.max(resetMs, nowMs), nowMs + resetMsMax) };
}

${
  isDate && remaining === undefined
    ? ''
    : `function count(header: string | undefined): number | undefined {
  return header !== undefined && /^\\d{1,15}$/.test(header) ? Number(header) : undefined;
}
`
}`);
}

const meanings: Readonly<Record<ResetHeaders['told'], string>> = {
  'epoch-milliseconds': 'is in milliseconds since 1970',
  'epoch-seconds': 'is in seconds since 1970',
  'http-date': 'is an HTTP date',
  'iso-date': 'is an ISO 8601 date',
  seconds: 'is in seconds from now',
};

function momentCode(reset: string, told: ResetHeaders['told']): string {
  const number = `(count(headers[${quoted(reset)}]) ?? Number.NaN)`;
  if (told === 'epoch-milliseconds') return number;
  return told === 'epoch-seconds' ? `${number} * 1_000` : `nowMs + ${number} * 1_000`;
}
