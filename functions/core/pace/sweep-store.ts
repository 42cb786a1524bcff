/** Whose turn it is to look through the queues of a destination that stands still. */
import type { AccountItem } from './account-item.ts';

export interface SweepStore {
  /**
   * Claims the sweep that is due by moving it on to `nextDueAtMs`, epoch milliseconds. `false`: it is not due yet, or another
   * has it. Throws when the ledger cannot be reached.
   */
  readonly claimSweep: (nextDueAtMs: number) => Promise<boolean>;
}

export const createSweepStore = (write: AccountItem['write'], now: () => number): SweepStore => ({
  claimSweep: async (nextDueAtMs) => {
    const { done } = await write({
      conditions: ['(attribute_not_exists(sweepDueAtMs) OR sweepDueAtMs <= :nowMs)'],
      sets: ['sweepDueAtMs = :nextMs'],
      values: { ':nowMs': now(), ':nextMs': nextDueAtMs },
    });
    return done;
  },
});
