import type { LeaseResult } from './ledger.ts';

/** What becomes of a message. There is no default: every way through ends in one of these. */
export type Disposition =
  /** It is safe elsewhere: SQS may delete it. */
  | { readonly do: 'acknowledge' }
  /** It comes back after `waitMs`. */
  | { readonly do: 'defer'; readonly waitMs: number };

/** The other sandbox is most likely done in a moment; coming back costs one receive. */
const busyWaitMsMax = 2_000;

/**
 * What becomes of the message, from what came of its delivery: the one place that lets SQS delete one. Pure.
 * @param leaseLeftMs until nobody can have the delivery in hand any more
 */
export function dispositionOf(result: LeaseResult, nowMs: number, leaseLeftMs: number): Disposition {
  switch (result.state) {
    case 'ended':
      return { do: 'acknowledge' };
    case 'busy':
      return { do: 'defer', waitMs: Math.max(0, Math.min(result.untilMs - nowMs, busyWaitMsMax)) };
    case 'ran': {
      // The ledger does not know what was done: the message comes back when the lease is over, and `repeat` settles it.
      if (!result.isKept) return { do: 'defer', waitMs: leaseLeftMs };
      const { settlement } = result;
      switch (settlement.status) {
        case 'delivered':
        case 'dead-lettered':
          return { do: 'acknowledge' };
        case 'waiting':
          return { do: 'defer', waitMs: settlement.waitMs };
      }
    }
  }
}
