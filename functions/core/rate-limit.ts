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
 * GCRA without bursts: sends are at least one interval apart. The interval is that of the strictest limit, for this
 * sandbox's share of it, so that all sandboxes of the account together stay within it.
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
 * Sandboxes do not know when the others send, so in the worst window each of them sends its whole share: a share is a
 * whole number of requests. More sandboxes than requests cannot all have one; they keep to the limit on average.
 */
function spacingMs({ requests, windowMs }: RateLimit, sandboxes: number): number {
  const share = requests < sandboxes ? requests / sandboxes : Math.floor(requests / sandboxes);
  return (windowMs / share) * spacingMargin;
}

/**
 * `window / share` would let a closed window see one request too many: at 100 in 60 s, the 1st and the 101st are
 * exactly 60 s apart. A hundredth more keeps that one out, with room for clocks and networks.
 */
const spacingMargin = 1.01;

/** A limit per day is a budget, not a pace: spread evenly it would leave a backlog waiting beside an idle account. */
const pacedWindowMsMax = 60_000;
