/** Whose turn it is to look at a destination that stands still, and what came of it. */
import type { AccountItem } from './account-item.ts';

/** All of it throws when the ledger cannot be reached. */
export interface LookStore {
  /**
   * Claims the look that was due at `dueAtMs` (`looks?.dueAtMs` as it was read; `undefined`: the first of its incident) by
   * moving it on to `nextDueAtMs`. `false`: another has it. Epoch milliseconds.
   */
  readonly claimLook: (dueAtMs: number | undefined, nextDueAtMs: number) => Promise<boolean>;
  /**
   * What a look came to, for `status`: without values of events or secrets.
   * @param nextDueAtMs as it was claimed: what is about an earlier incident changes nothing
   */
  readonly recordLook: (nextDueAtMs: number, outcome: string) => Promise<void>;
}

export function createLookStore(write: AccountItem['write'], now: () => number): LookStore {
  return {
    claimLook: async (dueAtMs, nextDueAtMs) => {
      const { done } = await write(
        dueAtMs === undefined
          ? {
              conditions: ['attribute_not_exists(lookDueAtMs)'],
              sets: ['lookDueAtMs = :nextMs', 'looks = :one'],
              // What an earlier incident left.
              removes: ['failedTries', 'lookPassedAtMs', 'lookOutcome', 'lookedAtMs'],
              values: { ':nextMs': nextDueAtMs, ':one': 1 },
            }
          : {
              conditions: ['lookDueAtMs = :dueAtMs'],
              sets: ['lookDueAtMs = :nextMs', 'looks = looks + :one'],
              values: { ':dueAtMs': dueAtMs, ':nextMs': nextDueAtMs, ':one': 1 },
            },
      );
      return done;
    },
    recordLook: async (nextDueAtMs, outcome) => {
      await write({
        conditions: ['lookDueAtMs = :dueAtMs'],
        sets: ['lookOutcome = :outcome', 'lookedAtMs = :nowMs'],
        values: { ':dueAtMs': nextDueAtMs, ':outcome': outcome, ':nowMs': now() },
      });
    },
  };
}
