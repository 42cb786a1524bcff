import type { AccountItem } from './account-item.ts';
import type { Pace } from './spacing.ts';

/**
 * Pauses the account until `untilMs` (epoch milliseconds). Permits for an earlier moment become void; afterwards requests
 * go out one by one, because a third party that has just asked for a pause must not get a burst. Throws when it could
 * not be written.
 */
export async function holdAccount(
  write: AccountItem['write'],
  { toleranceUs }: Pick<Pace, 'toleranceUs'>,
  untilMs: number,
): Promise<void> {
  const untilUs = Math.ceil(untilMs * 1_000) + toleranceUs;
  const moved = await write({
    conditions: ['(attribute_not_exists(tatUs) OR tatUs < :untilUs)'],
    sets: ['holdUntilMs = :untilMs', 'tatUs = :untilUs'],
    values: { ':untilMs': untilMs, ':untilUs': untilUs },
  });
  if (moved.done || moved.state.holdUntilMs >= untilMs) return;
  // Permits for moments after the pause were given before: they stay good, those for earlier moments become void.
  await write({
    conditions: ['(attribute_not_exists(holdUntilMs) OR holdUntilMs < :untilMs)'],
    sets: ['holdUntilMs = :untilMs'],
    values: { ':untilMs': untilMs },
  });
}
