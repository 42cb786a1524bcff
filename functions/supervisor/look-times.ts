/** How far looks at a destination that stands still lie apart, and what a key's age says. Pure. */
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import type { Parking } from '../core/pace/account.ts';
import type { Standstill } from './standstill.ts';

/**
 * Milliseconds between looks.
 * - `open`: a call a minute bothers nobody, and a third party that is well again is found within that minute
 * - `parkedAtFirst`, doubled each time up to `parkedMost`: a key that was replaced is found within seconds, one that its
 *   third party takes a while to know within as long again, and four calls an hour with a key that is no good lock no account
 */
export const lookEveryMs = { open: 60_000, parkedAtFirst: 2_000, parkedMost: 15 * 60_000 };

/** Third parties say that a new key works within some minutes; refused for longer, it is no good. */
const activatingMsMax = 5 * 60_000;

/** The version of the secret that a look would try. */
export type Dated = Pick<VersionedCredentials, 'version' | 'createdAtMs'>;

/** Refused credentials may have been corrected, or never been wrong: an operator's parking waits for the operator. */
export const mayLookByItself = ({ refusedVersion }: Parking): boolean => refusedVersion !== undefined;

/** When the look after one at `nowMs` is due, epoch milliseconds. */
export function lookAfterMs({ parking }: Standstill, secret: Dated | undefined, nowMs: number): number {
  if (parking === undefined) return nowMs + lookEveryMs.open;
  const isNew = secret !== undefined && isNewer(secret.version, parking);
  const sinceMs = isNew ? Math.max(parking.parkedAtMs, secret.createdAtMs ?? 0) : parking.parkedAtMs;
  // As long again as it has lasted: that doubles.
  const pauseMs = Math.max(lookEveryMs.parkedAtFirst, nowMs - sinceMs);
  return nowMs + Math.min(lookEveryMs.parkedMost, pauseMs);
}

/** A version that was put there after the last look, or that nobody knows when. */
export function isUntried({ parking, looks }: Standstill, { version, createdAtMs }: Dated): boolean {
  if (parking === undefined || !isNewer(version, parking)) return false;
  return (looks?.atMs ?? 0) < (createdAtMs ?? Number.POSITIVE_INFINITY);
}

/** Another version than the one that is known to be refused, refused for too long to be still on its way. */
export const countsAsRefused = (
  parking: Parking,
  { version, createdAtMs = 0 }: Dated,
  nowMs: number,
): boolean => isNewer(version, parking) && nowMs - createdAtMs >= activatingMsMax;

/** Whether `version` of the secret is another than the one whose credentials were refused. */
export const isNewer = (version: string, { refusedVersion }: Parking): boolean =>
  refusedVersion !== undefined && version !== refusedVersion;
