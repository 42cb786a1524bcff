/** Writes what a response means for the account into its item, for all sandboxes: a pause, a failure, a recovery. */

import type { Classification } from '../http/classify.ts';
import type { AccountChange, Permit } from './account.ts';
import { together } from './account-update.ts';
import { whyOpen } from './breaker.ts';
import { closing, type Opening, opening, openingAgain, trialReleased } from './circuit-updates.ts';
import { failureCounted } from './failure-count.ts';
import type { AccountFeedbackOptions } from './feedback-options.ts';
import { holdAccount, holding } from './hold-account.ts';
import { createOperationFeedback } from './operation-feedback.ts';
import { isFailure, isProof, reasonOf } from './result-meaning.ts';
import { answered, isAwaited } from './slow-start.ts';
import { counting, opensAfterPauses, throttledPauseMs } from './throttling.ts';

export interface AccountFeedback {
  /**
   * Resolves to what the supervisor has to hear of. Rejects when it could not be written; a pause holds in this sandbox
   * all the same.
   */
  readonly recordResult: (
    classification: Classification,
    permit: Permit,
  ) => Promise<AccountChange | undefined>;
  /** When this sandbox last heard that the third party works, epoch milliseconds; 0: never. */
  readonly answeredAtMs: () => number;
  /** Until when a response that this sandbox saw asked for silence, epoch milliseconds. */
  readonly heldUntilMs: () => number;
}

/** Writes that fail in a row because others are throttled too: after the first, one of them has counted the pause. */
const guessesMax = 3;

