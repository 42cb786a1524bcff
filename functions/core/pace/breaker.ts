/** When a destination's failures are the destination's: numbers of the circuit breaker. Pure. */
import type { AccountState } from './account.ts';

/** Failures are counted over half a minute: short enough to open soon, long enough to see more than one batch. */
export const failureWindowMs = 30_000;

/** Fewer may be bad luck: one batch that met one bad moment. */
const failuresMin = 10;

/** Half of what is sent: below, most deliveries still arrive, and backoff alone is enough. */
const failureShareMin = 0.5;

/** How long the circuit stays open: at first, and at most, for it doubles each time the trial fails. */
export interface Breaker {
  readonly firstMs: number;
  readonly mostMs: number;
}

/**
 * Nothing but failures for so long, and so many at the least: a trickle that never has ten in half a minute fails, too. Long
 * enough for a restart or a failover, and more than one event that is tried again and again can have in that time.
 */
const unanswered = { sinceMs: 120_000, failuresMin: 5 };

/** Why the circuit has to open by what was counted; `undefined`: it has not. */
export function whyOpen(state: AccountState, nowMs: number): string | undefined {
  const { failures, granted, grantedBefore, unansweredSinceMs = nowMs } = state;
  if (failures >= failuresMin && failures >= failureShareMin * (granted - grantedBefore))
    return 'too many requests failed';
  return state.unanswered >= unanswered.failuresMin && nowMs - unansweredSinceMs >= unanswered.sinceMs
    ? 'nothing but failures for two minutes'
    : undefined;
}

/**
 * Until when it stays open, epoch milliseconds.
 * @param openings how often it opened in a row before
 */
export function opensUntilMs({ firstMs, mostMs }: Breaker, openings: number, nowMs: number): number {
  // 2^20 times the shortest is beyond every most.
  return nowMs + Math.min(mostMs, firstMs * 2 ** Math.min(openings, 20));
}

/** A delivery that tries costs its event an attempt: each that fails doubles the time to the next, up to an hour. */
const tryAgainMs = { first: 60_000, most: 3_600_000 };

/**
 * How long no delivery tries again after one has failed although a look had passed, in milliseconds.
 * @param failedTries how often that had happened before in this incident
 */
export function nextTryMs(failedTries: number): number {
  return Math.min(tryAgainMs.most, tryAgainMs.first * 2 ** Math.min(failedTries, 20));
}
