/** From what an attempt came to, to what becomes of the delivery: the one place that knows both budgets. Pure. */

import type { Settings } from '../config.ts';
import type { Operation } from '../declare/operation.ts';
import type { Classification } from '../http/classify.ts';
import { backoffMs } from '../pace/backoff.ts';
import type { Cause } from './diagnosis.ts';
import type { Facts } from './ledger.ts';

/** What one delivery ends in, before it is carried out. */
export type Decision =
  | { readonly end: 'delivered'; readonly receipt?: string }
  | { readonly end: 'wait'; readonly outcome: 'deferred' | 'retry' | 'parked'; readonly waitMs: number }
  | { readonly end: 'dead'; readonly cause: Cause };

/** A decision with what the ledger is to remember. */
export type Decided = { readonly decision: Decision; readonly facts: Facts };

/**
 * @param facts what is known after the attempt, its own count included
 * @param random even in [0, 1)
 */
export function decide(
  classification: Classification,
  facts: Facts,
  operation: Pick<Operation<never>, 'repeat'>,
  { backoff, parkedRecheckMs }: Settings,
  random: number,
): Decided {
  const dead = (code: Cause['code'], stage: Cause['stage']): Decided => ({
    decision: { end: 'dead', cause: { code, stage, ...causeOf(classification) } },
    facts,
  });
  switch (classification.verdict) {
    case 'success': {
      const receipt = classification.receipt === undefined ? {} : { receipt: classification.receipt };
      return { decision: { end: 'delivered', ...receipt }, facts: { ...facts, unsettled: false } };
    }
    case 'terminal':
      return dead('REQUEST_REJECTED', 'attempt');
    case 'unknown':
      return dead('OUTCOME_UNKNOWN', 'settle');
    case 'credentials':
      return { decision: { end: 'wait', outcome: 'parked', waitMs: parkedRecheckMs }, facts };
    case 'refused':
      // Everybody is: nothing is wrong with this event, and somebody has to change something first.
      return { decision: { end: 'wait', outcome: 'deferred', waitMs: parkedRecheckMs }, facts };
    case 'throttled': {
      // Waiting is not trying: the horizon does not move.
      const waitMs = Math.max(throttledMsMin, classification.pauseMs ?? backoffMs(backoff, 1, random));
      return { decision: { end: 'wait', outcome: 'deferred', waitMs }, facts };
    }
    case 'retryable':
    case 'ambiguous': {
      if (facts.unsettled && operation.repeat.by === 'never') return dead('OUTCOME_UNKNOWN', 'settle');
      const ownMs = backoffMs(backoff, facts.attempts, random);
      // A pause is asked of everybody: it is no failure of this event, and does not bring its end nearer.
      const waitMs = Math.max(classification.pauseMs ?? 0, ownMs);
      const backedOffMs = facts.backedOffMs + ownMs;
      if (backedOffMs > backoff.horizonMs) return dead('RETRIES_EXHAUSTED', 'attempt');
      return { decision: { end: 'wait', outcome: 'retry', waitMs }, facts: { ...facts, backedOffMs } };
    }
  }
}

/** Whoever is throttled and comes back at once hammers; SQS counts in whole seconds. */
const throttledMsMin = 1_000;

function causeOf({ message, statusCode, requestId, thirdPartyCode }: Classification) {
  return {
    reason: message,
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(thirdPartyCode === undefined ? {} : { thirdPartyCode }),
  };
}
