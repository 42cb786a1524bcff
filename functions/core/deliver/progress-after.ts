import type { Permit } from '../pace/account.ts';
import type { RedactedClassification } from '../redact/redact-classification.ts';
import type { Attempt } from './attempt.ts';
import type { DeliveryProgress, LastAttempt } from './delivery-record.ts';

/** What a request of a delivery is for. */
export type Step = 'lookup' | 'request' | 'follow-up';

/** What counts, and what nobody knows any more. Throttling, refused keys and what everybody is refused cost no attempt. Pure. */
export function progressAfter(
  progress: DeliveryProgress,
  { classification }: Pick<Attempt, 'classification'>,
  step: Step,
  { trial, operationTrial = false }: Pick<Permit, 'trial' | 'operationTrial'>,
  nowMs: number,
): DeliveryProgress {
  const { verdict, code, mayBeDone = false } = classification;
  const isFree = verdict === 'throttled' || verdict === 'credentials' || verdict === 'refused';
  const isUnknown = verdict === 'ambiguous' || mayBeDone;
  const reached = (!isFree || mayBeDone) && step !== 'lookup' && code !== 'CONNECT_FAILED';
  return {
    ...progress,
    attempts: progress.attempts + (isFree ? 0 : 1),
    // Asked whether it happened, the third party says no: the request may go out.
    outcomeUnknown:
      classification.found !== 'no' && (progress.outcomeUnknown || (step === 'request' && isUnknown)),
    // Without a trial the circuit was closed: since an earlier refusal another event has had an answer that closed it.
    refusals: progress.refusals + (verdict === 'refused' && !trial && !operationTrial ? 1 : 0),
    firstSentAtMs: progress.firstSentAtMs ?? (reached ? nowMs : undefined),
  };
}

/** What an attempt learned, for the ledger. Pure. */
export function lastAfter(
  { last }: Pick<DeliveryProgress, 'last'>,
  { verdict, code, statusCode, requestId, saysYes }: RedactedClassification,
): LastAttempt {
  const counted = (count = 0, isOneMore: boolean) => (isOneMore ? count + 1 : count) || undefined;
  return {
    code,
    statusCode,
    requestId,
    unreadable: counted(last?.unreadable, saysYes === true),
    refused: counted(last?.refused, verdict === 'terminal'),
  };
}
