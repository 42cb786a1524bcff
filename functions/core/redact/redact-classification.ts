import type { Classification } from '../http/classify.ts';
import { guarded } from '../http/guarded.ts';
import type { PersonalValues } from './personal-mask.ts';
import type { Redactor } from './redactor.ts';

/**
 * What the third party says goes into the ledger and into a dead letter: an echo of the event or the key must not.
 * What cannot be redacted is not told.
 */
export function redactClassification(
  classification: Classification,
  redactor: Redactor,
  personal: PersonalValues,
): Classification {
  const { message, requestId, receipt, ...rest } = classification;
  const redacted = (text: string | undefined) =>
    text === undefined ? undefined : guarded(() => redactor.all(text, personal));
  const [id, made] = [redacted(requestId), redacted(receipt)];
  return {
    ...rest,
    message: redacted(message) ?? classification.code,
    ...(id === undefined ? {} : { requestId: id }),
    ...(made === undefined ? {} : { receipt: made }),
  };
}
