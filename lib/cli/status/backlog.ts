/** How long what waits for a destination takes to go out at the rate that its account allows. Pure. */
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import type { AccountState } from '../../../functions/core/pace/account.ts';
import { type Pacing, paceOf, rampFactor } from '../../../functions/core/pace/spacing.ts';

export interface Backlog {
  /** Of all integrations of the destination: they share its limit. */
  readonly waiting: number;
  /** What the spacing of requests allows at the full rate; `undefined`: no limit is known. */
  readonly perSecond: number | undefined;
  /** Until all of it is out, if one request is enough for each and nothing else comes, milliseconds. */
  readonly clearInMs: number;
}

export interface BacklogOptions {
  readonly waiting: number;
  readonly state: Pick<AccountState, 'resumedAtMs'>;
  readonly limits: readonly RateLimit[];
  readonly pacing: Pacing;
  /** When the first of it may go out, epoch milliseconds. */
  readonly startMs: number;
}

/** Of a ramp: short against it, and a minute is added up in a moment. */
const stepMs = 1_000;

export function backlogOf({ waiting, state, limits, pacing, startMs }: BacklogOptions): Backlog {
  const { intervalUs, close, budgets } = paceOf(limits, pacing);
  // Under a backlog sandboxes soon know the time.
  const intervalMs = (close?.intervalUs ?? intervalUs) / 1_000;
  let [left, tookMs] = [waiting, 0];
  const slowness = () =>
    state.resumedAtMs === undefined ? 1 : rampFactor(startMs + tookMs - state.resumedAtMs);
  while (intervalMs > 0 && left > 0 && slowness() > 1) {
    left -= stepMs / (intervalMs * slowness());
    tookMs += stepMs;
  }
  tookMs += Math.max(0, left) * intervalMs;
  // What is beyond a day's budget goes out on the next day, or the one after it.
  const daysMs = budgets.map(
    ({ requests, windowMs }) => Math.max(0, Math.floor((waiting - 1) / requests)) * windowMs,
  );
  return {
    waiting,
    perSecond: intervalMs === 0 ? undefined : 1_000 / intervalMs,
    clearInMs: Math.max(tookMs, ...daysMs),
  };
}
