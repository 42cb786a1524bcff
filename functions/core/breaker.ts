/** When a destination's failures are the destination's: numbers of the circuit breaker. Pure. */
import type { AccountState } from './account.ts';

/** Failures are counted over half a minute: short enough to open soon, long enough to see more than one batch. */
export const failureWindowMs = 30_000;

/** Fewer may be bad luck: one batch that met one bad moment. */
const failuresMin = 10;

/** Half of what is sent: below, most deliveries still arrive, and backoff alone is enough. */
const failureShareMin = 0.5;

/** How long it stays open: half a minute, and twice as long each time the trial fails, up to five minutes. */
const openMs = { first: 30_000, most: 300_000 };

export function mustOpen({ failures, granted, grantedBefore }: AccountState): boolean {
  return failures >= failuresMin && failures >= failureShareMin * (granted - grantedBefore);
}

/**
 * Until when it stays open, epoch milliseconds.
 * @param openings how often it opened in a row before
 */
export function opensUntilMs(openings: number, nowMs: number): number {
  return nowMs + Math.min(openMs.most, openMs.first * 2 ** Math.min(openings, 10));
}
