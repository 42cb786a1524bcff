import type { Lock } from '../../functions/core/contract/lock/lock.ts';
import type { LimitValue } from '../../functions/core/contract/lock/observation.ts';

/** Headers of all answers by name, with what those that tell of a limit say. */
export function headersOf({ operations }: Lock): ReadonlyMap<string, LimitValue | undefined> {
  const headers = new Map<string, LimitValue | undefined>();
  for (const { responses } of operations.values()) {
    for (const response of responses.values()) {
      for (const name of response.headers.keys()) if (!headers.has(name)) headers.set(name, undefined);
      for (const [name, value] of response.limits) headers.set(name, value);
    }
  }
  return new Map([...headers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const meanings: Readonly<Record<Exclude<LimitValue, number>, string>> = {
  'epoch-milliseconds': 'when, in milliseconds since 1970',
  'epoch-seconds': 'when, in seconds since 1970',
  'http-date': 'when, as an HTTP date',
  'iso-date': 'when, as an ISO 8601 date',
  seconds: 'in how many seconds',
};

/** `x-ratelimit-limit: 1666`, `x-ratelimit-reset: when, in seconds since 1970`. */
export const describeLimit = (value: LimitValue) =>
  typeof value === 'number' ? `${value}` : meanings[value];
