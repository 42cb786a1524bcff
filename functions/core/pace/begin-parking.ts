import type { Parking } from './account.ts';
import type { AccountItem } from './account-item.ts';

/**
 * Begins an incident, unless one is under way, or one has ended since `incidents` were counted: then whatever was refused
 * was refused before that, and a write that arrives late must not park again what was resumed. `began`: by this call,
 * also when its answer was lost under way and the SDK asked again. Throws when it could not be written.
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
