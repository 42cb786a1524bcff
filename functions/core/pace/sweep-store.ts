/** Whose turn it is to look through the queues of a destination that stands still. */
import type { AccountItem } from './account-item.ts';

export interface SweepStore {
  /**
   * Claims the sweep that is due by moving it on to `nextDueAtMs`, epoch milliseconds. `false`: it is not due yet, or another
   * has it. Throws when the ledger cannot be reached.
   */
  readonly claimSweep: (nextDueAtMs: number) => Promise<boolean>;
  /** Keeps when the oldest message seen was sent, by integration, epoch milliseconds. Throws when the ledger cannot be reached. */
  readonly recordWaiting: (waitingSince: Readonly<Record<string, number>>) => Promise<void>;
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
  recordWaiting: async (waitingSince) => {
    await write({
      // What is over has nothing to remember.
      conditions: ['sweepDueAtMs > :nothing'],
      sets: ['waitingSince = :waitingSince'],
      values: { ':nothing': 0, ':waitingSince': JSON.stringify(waitingSince) },
    });
  },
});
