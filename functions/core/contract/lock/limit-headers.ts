import { formatOf } from '../shape/string-format.ts';
import type { LimitValue } from './observation.ts';

/**
 * What a response's headers say of the limit and of waiting, without what changes with every call (`remaining`): how much
 * is allowed, and in which notation they name the moment at which more is. By header, sorted; a policy of the standard
 * `RateLimit-Policy` as `ratelimit-policy burst q` (requests) and `ratelimit-policy burst w` (seconds).
 * @param headers names in lower case
 * @param nowMs by which seconds since 1970 are distinguished from seconds from now
 */
export function limitsIn(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): ReadonlyMap<string, LimitValue> {
  const found: [string, LimitValue][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (value.length > charactersMax) continue;
    if (name === 'ratelimit-policy') found.push(...policiesIn(value));
    const limit = limitIn(name, value.trim(), nowMs);
    if (limit !== undefined) found.push([name, limit]);
  }
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether the limit is a length of time: a larger number is stricter then, where of requests a smaller one is. */
export const isWindow = (name: string): boolean =>
  /(?:milliseconds|-window|^ratelimit-policy .* w)$/.test(name);

/** Ten policies with names of their own. */
const charactersMax = 512;

/** `x-ratelimit-limit`, `x-rate-limit-limit-requests`, `x-hubspot-ratelimit-daily`: what stands behind the words. */
const aboutLimit = /^(?:[a-z0-9]+-)*rate-?limit(?:-([a-z-]+))?$/;
const perCall = /remaining|used|count/;
/** The draft's older form lists the policies behind the number: `100, 100;w=60`. */
const amount = /^(\d{1,12})(?:\s*[,;].*)?$/;

function limitIn(name: string, value: string, nowMs: number): LimitValue | undefined {
  if (name === 'retry-after') return momentIn(value, nowMs);
  const match = aboutLimit.exec(name);
  if (match === null || name === 'ratelimit-policy') return undefined;
  const [, what] = match;
  // RateLimit: "default";r=50;t=30
  if (what === undefined) return momentIn(/;\s*t=(\d{1,15})/.exec(value)?.[1] ?? '', nowMs);
  if (perCall.test(what)) return undefined;
  if (what.includes('reset')) return momentIn(value, nowMs);
  const number = amount.exec(value)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/: `"burst";q=100;w=60,"daily";q=1000;w=86400` */
function policiesIn(value: string): [string, LimitValue][] {
  return [...value.matchAll(policy)].flatMap(([, name = '', parameters = '']) =>
    [...parameters.matchAll(/;\s*([qw])=(\d{1,12})/g)].map(([, key, number]): [string, LimitValue] => [
      `ratelimit-policy ${name} ${key}`,
      Number(number),
    ]),
  );
}
const policy = /"([A-Za-z0-9_.-]{1,40})"((?:\s*;\s*[a-z]+=[^,;]*)*)/g;

const yearMs = 366 * 24 * 3_600_000;

/** In which notation a moment is given. Zero fits every way of counting, and so shows none. */
function momentIn(text: string, nowMs: number): LimitValue | undefined {
  if (/^\d{1,15}(?:\.\d{1,9})?$/.test(text)) {
    const number = Number(text);
    if (number === 0) return undefined;
    // Nobody asks to wait for a year, and nobody's clock is ten years wrong.
    if (number * 1_000 < yearMs) return 'seconds';
    if (Math.abs(number * 1_000 - nowMs) < 10 * yearMs) return 'epoch-seconds';
    return Math.abs(number - nowMs) < 10 * yearMs ? 'epoch-milliseconds' : undefined;
  }
  const format = formatOf(text);
  if (format === 'date-time' || format === 'date') return 'iso-date';
  return /^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text) ? 'http-date' : undefined;
}
