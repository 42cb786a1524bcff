/** From what an attempt came to, to how the delivery is settled: the one place that knows both budgets. Pure. */

import type { Operation } from '../declare/operation.ts';
import { backoffMs } from '../pace/backoff.ts';
import type { RedactedClassification } from '../redact/redact-classification.ts';
import type { DeliveryProgress } from './delivery-record.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import type { Cause } from './diagnosis.ts';
import type { Settlement } from './settlement.ts';

export interface DecisionOptions {
  readonly operation: Pick<Operation<never>, 'repeat'>;
  readonly settings: Pick<DeliverySettings, 'backoff' | 'parkedRecheckMs'>;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Even in [0, 1). */
  readonly random: number;
}

/** @param progress what is known after the attempt, its own count included */
export function decide(
  classification: RedactedClassification,
  progress: DeliveryProgress,
  { operation, settings, nowMs, random }: DecisionOptions,
): Settlement {
  const { backoff, parkedRecheckMs } = settings;
  const deadLettered = (code: Cause['code'], stage: Cause['stage']): Settlement => {
    const { message: reason, statusCode, requestId, thirdPartyCode } = classification;
    const cause = { code, stage, reason, statusCode, requestId, thirdPartyCode };
    return { status: 'dead-lettered', progress, cause, failedAtMs: nowMs };
  };
  switch (classification.verdict) {
    case 'success': {
      const settled = { ...progress, outcomeUnknown: false };
      return { status: 'delivered', progress: settled, receipt: classification.receipt };
    }
    case 'terminal':
      return deadLettered('REQUEST_REJECTED', 'attempt');
    case 'unknown':
      return deadLettered('OUTCOME_UNKNOWN', 'settle');
    case 'credentials':
      return { status: 'waiting', progress, outcome: 'parked', waitMs: parkedRecheckMs };
    case 'refused':
      // Everybody is: nothing is wrong with this event, and somebody has to change something first.
      return { status: 'waiting', progress, outcome: 'deferred', waitMs: parkedRecheckMs };
    case 'throttled': {
      // Waiting is not trying: the horizon does not move.
      const waitMs = Math.max(throttledMsMin, classification.pauseMs ?? backoffMs(backoff, 1, random));
      return { status: 'waiting', progress, outcome: 'deferred', waitMs };
    }
    case 'retryable':
    case 'ambiguous': {
      if (progress.outcomeUnknown && operation.repeat.by === 'never')
        return deadLettered('OUTCOME_UNKNOWN', 'settle');
      const ownMs = backoffMs(backoff, progress.attempts, random);
      // A pause is asked of everybody: it is no failure of this event, and does not bring its end nearer.
      const waitMs = Math.max(classification.pauseMs ?? 0, ownMs);
      const backedOffMs = progress.backedOffMs + ownMs;
      if (backedOffMs > backoff.horizonMs) return deadLettered('RETRIES_EXHAUSTED', 'attempt');
      return { status: 'waiting', progress: { ...progress, backedOffMs }, outcome: 'retry', waitMs };
    }
  }
}

/** Whoever is throttled and comes back at once hammers; SQS counts in whole seconds. */
const throttledMsMin = 1_000;
