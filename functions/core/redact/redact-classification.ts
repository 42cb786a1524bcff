import type { Classification } from '../http/classify.ts';
import { guarded } from '../http/guarded.ts';
import type { Disclosure } from './disclosure.ts';
import { cutTo, ownWords, type Redacted } from './redacted.ts';

/** What an attempt came to, as it may be told. */
export interface RedactedClassification
  extends Omit<Classification, 'message' | 'requestId' | 'receipt' | 'thirdPartyCode'> {
  readonly message: Redacted;
  readonly requestId: Redacted | undefined;
  readonly receipt: Redacted | undefined;
  readonly thirdPartyCode: Redacted | undefined;
}

/**
 * What the third party says goes into the ledger and into a dead letter: an echo of the event or the key must not. What
 * cannot be redacted is not told.
 */
export function redactClassification(
  classification: Classification,
  tell: Pick<Disclosure, 'message' | 'id'>,
): RedactedClassification {
  const { message, requestId, receipt, thirdPartyCode, ...rest } = classification;
  const id = (text: string | undefined) => (text === undefined ? undefined : guarded(() => tell.id(text)));
  // Nobody asks for the words of a yes; of what cannot be told stands the code, which is ours.
  const said = () =>
    (rest.verdict === 'success' ? undefined : guarded(() => tell.message(message))) ?? ownWords(rest.code);
  return {
    ...rest,
    message: said(),
    requestId: id(requestId),
    receipt: id(receipt),
    thirdPartyCode: codeOf(id(thirdPartyCode)),
  };
}

/** Codes are short: what is longer is no code, and a dead letter has no room for it. */
const codeCharactersMax = 100;

const codeOf = (text: Redacted | undefined) =>
  text === undefined ? undefined : cutTo(text, codeCharactersMax);