export function createAccountFeedback(options: AccountFeedbackOptions): AccountFeedback {
  const { write, known, pace, breaker, slowStart, now } = options;
  const operationFeedback = createOperationFeedback(options);
  let heldUntilMs = 0;
  let answeredAtMs = 0;
  let isClearing = false;

  return {
    heldUntilMs: () => heldUntilMs,
    answeredAtMs: () => answeredAtMs,
    recordResult: async (classification, permit) => {
      const ofAll = await recordForAll(classification, permit);
      return (await operationFeedback(classification, permit)) ?? ofAll;
    },
  };

  async function recordForAll(
    classification: Classification,
    permit: Permit,
  ): Promise<AccountChange | undefined> {
    const nowMs = now();
    const { verdict, scope, notBeforeMs = 0 } = classification;
    if (verdict === 'throttled') return throttle(classification, permit, nowMs);
    heldUntilMs = Math.max(heldUntilMs, notBeforeMs);
    if (notBeforeMs > nowMs && known().holdUntilMs < notBeforeMs) await holdAccount(write, notBeforeMs);
    if (isProof(classification)) answeredAtMs = nowMs;
    if (permit.trial) return endTrial(classification, nowMs);
    if (isProof(classification)) return clearMarks(permit, nowMs);
    if (known().circuit !== undefined) return undefined;
    if (verdict === 'refused' && scope === 'destination')
      return open({ kind: 'refused', reason: reasonOf(classification), notBeforeMs }, nowMs);
    return isFailure(classification) ? countFailure(notBeforeMs, nowMs) : undefined;
  }

  async function endTrial(classification: Classification, nowMs: number): Promise<AccountChange | undefined> {
    const { circuit } = known();
    if (circuit === undefined) return undefined;
    if (classification.verdict === 'credentials') {
      // They park the destination, or newer ones are there: then another delivery may try at once.
      await write(trialReleased(circuit));
      return undefined;
    }
    if (isProof(classification)) return (await write(closing(circuit, nowMs))).done ? 'closed' : undefined;
    return openAgain(classification, nowMs);
  }

  async function openAgain(
    classification: Classification,
    nowMs: number,
    heldMs = classification.notBeforeMs,
  ): Promise<AccountChange | undefined> {
    const { circuit, looks, tatUs, holdUntilMs } = known();
    if (circuit === undefined) return undefined;
    const again = { ...openingOf(classification, circuit), notBeforeMs: heldMs };
    const { done } = await write(
      together([
        openingAgain(again, { circuit, looks }, breaker, nowMs),
        heldMs !== undefined && heldMs > holdUntilMs ? holding({ tatUs }, heldMs) : {},
      ]),
    );
    return done && looks?.passedAtMs !== undefined ? 'opened' : undefined;
  }

  async function open(why: Opening, nowMs: number): Promise<AccountChange | undefined> {
    return (await write(opening(why, breaker, nowMs))).done ? 'opened' : undefined;
  }

  async function throttle(
    classification: Classification,
    permit: Permit,
    nowMs: number,
  ): Promise<AccountChange | undefined> {
    for (let guess = 0; guess < guessesMax; guess += 1) {
      const { circuit, throttles, holdUntilMs, tatUs } = known();
      // Sent before the pause that holds by now: it says nothing new, unless it asks for a longer one.
      const isSamePause = permit.atMs < holdUntilMs;
      if (isSamePause && classification.notBeforeMs === undefined) return undefined;
      const pauseMs = throttledPauseMs({
        askedMs: (classification.notBeforeMs ?? nowMs) - nowMs,
        windowMs: pace.shortestWindowMs,
        before: isSamePause ? 0 : throttles,
        mostMs: breaker.mostMs,
      });
      const untilMs = nowMs + pauseMs;
      heldUntilMs = Math.max(heldUntilMs, untilMs);
      if (permit.trial && circuit !== undefined) return openAgain(classification, nowMs, untilMs);
      if (isSamePause) {
        if (holdUntilMs < untilMs) await holdAccount(write, untilMs);
        return undefined;
      }
      const opens = circuit === undefined && throttles + 1 >= opensAfterPauses;
      const why = { ...openingOf(classification, undefined), notBeforeMs: untilMs };
      const { done } = await write(
        together([
          counting(known(), permit.atMs, nowMs),
          holding({ tatUs }, untilMs),
          opens ? opening(why, breaker, nowMs) : {},
        ]),
      );
      if (done) return opens ? 'opened' : undefined;
    }
    return undefined;
  }

  async function countFailure(notBeforeMs: number, nowMs: number): Promise<AccountChange | undefined> {
    const counted = await write(failureCounted(known(), nowMs));
    // Another sandbox has begun a window in between. This failure is not counted, which changes little.
    const reason = counted.done ? whyOpen(counted.state, nowMs) : undefined;
    return reason === undefined ? undefined : open({ kind: 'failing', reason, notBeforeMs }, nowMs);
  }

  /** The third party answers: one write, where anything was counted against it or others wait for it. */
  async function clearMarks({ atMs }: Permit, nowMs: number): Promise<undefined> {
    const { throttles, holdUntilMs, unansweredSinceMs } = known();
    // What was sent before the pause says nothing of how it is after it.
    const isThrottled = throttles > 0 && atMs >= holdUntilMs;
    const areOthersWaiting = isAwaited(known(), slowStart?.(), nowMs);
    if (isClearing || !(isThrottled || unansweredSinceMs !== undefined || areOthersWaiting)) return undefined;
    isClearing = true;
    try {
      await write(
        together([
          !isThrottled
            ? {}
            : {
                conditions: ['throttles = :throttles'],
                removes: ['throttles', 'throttledSinceMs'],
                values: { ':throttles': throttles },
              },
          unansweredSinceMs === undefined
            ? {}
            : {
                conditions: ['unansweredSinceMs = :sinceMs'],
                removes: ['unansweredSinceMs', 'unanswered'],
                values: { ':sinceMs': unansweredSinceMs },
              },
          areOthersWaiting ? answered(nowMs) : {},
        ]),
      );
    } finally {
      isClearing = false;
    }
    return undefined;
  }
}

/** @param circuit goes on as it was where the response says nothing else */
function openingOf(classification: Classification, circuit: Opening | undefined): Opening {
  const { verdict, scope } = classification;
  const reason = reasonOf(classification);
  if (verdict === 'throttled') return { kind: 'throttled', reason };
  if (verdict === 'refused' && scope === 'destination') return { kind: 'refused', reason };
  if (circuit === undefined || isFailure(classification)) return { kind: 'failing', reason };
  return { kind: circuit.kind, reason: circuit.reason };
}
