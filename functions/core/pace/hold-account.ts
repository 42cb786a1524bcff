import type { AccountItem } from './account-item.ts';
import type { Pace } from './spacing.ts';

/**
 * Nobody's request before `untilMs` (epoch milliseconds): neither theirs with permits for an earlier moment nor theirs who
 * ask from now on. After it they go one by one: who has just asked for silence is not met with a burst.
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
  // Permits beyond it are given already: those stay, the earlier ones are void.
  await write({
    conditions: ['(attribute_not_exists(holdUntilMs) OR holdUntilMs < :untilMs)'],
    sets: ['holdUntilMs = :untilMs'],
    values: { ':untilMs': untilMs },
  });
}
