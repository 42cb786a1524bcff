/** From what an attempt came to, to how the delivery is settled: the one place that knows both budgets. Pure. */

import type { Operation } from '../declare/operation.ts';
import { backoffMs } from '../pace/backoff.ts';
import type { RedactedClassification } from '../redact/redact-classification.ts';
import { type Redacted, withOwnWords } from '../redact/redacted.ts';
import type { DeliveryProgress } from './delivery-record.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import type { Cause } from './diagnosis.ts';
import type { Settlement } from './settlement.ts';

export interface DecisionOptions {
  readonly operation: Pick<Operation<never>, 'repeat'>;
  readonly settings: Pick<DeliverySettings, 'backoff' | 'parkedRecheckMs'>;
  /** What was refused is a token, and nobody has said yet that there is no other: it is waited for. @default false */
  readonly waitsForToken?: boolean;
  /** Of the circuit that is open after the attempt, epoch milliseconds; absent: there is none. */
  readonly circuitUntilMs?: number | undefined;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Even in [0, 1). */
  readonly random: number;
}

/** @param progress what is known after the attempt, its own count included */
export function decide(
  classification: RedactedClassification,
  progress: DeliveryProgress,
  { operation, settings, waitsForToken = false, circuitUntilMs, nowMs, random }: DecisionOptions,
): Settlement {
  const { backoff, parkedRecheckMs } = settings;
  const { message } = classification;
  const deadLettered = (
    code: Cause['code'],
    stage: Cause['stage'],
    reason: Cause['reason'] = message,
  ): Settlement => {
    const { statusCode, requestId, thirdPartyCode } = classification;
    const cause = { code, stage, reason, statusCode, requestId, thirdPartyCode };
    return { status: 'dead-lettered', progress, cause, failedAtMs: nowMs };
  };
  const again = (): Settlement => {
    const ownMs = backoffMs(backoff, progress.attempts, random);
    // A pause is asked of everybody: it is no failure of this event, and does not bring its end nearer.
    const waitMs = Math.max(classification.pauseMs ?? 0, ownMs);
    const backedOffMs = progress.backedOffMs + ownMs;
    if (backedOffMs > backoff.horizonMs) return deadLettered('RETRIES_EXHAUSTED', 'attempt');
    return { status: 'waiting', progress: { ...progress, backedOffMs }, outcome: 'retry', waitMs };
  };
  // It did not happen, and what was to go out then could not be made: the next time it goes out at once.
  if (classification.found === 'no') return again();
  switch (classification.verdict) {
    case 'success': {
      const settled = { ...progress, outcomeUnknown: false };
      return { status: 'delivered', progress: settled, receipt: classification.receipt };
    }
    case 'terminal': {
      // Any other repetition asks first, or does no harm.
      const mayBeDone = operation.repeat.by === 'key' && progress.outcomeUnknown;
      if (!mayBeDone) return deadLettered('REQUEST_REJECTED', 'attempt');
      return (progress.last?.refused ?? 0) > 1
        ? deadLettered('OUTCOME_UNKNOWN', 'settle', withOwnWords(message, refusedAgain))
        : deadLettered('REQUEST_REJECTED', 'attempt', withOwnWords(message, sameBytes));
    }
    case 'unknown':
      return deadLettered('OUTCOME_UNKNOWN', 'settle');
    case 'credentials':
      return {
        status: 'waiting',
        progress,
        outcome: waitsForToken ? 'deferred' : 'parked',
        waitMs: parkedRecheckMs,
      };
    case 'refused': {
      // Everybody is, until others pass and this event is refused again: then it is about this event.
      if (progress.refusals >= refusalsMax) {
        if (progress.outcomeUnknown) return deadLettered('OUTCOME_UNKNOWN', 'settle');
        return deadLettered('REQUEST_REJECTED', 'attempt', aboutThisEvent(message));
      }
      const waitMs = circuitUntilMs === undefined ? parkedRecheckMs : circuitUntilMs - nowMs;
      return { status: 'waiting', progress, outcome: 'deferred', waitMs: Math.max(waitMsMin, waitMs) };
    }
    case 'throttled': {
      // Waiting is not trying: the horizon does not move.
      const waitMs = Math.max(waitMsMin, classification.pauseMs ?? backoffMs(backoff, 1, random));
      return { status: 'waiting', progress, outcome: 'deferred', waitMs };
    }
    case 'retryable':
    case 'ambiguous':
      if (progress.outcomeUnknown && operation.repeat.by === 'never')
        return deadLettered('OUTCOME_UNKNOWN', 'settle');
      if ((progress.last?.unreadable ?? 0) >= unreadableMax) return deadLettered('OUTCOME_UNKNOWN', 'settle');
      return again();
  }
}

/** One answer may have been made by a proxy; the third time it is how the third party answers, and each was a write. */
const unreadableMax = 3;

/** Why a mapping that was mended is not used yet, and why not by a redrive of what is left after it. */
const sameBytes =
  '; an earlier request may have been carried out, so that a redrive sends the same bytes under the same key';
const refusedAgain = '; it was refused under its key again, and an earlier request may have been carried out';

/** Whoever is throttled or refused and comes back at once hammers; SQS counts in whole seconds. */
const waitMsMin = 1_000;

/** Twice may be a gateway that fails now and then; the third time others have passed twice, and this event has not. */
const refusalsMax = 3;

const aboutThisEvent = (said: Redacted): Redacted =>
  withOwnWords(
    said,
    ` — refused ${refusalsMax} times, and others passed in between: look at what is special about this event`,
  );
