import type { Attempt } from './attempt.ts';
import type { DeliveryProgress } from './delivery-record.ts';

/** What a request of a delivery is for. */
export type Step = 'lookup' | 'request' | 'follow-up';

/** What counts, and what nobody knows any more. Throttling and refused keys cost no attempt. Pure. */
export function progressAfter(
  progress: DeliveryProgress,
  { classification, response }: Pick<Attempt, 'classification' | 'response'>,
  step: Step,
  nowMs: number,
): DeliveryProgress {
  const { verdict, code } = classification;
  const free = verdict === 'throttled' || verdict === 'credentials';
  const reached = !free && step !== 'lookup' && code !== 'CONNECT_FAILED';
  return {
    ...progress,
    attempts: progress.attempts + (free ? 0 : 1),
    outcomeUnknown: isNotThere({ classification, response }, step)
      ? false
      : progress.outcomeUnknown || (step === 'request' && verdict === 'ambiguous'),
    firstSentAtMs: progress.firstSentAtMs ?? (reached ? nowMs : undefined),
  };
}

/** The third party was asked whether it happened, and says no: the request may go out. */
export const isNotThere = (
  { classification, response }: Pick<Attempt, 'classification' | 'response'>,
  step: Step,
): boolean => step === 'lookup' && response?.statusCode === 404 && classification.verdict !== 'success';
