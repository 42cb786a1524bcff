import type { HttpResponse } from '../declare/http-message.ts';
import type { LookupAnswer, Operation } from '../declare/operation.ts';
import { isMadeUp } from '../declare/refuse-unsafe.ts';
import { type Classification, codes, unreadableCode } from './classify.ts';
import { guarded } from './guarded.ts';
import type { HttpResult } from './send-http.ts';

/**
 * What the answer to a lookup means for the delivery. A lookup never counts as the request: it is delivered by the lookup's
 * own yes, in the application's own words. Pure; never throws.
 * @param classification of the answer as such
 * @param input what the lookup was made of
 */
export function readLookup<Input>(
  operation: Operation<Input>,
  result: HttpResult,
  classification: Classification,
  input: Input,
): Classification {
  if (!('response' in result)) return classification;
  const { receipt: _, saysYes: __, ...heard } = classification;
  if (!isHeard(result.response, classification)) {
    // Refused by who is not the application, or cut: asking again will hardly bring another answer.
    return classification.verdict === 'terminal' ? unknown(heard) : classification;
  }
  const answer = guarded(() => answerOf(operation, result.response, input, isYes(classification)));
  switch (answer?.says) {
    case 'yes':
      return {
        ...heard,
        ...settled,
        found: 'yes',
        ...(answer.receipt === undefined ? {} : { receipt: answer.receipt }),
      };
    case 'no':
      return isYes(classification) ? { ...heard, ...settled, found: 'no' } : { ...heard, found: 'no' };
    default:
      return isYes(classification) ? unreadable(heard) : unknown(heard);
  }
}

const settled = {
  verdict: 'success',
  scope: 'event',
  fromApplication: true,
  code: codes.success,
} as const;

/** By the operation's own reading, else as `Lookup.answer` promises. */
function answerOf<Input>(
  { repeat, receipt }: Operation<Input>,
  response: HttpResponse,
  input: Input,
  isSuccess: boolean,
): LookupAnswer {
  if (repeat.by === 'lookup' && repeat.answer !== undefined) return repeat.answer(response, input);
  if (!isSuccess) return { says: response.statusCode === 404 ? 'no' : 'cannot say' };
  const id = isMadeUp(receipt) ? undefined : receipt(response);
  return id === undefined ? { says: 'cannot say' } : { says: 'yes', receipt: id };
}

/** The application itself has answered, and has not put off the one who asks. */
function isHeard({ statusCode, bodyTruncated }: HttpResponse, classification: Classification): boolean {
  const { verdict, fromApplication } = classification;
  if (isYes(classification)) return !bodyTruncated;
  if (verdict === 'terminal') return fromApplication || statusCode === 404;
  // What the destination takes for a "not yet" of this event; a muted 404 is none.
  return verdict === 'retryable' && statusCode === 404 && fromApplication;
}

const isYes = ({ verdict, code }: Classification) => verdict === 'success' || code === unreadableCode;

type Heard = Omit<Classification, 'receipt'>;

/** Asked again, a few times: it may know later. */
const unreadable = (heard: Heard): Classification => ({
  ...heard,
  verdict: 'ambiguous',
  scope: 'event',
  code: unreadableCode,
  found: 'cannot say',
  saysYes: true,
  message: `status ${heard.statusCode}: the lookup cannot say whether it happened; check the contract`,
});

/** Whether the request was carried out is as unknown as it was, and asking again will bring the same answer. */
const unknown = (heard: Heard): Classification => ({
  ...heard,
  verdict: 'unknown',
  code: codes.unknown,
  found: 'cannot say',
});
