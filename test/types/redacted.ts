/** What a third party said must not compile where it would leave unredacted. `tsc --noEmit` proves it. */

import type { AttemptLine } from '../../functions/core/deliver/attempt-line.ts';
import type { DecisionOptions } from '../../functions/core/deliver/decision.ts';
import { decide } from '../../functions/core/deliver/decision.ts';
import type { DeliveryProgress, LastAttempt } from '../../functions/core/deliver/delivery-record.ts';
import type { Cause } from '../../functions/core/deliver/diagnosis.ts';
import type { Journal } from '../../functions/core/deliver/journal.ts';
import type { Delivered } from '../../functions/core/deliver/settlement.ts';
import type { Classification } from '../../functions/core/http/classify.ts';
import type { Disclosure } from '../../functions/core/redact/disclosure.ts';
import { redactClassification } from '../../functions/core/redact/redact-classification.ts';

declare const raw: Classification;
declare const tell: Disclosure;
declare const progress: DeliveryProgress;
declare const options: DecisionOptions;
declare const journal: Journal;

/** Redacted, which must compile. */
export const settled = () => decide(redactClassification(raw, tell), progress, options);
export const cause = (): Cause => ({
  code: 'REQUEST_REJECTED',
  stage: 'attempt',
  reason: tell.message(raw.message),
});

// @ts-expect-error a settlement of the raw classification
export const rawSettled = () => decide(raw, progress, options);
export const rawCause: () => Cause = () => ({
  code: 'REQUEST_REJECTED',
  stage: 'attempt',
  // @ts-expect-error a dead letter that quotes the third party
  reason: raw.message,
});
export const rawId: () => Cause = () => ({
  ...cause(),
  // @ts-expect-error a dead letter with the third party's id
  requestId: raw.requestId,
});
export const rawLast: () => LastAttempt = () => ({
  code: raw.code,
  // @ts-expect-error a ledger record with the third party's id
  requestId: raw.requestId,
});
export const rawReceipt: () => Delivered = () => ({
  status: 'delivered',
  progress,
  // @ts-expect-error a ledger record with the third party's receipt
  receipt: raw.receipt,
});
export const rawError: () => AttemptLine['error'] = () => ({
  code: raw.code,
  kind: 'terminal',
  // @ts-expect-error a line that quotes the third party
  message: raw.message,
});
// @ts-expect-error a line about an end that quotes the third party
export const rawReason = () => journal.settled('warn', 'dead-lettered', raw.message);
