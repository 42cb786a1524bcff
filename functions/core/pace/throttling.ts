/** What is written down when the third party asks for less than is sent. Pure. */
import { pauseMsMax } from '../http/retry-after.ts';
import type { AccountState } from './account.ts';
import type { Update } from './account-update.ts';

export interface ThrottledPauseOptions {
  /** What it asked for, milliseconds. */
  readonly askedMs: number;
  /** The shortest window of its limits: after it, whatever was overrun has passed. */
  readonly windowMs: number;
  /** Pauses in a row before this one, each of which ended in being throttled again. */
  readonly before: number;
  /** Beyond it nothing doubles: the longest that a circuit stays open. */
  readonly mostMs: number;
}

/**
 * For how long everybody is silent, in milliseconds. What was asked for is kept at the least; who is throttled again after
 * a pause was told too little, so that each is twice the one before.
 */
export function throttledPauseMs({ askedMs, windowMs, before, mostMs }: ThrottledPauseOptions): number {
  // A window of a day is not waited for in silence: a single request finds out, as after any other pause.
  const baseMs = Math.max(askedMs, Math.min(windowMs, pauseMsMax));
  // 2^20 times the shortest is beyond every most.
  return Math.max(baseMs, Math.min(mostMs, baseMs * 2 ** Math.min(before, 20)));
}

/**
 * Counts a pause in a row, once for all who are throttled before it ends.
 * @param atMs the moment of the permit that was used: one from before the last pause's end says nothing new
 */
export const counting = ({ throttles }: AccountState, atMs: number, nowMs: number): Partial<Update> => ({
  conditions: [
    '(attribute_not_exists(holdUntilMs) OR holdUntilMs <= :permitAtMs)',
    throttles === 0 ? 'attribute_not_exists(throttles)' : 'throttles = :throttlesBefore',
  ],
  sets: [
    'throttles = :throttles',
    ...(throttles === 0 ? (['throttledSinceMs = :throttledSinceMs'] as const) : []),
  ],
  values: {
    ':permitAtMs': atMs,
    ':throttles': throttles + 1,
    ...(throttles === 0 ? { ':throttledSinceMs': nowMs } : { ':throttlesBefore': throttles }),
  },
});

/** A pause in a row of which this is the second opens the circuit: one may be bad luck, beside others who use the account. */
export const opensAfterPauses = 2;
