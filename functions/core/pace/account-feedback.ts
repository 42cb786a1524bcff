/** Writes what a response means for the account into its item, for all sandboxes: a pause, a failure, a recovery. */

import type { Classification } from '../http/classify.ts';
import type { AccountState, Permit } from './account.ts';
import type { AccountItem } from './account-item.ts';
import type { Update } from './account-update.ts';
import { type Breaker, failureWindowMs, mustOpen, opensUntilMs } from './breaker.ts';
import { holdAccount } from './hold-account.ts';
import type { Pace } from './spacing.ts';

export interface AccountFeedback {
  /** Rejects when it could not be written; a pause holds in this sandbox all the same. */
  readonly recordResult: (classification: Classification, permit: Permit) => Promise<void>;
  /** Until when a response that this sandbox saw asked for silence, epoch milliseconds. */
  readonly heldUntilMs: () => number;
}

export interface AccountFeedbackOptions {
  /** After each write `known` returns the item as the write found or left it. */
  readonly write: AccountItem['write'];
  readonly known: () => AccountState;
  readonly pace: Pace;
  readonly breaker: Breaker;
  readonly now: () => number;
}

/** A batch is given its permits at once; those beside the first failure belong to the same window. */
const batchSize = 10;

export function createAccountFeedback({
  write,
  known,
  pace,
  breaker,
  now,
}: AccountFeedbackOptions): AccountFeedback {
  let heldUntilMs = 0;

  return {
    heldUntilMs: () => heldUntilMs,
    recordResult: async ({ verdict, notBeforeMs }, permit) => {
      const nowMs = now();
      // Throttled without being told for how long: after the shortest window, the one that was overrun is over.
      const silentUntilMs = notBeforeMs ?? (verdict === 'throttled' ? nowMs + pace.shortestWindowMs : 0);
      heldUntilMs = Math.max(heldUntilMs, silentUntilMs);
      if (silentUntilMs > nowMs && known().holdUntilMs < silentUntilMs)
        await holdAccount(write, pace, silentUntilMs);
      const failed = verdict === 'retryable' || verdict === 'ambiguous' || verdict === 'unknown';
      if (permit.trial) await (failed ? openAgain(nowMs) : close(nowMs));
      else if (failed && known().circuit === undefined) await countFailure(nowMs);
    },
  };

  async function countFailure(nowMs: number): Promise<void> {
    const { failingSinceMs: sinceMs, granted } = known();
    const isSameWindow = sinceMs !== undefined && nowMs - sinceMs < failureWindowMs;
    const counted = isSameWindow
      ? await write({
          conditions: ['failingSinceMs = :sinceMs'],
          sets: ['failures = failures + :one'],
          values: { ':sinceMs': sinceMs, ':one': 1 },
        })
      : await write({
          conditions: ['(attribute_not_exists(failingSinceMs) OR failingSinceMs <= :beforeMs)'],
          sets: ['failures = :one', 'failingSinceMs = :nowMs', 'grantedBefore = :granted'],
          values: {
            ':one': 1,
            ':nowMs': nowMs,
            ':beforeMs': nowMs - failureWindowMs,
            ':granted': Math.max(0, granted - batchSize),
          },
        });
    // The condition fails when another sandbox began a window in between: that one counts, and one failure less does no harm.
    if (counted.done && mustOpen(counted.state)) await open(['attribute_not_exists(openUntilMs)'], {}, nowMs);
  }

  function openAgain(nowMs: number): Promise<void> {
    return open(['openUntilMs = :wasMs'], { ':wasMs': known().circuit?.untilMs ?? 0 }, nowMs);
  }

  async function open(
    conditions: Update['conditions'],
    values: Readonly<Record<string, number>>,
    nowMs: number,
  ): Promise<void> {
    const { openings = 0, sinceMs = nowMs } = known().circuit ?? {};
    await write({
      conditions,
      sets: [
        'openKind = :kind',
        'openSinceMs = :openSinceMs',
        'openReason = :reason',
        'openUntilMs = :untilMs',
        'openings = :openings',
      ],
      removes: ['trialUntilMs', 'failures', 'failingSinceMs'],
      values: {
        ...values,
        ':kind': 'failing',
        ':openSinceMs': sinceMs,
        ':reason': 'too many requests failed',
        ':untilMs': opensUntilMs(breaker, openings, nowMs),
        ':openings': openings + 1,
      },
    });
  }

  /** The trial succeeded: calls go on, slowly at first. */
  async function close(nowMs: number): Promise<void> {
    await write({
      conditions: ['openUntilMs = :wasMs'],
      sets: ['openings = :none', 'resumedAtMs = :nowMs'],
      removes: [
        'openUntilMs',
        'openKind',
        'openSinceMs',
        'openReason',
        'trialUntilMs',
        'failures',
        'failingSinceMs',
      ],
      values: { ':wasMs': known().circuit?.untilMs ?? 0, ':none': 0, ':nowMs': nowMs },
    });
  }
}
