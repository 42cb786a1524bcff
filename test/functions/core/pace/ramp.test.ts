import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aheadMsMax,
  comebackMs,
  comebackWithinMs,
  paceOf,
  priceUs,
  rampFactor,
} from '../../../../functions/core/pace/spacing.ts';
import { first, found, startMs, world } from './account-world.ts';

const limit = { requests: 10, windowMs: 1_000 };
const pace = paceOf([limit], { dispersionMs: 0, clockSkewMs: 0 });

/** A world that is let go on at `startMs`, after it was parked. */
async function resumed() {
  const made = world([limit]);
  await made.store.park({ reason: 'by hand' });
  await made.store.resume(startMs);
  return made;
}

test('a permit is priced at its own moment of the ramp', () => {
  expect(priceUs(pace, undefined, startMs * 1_000)).toBe(100_001);
  expect(priceUs(pace, startMs, startMs * 1_000)).toBe(1_000_010);
  expect(priceUs(pace, startMs, (startMs + 30_000) * 1_000)).toBe(181_820);
  expect(priceUs(pace, startMs, (startMs + 60_000) * 1_000)).toBe(100_001);
});

test('those who find no room come back within the time of fifty permits, and never all at once', () => {
  expect(comebackMs(pace, undefined, startMs)).toBe(5_000.05);
  expect(comebackMs(pace, startMs, startMs)).toBe(50_000.5);
  const fast = paceOf([{ requests: 10_000, windowMs: 1_000 }], { dispersionMs: 0, clockSkewMs: 0 });
  expect(comebackMs(fast, undefined, startMs)).toBe(5_000);
});

test('however many wait, the rate grows with the ramp and is whole a minute after it began', async () => {
  const { clock, sandbox } = await resumed();
  const sandboxes = [sandbox(), sandbox()];
  const moments: number[] = [];
  // Two sandboxes take ten at a time, as soon as they have nothing in hand.
  for (; clock.ms < startMs + 120_000; clock.ms += 500) {
    for (const one of sandboxes)
      for (const permit of await one.reserve(10)) if (permit.given) moments.push(permit.atMs);
  }
  const between = (fromMs: number, toMs: number) =>
    moments.filter((atMs) => atMs >= startMs + fromMs && atMs < startMs + toMs).length;
  expect(between(0, 5_000)).toBe(7);
  expect(between(28_000, 32_000)).toBe(22);
  // Ten a second from then on.
  expect(between(60_000, 120_000)).toBeGreaterThanOrEqual(599);
  // And in the minute before, what the ramp has room for: 55 % of it.
  expect(between(0, 60_000)).toBeGreaterThan(0.98 * 330);
});

test('on the ramp no two permits are closer than it asks for, whatever each sandbox knows of the others', async () => {
  const step = fc.record({
    sandbox: fc.nat(4),
    count: fc.integer({ min: 1, max: 10 }),
    passesMs: fc.constantFrom(0, 0, 40, 700, 4_000, 15_000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const { clock, sandbox } = await resumed();
      const sandboxes = [0, 1, 2, 3, 4].map(() => sandbox());
      const moments: number[] = [];
      for (const { sandbox: which, count, passesMs } of steps) {
        const askedAtMs = clock.ms;
        for (const permit of (await sandboxes[which]?.reserve(count)) ?? []) {
          if (!permit.given) continue;
          expect(permit.atMs).toBeLessThanOrEqual(askedAtMs + aheadMsMax + 1);
          moments.push(permit.atMs);
        }
        clock.ms += passesMs;
      }
      for (const [at, atMs] of moments.entries()) {
        const next = moments[at + 1];
        if (next === undefined || atMs >= startMs + 60_000) continue;
        expect(next - atMs).toBeGreaterThanOrEqual(100.001 * rampFactor(atMs - startMs) - 0.002);
      }
    }),
    { numRuns: 200 },
  );
});

test('a circuit that closes lets the same ramp begin', async () => {
  const { clock, sandbox } = world([limit]);
  const one = sandbox();
  const permit = first(await one.reserve(10));
  for (let failures = 1; failures <= 10; failures += 1) await one.recordResult(found('ambiguous'), permit);
  clock.ms += 30_000;
  await one.recordResult(found('success'), first(await one.reserve(1)));
  const given = (await sandbox().reserve(50)).filter((decision) => decision.given);
  expect(given).toHaveLength(7);
});

test('who finds no room comes back soon at first, and later each time, up to the time of fifty permits', () => {
  expect([1, 2, 3, 4, 5, 900].map((receives) => comebackWithinMs(50_000, receives))).toEqual([
    5_000, 10_000, 20_000, 40_000, 50_000, 50_000,
  ]);
});
