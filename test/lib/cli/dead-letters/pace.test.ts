import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, full, type Rate } from '../../../../lib/cli/dead-letters/pace.ts';

/** Sends so many, one after the other, by a clock of its own; `isBusy` is asked with the time of each look. */
async function sent(count: number, rate: Rate, isBusy: (atMs: number) => boolean) {
  let nowMs = 0;
  const looks: { readonly atMs: number; readonly busy: boolean }[] = [];
  const timesMs: number[] = [];
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  const doEventsWait = async () => {
    const busy = isBusy(nowMs);
    looks.push({ atMs: nowMs, busy });
    return busy;
  };
  const pace = createPace(rate, { now: () => nowMs, sleep }, { doEventsWait });
  for (let left = count; left > 0; ) {
    const together = Math.min(left, pace.together());
    await pace.wait(together);
    for (let n = 0; n < together; n += 1) timesMs.push(nowMs);
    left -= together;
  }
  return { timesMs, looks };
}

const rates = fc
  .record({
    perSecond: fc.double({ min: 0.1, max: 200, noNaN: true }),
    share: fc.double({ min: 0.02, max: 1, noNaN: true }),
    atFirst: fc.integer({ min: 0, max: 10 }),
  })
  .map(({ perSecond, share, atFirst }) => ({ perSecond, whileEventsWait: share * perSecond, atFirst }));
const counts = fc.integer({ min: 1, max: 300 });
/** Whether events wait, for each begun five seconds, and so on from the beginning. */
const times = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
const by = (busy: readonly boolean[]) => (atMs: number) =>
  busy[Math.floor(atMs / 5_000) % busy.length] === true;

describe('a redrive beside live events', () => {
  it('never goes faster than asked, nor than events that wait allow, and never stands still', async () => {
    await fc.assert(
      fc.asyncProperty(counts, rates, times, async (count, rate, busy) => {
        const { timesMs, looks } = await sent(count, rate, by(busy));
        // Ten at once are a second's or less, and what is free at first comes on top.
        for (const [at, fromMs] of timesMs.entries()) {
          const within = timesMs.slice(at).filter((ms) => ms < fromMs + 1_000).length;
          expect(within).toBeLessThanOrEqual(rate.perSecond + 10 + rate.atFirst);
        }
        for (const [at, { atMs, busy: isBusy }] of looks.entries()) {
          const untilMs = looks[at + 1]?.atMs ?? Number.POSITIVE_INFINITY;
          const own = timesMs.filter((ms) => ms > atMs && ms < untilMs);
          const seconds = ((own.at(-1) ?? atMs) - atMs) / 1_000;
          // The batch that was on its way is the faster rate's.
          if (isBusy) expect(own.length).toBeLessThanOrEqual(rate.whileEventsWait * seconds + 11);
        }
        const lastMs = timesMs.at(-1) ?? 0;
        expect(lastMs).toBeLessThanOrEqual((count / rate.whileEventsWait) * 1_000 + 1);
      }),
    );
  });

  it('looks every two seconds while it goes by it, and not at all where nobody may care', async () => {
    const slow = { perSecond: 18, whileEventsWait: 1.9, atFirst: 10 };
    const { looks } = await sent(40, slow, () => true);
    expect(looks.slice(1).every(({ atMs }, at) => atMs - (looks[at]?.atMs ?? 0) >= 2_000)).toBe(true);
    expect(looks.length).toBeGreaterThan(5);
    expect((await sent(10, slow, () => true)).looks).toEqual([]);
    expect((await sent(500, full, () => true)).looks).toEqual([]);
  });
});
