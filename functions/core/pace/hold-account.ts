import type { AccountState } from './account.ts';
import type { AccountItem } from './account-item.ts';
import type { Update } from './account-update.ts';

/**
 * Pauses the account until `untilMs` (epoch milliseconds). Permits for an earlier moment become void; afterwards requests
 * go out one by one, because a third party that has just asked for a pause must not get a burst. Throws when it could
 * not be written.
 */
export async function holdAccount(write: AccountItem['write'], untilMs: number): Promise<void> {
  const moved = await write(holding({ tatUs: 0 }, untilMs));
  if (moved.done || moved.state.holdUntilMs >= untilMs) return;
  await write({
    ...holding(moved.state, untilMs),
    conditions: ['(attribute_not_exists(holdUntilMs) OR holdUntilMs < :untilMs)'],
  });
}

/** The update that pauses an account whose next permit is free at `tatUs`. */
export function holding({ tatUs }: Pick<AccountState, 'tatUs'>, untilMs: number): Partial<Update> {
  const untilUs = Math.ceil(untilMs * 1_000);
  // Permits for moments after the pause were given before: they stay good, those for earlier moments become void.
  if (tatUs >= untilUs) return { sets: ['holdUntilMs = :untilMs'], values: { ':untilMs': untilMs } };
  return {
    conditions: ['(attribute_not_exists(tatUs) OR tatUs < :untilUs)'],
    sets: ['holdUntilMs = :untilMs', 'tatUs = :untilUs'],
    values: { ':untilMs': untilMs, ':untilUs': untilUs },
  };
}
