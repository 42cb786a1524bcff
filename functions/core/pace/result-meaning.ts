/** What a result says of the third party as a whole, and not of the one event. Pure. */
import type { Classification } from '../http/classify.ts';
import { lookAtWords } from '../http/look-at.ts';

/** It works: it did what was asked, or the application itself said no to this one event. A gateway's page says nothing of it. */
export const isProof = ({ verdict, scope, fromApplication }: Classification) =>
  verdict === 'success' || (verdict === 'terminal' && scope === 'event' && fromApplication);

/** It does not work. What fails for the sake of one event (a conflict, a lock) says nothing of the others. */
export const isFailure = ({ verdict, scope }: Classification) =>
  (verdict === 'retryable' || verdict === 'ambiguous' || verdict === 'unknown') && scope !== 'event';

/** For people, in our own words: the third party's may repeat an event. */
export function reasonOf({ code, statusCode, lookAt }: Classification): string {
  const status = statusCode === undefined ? '' : ` (HTTP ${statusCode})`;
  const advice = lookAt === undefined ? '' : `; look at ${lookAtWords[lookAt]}`;
  return `the answer was ${code}${status}${advice}`;
}
