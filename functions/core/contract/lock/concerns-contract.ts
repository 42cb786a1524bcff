import type { Verdict } from '../../declare/destination.ts';
import type { LockedOperation } from './lock.ts';

/**
 * Whether a response is to be compared with the lock. One with a status that the lock has is. One with another status is
 * where it ends a delivery: a 429, a 423, a 503 and a refused key are trouble of the moment, and are reported as such.
 * @param recorded what the lock has of the operation; `undefined`: nothing
 */
export const concernsContract = (
  recorded: LockedOperation | undefined,
  statusCode: number | undefined,
  verdict: Verdict,
): boolean =>
  verdict === 'success' ||
  verdict === 'terminal' ||
  verdict === 'refused' ||
  recorded?.responses.has(statusCode ?? 0) === true;
