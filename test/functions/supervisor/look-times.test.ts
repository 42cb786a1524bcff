import { describe, expect, it } from 'vitest';
import type { Parking } from '../../../functions/core/pace/account.ts';
import {
  countsAsRefused,
  isNewer,
  isUntried,
  lookAfterMs,
  mayLookByItself,
} from '../../../functions/supervisor/look-times.ts';

const refused: Parking = { parkedAtMs: 100_000, reason: 'HTTP 401', refusedVersion: 'v1' };
const byOperator: Parking = { parkedAtMs: 100_000, reason: 'they move house' };
const operations = {};
const old = { version: 'v1', createdAtMs: 0 };

describe('looks', () => {
  it('come a minute after each other while a circuit is open', () => {
    expect(lookAfterMs({ operations }, old, 5_000)).toBe(65_000);
  });

  it('come after 2, 4, 8, 16 s and so on, up to a quarter of an hour, with the key that was refused', () => {
    const pauses: number[] = [];
    for (let nowMs = 102_000; pauses.length < 12; ) {
      const nextMs = lookAfterMs({ parking: refused, operations }, old, nowMs);
      pauses.push((nextMs - nowMs) / 1_000);
      nowMs = nextMs;
    }
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  });

  it('come close together again when the secret has a new version', () => {
    const parkedFor = 3_600_000 + 100_000;
    const fresh = { version: 'v2', createdAtMs: parkedFor - 1_000 };
    expect(lookAfterMs({ parking: refused, operations }, fresh, parkedFor)).toBe(parkedFor + 2_000);
    expect(lookAfterMs({ parking: refused, operations }, fresh, parkedFor + 7_000)).toBe(parkedFor + 15_000);
  });

  it('come by themselves when credentials were refused, and not when an operator parked it', () => {
    expect([mayLookByItself(refused), mayLookByItself(byOperator)]).toEqual([true, false]);
  });
});

describe('a version of the secret', () => {
  it('is newer when it is another than the refused one, and none is where none was refused', () => {
    expect([isNewer('v1', refused), isNewer('v2', refused), isNewer('v2', byOperator)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('is untried when it was put there after the last look', () => {
    const tried = (version: string, createdAtMs: number | undefined, atMs?: number) =>
      isUntried(
        { parking: refused, operations, looks: { dueAtMs: 0, count: 1, failedTries: 0, atMs } },
        { version, createdAtMs },
      );
    expect([tried('v2', 200, 100), tried('v2', 200, undefined), tried('v2', undefined, 100)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([tried('v2', 100, 200), tried('v1', 200, 100)]).toEqual([false, false]);
  });

  it('counts as refused five minutes after it was put there, and when nobody knows when that was', () => {
    const counts = (version: string, createdAtMs?: number) =>
      countsAsRefused(refused, { version, createdAtMs }, 1_000_000);
    expect([counts('v2', 700_000), counts('v2', 700_001), counts('v2')]).toEqual([true, false, true]);
    expect(counts('v1', 0)).toBe(false);
  });
});
