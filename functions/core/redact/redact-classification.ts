import { type Finding, guarded } from '../http/classify.ts';
import type { PersonalValues } from './personal-mask.ts';
import type { Redactor } from './redactor.ts';

/**
 * What the third party says goes into the ledger and into a dead letter: an echo of the event or the key must not.
 * What cannot be redacted is not told.
 */
export function withoutEchoes(finding: Finding, redactor: Redactor, personal: PersonalValues): Finding {
  const { message, requestId, receipt, ...rest } = finding;
  const redacted = (text: string | undefined) =>
    text === undefined ? undefined : guarded(() => redactor.all(text, personal));
  const [id, made] = [redacted(requestId), redacted(receipt)];
  return {
    ...rest,
    message: redacted(message) ?? finding.code,
    ...(id === undefined ? {} : { requestId: id }),
    ...(made === undefined ? {} : { receipt: made }),
  };
}
