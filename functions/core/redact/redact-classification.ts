import type { Classification } from '../http/classify.ts';
import { guarded } from '../http/guarded.ts';
import { cutTo, ownWords, type Redacted } from './redacted.ts';

/**
 * Of a receipt. Ids have 255 characters at most where somebody says so (https://docs.stripe.com/upgrades); four times that,
 * three bytes each, is a hundredth of what an item of the ledger may hold, 400 KB. An answer may hold 256 KiB.
 */
export const receiptCharactersMax = 1_024;

/** What an attempt came to, as it may be told. */
export interface RedactedClassification
  extends Omit<Classification, 'message' | 'requestId' | 'receipt' | 'thirdPartyCode'> {
  readonly message: Redacted;
  readonly requestId: Redacted | undefined;
  readonly receipt: Redacted | undefined;
  readonly thirdPartyCode: Redacted | undefined;
}

/**
 * What the third party says goes into the ledger and into a dead letter: an echo of the event or the key must not.
 * What cannot be redacted is not told. A receipt is cut to `receiptCharactersMax`.
 * @param redact takes secrets, and the personal values of the event, out of a text
 */
export function redactClassification(
  classification: Classification,
  redact: (text: string) => Redacted,
): RedactedClassification {
  const { message, requestId, receipt, thirdPartyCode, ...rest } = classification;
  const redacted = (text: string | undefined) =>
    text === undefined ? undefined : guarded(() => redact(text));
  const kept = redacted(receipt);
  return {
    ...rest,
    // Not a word of the third party's: the code is ours.
    message: redacted(message) ?? ownWords(classification.code),
    requestId: redacted(requestId),
    receipt: kept === undefined ? undefined : cutTo(kept, receiptCharactersMax),
    thirdPartyCode: codeOf(redacted(thirdPartyCode)),
  };
}

/** Codes are short: what is longer is no code, and a dead letter has no room for it. */
const codeCharactersMax = 100;

const codeOf = (text: Redacted | undefined) =>
  text === undefined ? undefined : cutTo(text, codeCharactersMax);
