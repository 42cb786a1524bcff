import type { AccountState } from './account.ts';
import type { Update } from './account-update.ts';
import { type Budget, bucketsPerWindow } from './spacing.ts';

/** What is left of a long window's budget, as far as is known. */
export interface BudgetUse {
  /** Permits that can be given now. */
  readonly room: number;
  /** When there is room again, once `count` more are used: epoch milliseconds. */
  readonly freeAtMs: (count: number) => number;
  /** @param isBacklogged the permits begin where those before end, wherever that is by now */
  readonly spend: (count: number, isBacklogged: boolean) => Partial<Update>;
}

/**
 * Uses are counted by buckets of the moments that permits are free; those only ever go on. A permit may be used seconds
 * before, by the pace's tolerance, which is far below what the window is widened by.
 * @param startMs when the first permit may be used
 */
export function budgetUse(
  { requests, windowMs, bucketMs }: Budget,
  { uses }: AccountState,
  startMs: number,
): BudgetUse {
  const bucket = Math.floor(startMs / bucketMs);
  const known = uses[windowMs];
  const counts = new Map(Object.entries(known?.before ?? {}).map(([number, used]) => [Number(number), used]));
  if (known !== undefined) counts.set(known.bucket, known.used);
  const usedBefore = (current: number) =>
    [...counts].reduce(
      (sum, [number, used]) => (number < current && number >= current - bucketsPerWindow ? sum + used : sum),
      0,
    );
  const ceiling = requests - usedBefore(bucket);
  const inThisBucket = (count: number): Partial<Update> => ({
    conditions: [`bucket${windowMs} = :bucket${windowMs}`, `used${windowMs} <= :roomFor${windowMs}`],
    sets: [`used${windowMs} = used${windowMs} + :count${windowMs}`],
    values: {
      [`:bucket${windowMs}`]: bucket,
      [`:roomFor${windowMs}`]: ceiling - count,
      [`:count${windowMs}`]: count,
    },
  });
  /** Closes the bucket before: its count must be the one that is carried over. */
  const inANewBucket = (count: number): Partial<Update> => ({
    conditions:
      known === undefined
        ? [`attribute_not_exists(bucket${windowMs})`]
        : [`bucket${windowMs} = :oldBucket${windowMs}`, `used${windowMs} = :oldUsed${windowMs}`],
    sets: [
      `bucket${windowMs} = :bucket${windowMs}`,
      `used${windowMs} = :count${windowMs}`,
      `before${windowMs} = :before${windowMs}`,
    ],
    values: {
      ...(known === undefined
        ? {}
        : { [`:oldBucket${windowMs}`]: known.bucket, [`:oldUsed${windowMs}`]: known.used }),
      [`:bucket${windowMs}`]: bucket,
      [`:count${windowMs}`]: count,
      [`:before${windowMs}`]: JSON.stringify(
        Object.fromEntries([...counts].filter(([number]) => number >= bucket - bucketsPerWindow)),
      ),
    },
  });
  return {
    room: Math.max(0, ceiling - (counts.get(bucket) ?? 0)),
    freeAtMs: (count) => {
      const usedThen = (later: number) =>
        usedBefore(later) + (later - bucket <= bucketsPerWindow ? count : 0);
      let free = bucket + 1;
      while (usedThen(free) >= requests) free += 1;
      return free * bucketMs;
    },
    spend: (count, isBacklogged) => {
      const spent = known?.bucket === bucket ? inThisBucket(count) : inANewBucket(count);
      if (!isBacklogged) return spent;
      return {
        ...spent,
        conditions: [`tatUs < :bucketEndUs${windowMs}`, ...(spent.conditions ?? [])],
        values: { ...spent.values, [`:bucketEndUs${windowMs}`]: (bucket + 1) * bucketMs * 1_000 },
      };
    },
  };
}
