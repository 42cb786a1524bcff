import type { Classification } from './classify.ts';

/** Whether a lookup was answered that there is no such thing. Only the application itself can say that. */
export function saysNo({ statusCode, verdict, fromApplication }: Classification): boolean {
  if (statusCode !== 404) return false;
  // What the destination itself takes for an ending or a "not yet" of this event; a muted 404 is neither.
  return verdict === 'terminal' || (verdict === 'retryable' && fromApplication);
}

/**
 * A lookup that is refused settles nothing: whether the request before it was carried out is as unknown as it was, and
 * asking again will bring the same answer.
 */
export function readLookup(classification: Classification): Classification {
  if (classification.verdict !== 'terminal' || saysNo(classification)) return classification;
  return { ...classification, verdict: 'unknown', code: 'OUTCOME_UNKNOWN' };
}
