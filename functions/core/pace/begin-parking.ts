import type { Parking } from './account.ts';
import type { AccountItem } from './account-item.ts';

/**
 * Parks the account, unless it is parked, or a parking has ended since `incidents` were counted: then the credentials were
 * refused before that, and a write that arrives late must not park again what was resumed. `began`: this call did it, also
 * when its answer was lost and the SDK sent it again. Throws when it could not be written.
 */
export async function beginParking(
  item: AccountItem,
  { reason, refusedVersion }: Pick<Parking, 'reason' | 'refusedVersion'>,
  incidents: number,
  nowMs: number,
) {
  const { done, state } = await item.write({
    conditions: [
      'attribute_not_exists(parkedAtMs)',
      incidents === 0 ? 'attribute_not_exists(incidents)' : 'incidents = :incidents',
    ],
    sets: [
      'parkedAtMs = :nowMs',
      'parkedReason = :reason',
      ...(refusedVersion === undefined ? [] : (['refusedVersion = :version'] as const)),
    ],
    // What an earlier incident left.
    removes: [
      'alertedAtMs',
      'alertClaimedUntilMs',
      'resumedAtMs',
      ...(refusedVersion === undefined ? (['refusedVersion'] as const) : []),
    ],
    values: {
      ':nowMs': nowMs,
      ':reason': reason,
      ...(incidents === 0 ? {} : { ':incidents': incidents }),
      ...(refusedVersion === undefined ? {} : { ':version': refusedVersion }),
    },
  });
  const began = done || (state.parking?.parkedAtMs === nowMs && state.parking.reason === reason);
  return { began, state };
}
