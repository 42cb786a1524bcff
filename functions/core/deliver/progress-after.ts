import { saysNo } from '../http/lookup-answer.ts';
import type { Attempt } from './attempt.ts';
import type { DeliveryProgress } from './delivery-record.ts';

/** What a request of a delivery is for. */
export type Step = 'lookup' | 'request' | 'follow-up';

/** What counts, and what nobody knows any more. Throttling, refused keys and what everybody is refused cost no attempt. Pure. */
export function progressAfter(
  progress: DeliveryProgress,
  { classification }: Pick<Attempt, 'classification'>,
  step: Step,
  nowMs: number,
): DeliveryProgress {
  const { verdict, code, mayBeDone = false } = classification;
  const isFree = verdict === 'throttled' || verdict === 'credentials' || verdict === 'refused';
  const isUnknown = verdict === 'ambiguous' || mayBeDone;
  const reached = (!isFree || mayBeDone) && step !== 'lookup' && code !== 'CONNECT_FAILED';
  return {
    ...progress,
    attempts: progress.attempts + (isFree ? 0 : 1),
    outcomeUnknown: isNotThere({ classification }, step)
      ? false
      : progress.outcomeUnknown || (step === 'request' && isUnknown),
    firstSentAtMs: progress.firstSentAtMs ?? (reached ? nowMs : undefined),
  };
}

/** The third party was asked whether it happened, and says no: the request may go out. */
export const isNotThere = ({ classification }: Pick<Attempt, 'classification'>, step: Step): boolean =>
  step === 'lookup' && saysNo(classification);
