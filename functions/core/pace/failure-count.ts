import type { AccountState } from './account.ts';
import { together, type Update } from './account-update.ts';
import { failureWindowMs } from './breaker.ts';

/** A batch is given its permits at once; those beside the first failure belong to the same window. */
const batchSize = 10;

/** Counts a failure twice: in its half minute, among all that was sent; and since the third party last answered. Pure. */
export const failureCounted = (known: AccountState, nowMs: number): Update =>
  together([
    inItsWindow(known, nowMs),
    {
      sets: [
        'unanswered = if_not_exists(unanswered, :none) + :one',
        'unansweredSinceMs = if_not_exists(unansweredSinceMs, :nowMs) + :none',
      ],
      values: { ':none': 0, ':one': 1, ':nowMs': nowMs },
    },
  ]);

function inItsWindow({ failingSinceMs: sinceMs, granted }: AccountState, nowMs: number): Partial<Update> {
  return sinceMs !== undefined && nowMs - sinceMs < failureWindowMs
    ? {
        conditions: ['failingSinceMs = :sinceMs'],
        sets: ['failures = failures + :one'],
        values: { ':sinceMs': sinceMs, ':one': 1 },
      }
    : {
        conditions: ['(attribute_not_exists(failingSinceMs) OR failingSinceMs <= :beforeMs)'],
        sets: ['failures = :one', 'failingSinceMs = :nowMs', 'grantedBefore = :granted'],
        values: {
          ':one': 1,
          ':nowMs': nowMs,
          ':beforeMs': nowMs - failureWindowMs,
          ':granted': Math.max(0, granted - batchSize),
        },
      };
}
