import type { DeliveryProgress } from './delivery-record.ts';
import type { DeadLettered } from './settlement.ts';

/**
 * How a delivery goes on that is redriven from this dead letter.
 *
 * - Who redrives an unknown outcome has looked: it counts as not done, and as not sent.
 * - What was refused for good was not done: the third party keeps its refusal under the old key, and takes no other bytes
 *   under it.
 * - All else goes on under its key, with the same bytes: a refusal that follows an unknown outcome settles nothing of what was
 *   sent before.
 */
export function progressAfterEnd({ progress, cause }: DeadLettered): DeliveryProgress {
  const { last, outcomeUnknown } = progress;
  const isNotDone =
    cause.code === 'OUTCOME_UNKNOWN' || (cause.code === 'REQUEST_REJECTED' && !outcomeUnknown);
  if (!isNotDone) return { ...progress, last: last && { ...last, unreadable: undefined } };
  return {
    ...progress,
    last: last && { ...last, unreadable: undefined, refused: undefined },
    outcomeUnknown: false,
    firstSentAtMs: undefined,
    approvals: progress.approvals + 1,
  };
}
