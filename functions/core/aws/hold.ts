import type { AccountItem } from './account-item.ts';

/** Nobody's request before `untilMs`: neither theirs with permits for an earlier moment nor theirs who ask from now on. */
export async function holdAccount(write: AccountItem['write'], untilMs: number): Promise<void> {
  const untilUs = Math.ceil(untilMs * 1_000);
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
