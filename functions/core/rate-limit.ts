import type { RateLimit } from './destination.ts';

/**
 * Permits for requests to one account. This is the seat of the limit that all functions share through the ledger;
 * the limiter here knows its own sandbox only, and keeps to the share of the limit that is this sandbox's.
 */
export interface RateLimiter {
  /** Reserves `count` sends at once and returns the moment each may start, epoch milliseconds, in order. */
  readonly reserve: (count: number) => Promise<readonly number[]>;
  /** No send before this moment: the third party said so. */
  readonly holdUntil: (atMs: number) => void;
}

/**
 * GCRA without bursts: sends are at least one interval apart. The interval is that of the strictest limit, times the
 * number of sandboxes that share the account, so that all of them together stay within it.
 * @param sandboxes the most sandboxes that may call this account at once
 */
export function createRateLimiter(
  limits: readonly RateLimit[],
  sandboxes: number,
  now: () => number,
): RateLimiter {
  const paced = limits.filter(({ windowMs }) => windowMs <= pacedWindowMsMax);
  const intervalMs = Math.max(0, ...paced.map((limit) => spacingMs(limit, sandboxes)));
  let nextMs = 0;
  return {
    reserve: async (count) => {
      const startMs = Math.max(nextMs, now());
      nextMs = startMs + count * intervalMs;
      return Array.from({ length: count }, (_, index) => startMs + index * intervalMs);
    },
    holdUntil: (atMs) => {
      nextMs = Math.max(nextMs, atMs);
    },
  };
}

/**
 * `window / requests` would let a closed window see one request too many: at 100 in 60 s, the 1st and the 101st are
 * exactly 60 s apart. One less than the limit leaves that one out. Sandboxes do not know when the others send, so in
 * the worst window each of them sends its whole share: shares are whole requests, and a millisecond more than
 * `window / share` keeps the next one out.
 */
function spacingMs({ requests, windowMs }: RateLimit, sandboxes: number): number {
  const share = Math.max(1, Math.floor(requests / sandboxes));
  const even = (windowMs * sandboxes) / Math.max(1, requests - 1);
  return Math.max(even, windowMs / share + 1);
}

/** A limit per day is a budget, not a pace: spread evenly it would leave a backlog waiting beside an idle account. */
const pacedWindowMsMax = 60_000;
