/** How far apart requests to one account must be, so that no closed window ever sees more than its limit. Pure. */
import type { RateLimit } from '../declare/destination.ts';

/** What lies between the moment a permit is for and the moment the third party counts the request. */
export interface Pacing {
  /** From a permit's moment to the request's arrival, at most: wake-up, connection, network. */
  readonly dispersionMs: number;
  /** Between the clocks of any two sandboxes, at most. */
  readonly clockSkewMs: number;
}

/** A limit over a long window: a budget to be used at any pace, counted in buckets. */
export interface Budget {
  readonly requests: number;
  /** What its use is kept by: no two budgets of a pace have the same. */
  readonly windowMs: number;
  readonly bucketMs: number;
}

export interface Pace {
  /** Between two permits, microseconds: whole, so that sums in DynamoDB are exact. 0: no limit of this kind. */
  readonly intervalUs: number;
  /** How long before its own moment a permit may be used after a pause: GCRA's tolerance, microseconds. */
  readonly toleranceUs: number;
  readonly budgets: readonly Budget[];
  /** The shortest window: after it, whatever was overrun has passed. */
  readonly shortestWindowMs: number;
}

/** Longer windows are budgets: spread evenly, a limit per day would leave a backlog waiting beside an idle account. */
const pacedWindowMsMax = 60_000;

/** A window of a budget is covered by this many buckets and one more, so that 24 of 25 parts of it can be used. */
export const bucketsPerWindow = 24;

/** Permits of one reservation lie at most so far apart; with dispersion and skew still far below a bucket's share. */
export const spanMsMax = 30_000;

/** What a budget's window is widened by: a reservation's span, and dispersion, skew and tolerance (7 s at most) beside it. */
const budgetMarginMs = 2 * spanMsMax;

/** A larger burst than a batch has deliveries would serve nobody. */
const burstMax = 10;

/** Of a limit at most so much in a burst: that much of the rate is lost to those who wait in a backlog. */
const burstShare = 0.1;

/**
 * Between the permits of a burst: what a new connection takes of a function's share of a core. Ten that are begun at once
 * wait for the last, which was measured to be up to 171 ms later; a permit allows for 100 (docs/performance.md).
 */
export const burstApartUs = 15_000;

export function paceOf(limits: readonly RateLimit[], pacing: Pacing): Pace {
  const paced = limits.filter(({ windowMs }) => windowMs <= pacedWindowMsMax);
  const burst = Math.max(
    1,
    Math.min(burstMax, ...paced.map(({ requests }) => Math.floor(requests * burstShare))),
  );
  const intervalUs = Math.max(0, ...paced.map((limit) => intervalOf(limit, burst, pacing)));
  return {
    intervalUs,
    toleranceUs: (burst - 1) * intervalUs,
    budgets: budgetsOf(limits.filter(({ windowMs }) => windowMs > pacedWindowMsMax)),
    shortestWindowMs: Math.min(...limits.map(({ windowMs }) => windowMs)),
  };
}

/** Of two limits of the same window the smaller holds. */
function budgetsOf(limits: readonly RateLimit[]): Budget[] {
  const least = new Map<number, number>();
  for (const { requests, windowMs } of limits)
    least.set(windowMs, Math.min(requests, least.get(windowMs) ?? requests));
  return [...least].map(([windowMs, requests]) => ({
    requests,
    windowMs,
    bucketMs: Math.ceil((windowMs + budgetMarginMs) / bucketsPerWindow),
  }));
}

/**
 * One microsecond more than `(window + dispersion + skew) / (requests - burst + 1)`. So many intervals lie at least
 * between the first and the last of `requests + 1` permits, `burst` of which may be used at once: a closed window holds
 * only one of them, even if the first arrives as late as it may and the last as early. With `window / requests`, as
 * usual, it would hold both without any burst.
 */
function intervalOf({ requests, windowMs }: RateLimit, burst: number, pacing: Pacing): number {
  const spanMs = windowMs + pacing.dispersionMs + pacing.clockSkewMs;
  return Math.floor((spanMs * 1_000) / (requests - burst + 1)) + 1;
}

/**
 * After a pause a third party gets a tenth of the rate at first, and all of it after a minute: nobody knows yet how well
 * it is.
 */
const ramp = { durationMs: 60_000, slownessAtFirst: 10 };

/** How many times longer the interval is, `sinceMs` after calls were resumed; 1 when the ramp is over. */
export function rampFactor(sinceMs: number): number {
  if (sinceMs >= ramp.durationMs) return 1;
  const left = 1 - Math.max(0, sinceMs) / ramp.durationMs;
  // The rate grows evenly, not the interval: from a tenth to all of it.
  return 1 / (1 - left * (1 - 1 / ramp.slownessAtFirst));
}
