import { type BareItem, type Parameters, parseDictionary, parseList } from 'structured-headers';
import { guarded } from './guarded.ts';
import { pauseMsMax, waitMsOf } from './retry-after.ts';

/**
 * What the standard fields say of the limit: milliseconds until something is left of it, when nothing is.
 * `RateLimit: "default";r=0;t=30` of https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (a list, an
 * entry a policy), `RateLimit: limit=100, remaining=0, reset=7` of its seventh draft, and the separate fields of older ones,
 * `RateLimit-Remaining: 0` and `RateLimit-Reset: 30`. They are structured fields (RFC 9651): what is malformed is ignored as
 * a whole, as the drafts say; so is what is absurd. Some send the moment in epoch seconds, and it is read as one.
 */
export function rateLimitResetMs(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | undefined {
  const field = headers.ratelimit ?? '';
  const told = guarded(() => policies(field)) ?? guarded(() => seventhDraft(field)) ?? [];
  const older = {
    remaining: digits(headers['ratelimit-remaining']),
    reset: digits(headers['ratelimit-reset']),
  };
  const waits = [...told, older].flatMap(({ remaining, reset }) => {
    if (remaining !== 0 || typeof reset !== 'number') return [];
    const ms = waitMsOf(reset, nowMs);
    return ms > 0 && ms <= windowMsMax ? [ms] : [];
  });
  return waits.length === 0 ? undefined : Math.min(Math.max(...waits), pauseMsMax);
}

interface Told {
  readonly remaining: BareItem | undefined;
  readonly reset: BareItem | undefined;
}

const policies = (field: string): Told[] =>
  parseList(field).map(([, parameters]: [unknown, Parameters]) => ({
    remaining: parameters.get('r'),
    reset: parameters.get('t'),
  }));

function seventhDraft(field: string): Told[] {
  const members = parseDictionary(field);
  const item = (name: string) => {
    const value = members.get(name)?.[0];
    return Array.isArray(value) ? undefined : value;
  };
  return [{ remaining: item('remaining'), reset: item('reset') }];
}

/** Digits only: `Number` takes '', '0x10' and '1e9' too. */
const digits = (text: string | undefined) =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;

/** The longest window that anybody counts by is a day; what is further away is a wrong unit or a wrong clock. */
const windowMsMax = 24 * 3_600_000;
