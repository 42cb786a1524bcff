import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RateLimit } from '../../../../functions/core/declare/destination.ts';
import type { Account } from '../../../../functions/core/pace/account.ts';
import type { KnownTime, ServiceTime } from '../../../../functions/core/pace/service-time.ts';
import { sendWithinMs } from '../../../../functions/core/pace/spacing.ts';
import { first, moments, mostInAWindow, world } from './account-world.ts';

const pacing = { dispersionMs: 250, clockSkewMs: 500 };
const second: readonly RateLimit[] = [{ requests: 25, windowMs: 1_000 }];

/** That the clock is at most so far behind and ahead of the true time. */
const knowing = (behindMs: number, aheadMs: number) => {
  const state: { known: KnownTime | undefined } = {
    known: { leastMs: -behindMs, mostMs: aheadMs, atMs: 0, era: 0 },
  };
  const time: ServiceTime = { hear: () => {}, known: () => state.known };
  return { time, state };
};
const sure = knowing(10, 10).time;

test('who knows the time pays the close interval, and who does not pays the long one and keeps its distance', async () => {
  const { clock, sandbox, sandboxWith } = world(second, pacing);
  const [one, other] = [sandboxWith(second, 0, undefined, sure), sandboxWith(second, 0, undefined, sure)];
  const vague = sandbox();
  // A millisecond for timers; ten by which the clock may be ahead are in what it takes for the present, too.
  expect(moments(await one.reserve(1))).toEqual([1]);
  expect(moments(await one.reserve(2))).toEqual([47.401, 93.802]);
  expect(moments(await other.reserve(2))).toEqual([140.203, 186.604]);
  // A quarter of a second of its clock after the next free moment.
  expect(moments(await vague.reserve(2))).toEqual([472.005, 542.006]);
  // From then on all pay what it pays, for as long as a window lasts that begins with its last permit.
  expect(moments(await one.reserve(2))).toEqual([623.007, 693.008]);
  expect(moments(await vague.reserve(1))).toEqual([752.009]);
  clock.ms += 2_700;
  expect(moments(await other.reserve(1))).toEqual([2_701]);
  expect(moments(await other.reserve(1))).toEqual([2_747.401]);
});

test('who does not know the time keeps its distance to what is just over, too', async () => {
  const { clock, sandbox, sandboxWith } = world(second, pacing);
  await sandboxWith(second, 0, undefined, sure).reserve(1);
  clock.ms += 100;
  // The close interval ended at 36.401.
  expect(moments(await sandbox().reserve(1))).toEqual([286.401]);
});

test('what a sandbox does not know of the time beyond its slot, the last permit of each write pays for', async () => {
  const { sandboxWith } = world(second, pacing);
  const unsure = sandboxWith(second, 0, undefined, knowing(30, 30).time);
  // 60 wide, and 15 for waking up: 15 more than the slot.
  expect(moments(await unsure.reserve(1))).toEqual([1]);
  expect(moments(await unsure.reserve(2))).toEqual([62.401, 108.802]);
  expect(moments(await unsure.reserve(1))).toEqual([170.203]);
});

test('a close permit is for the part of its slot in which its moment has certainly come, by the own clock of the sandbox', async () => {
  const { clock, sandboxWith } = world(second, pacing);
  const ahead = sandboxWith(second, 200, undefined, knowing(5, 20).time);
  const permit = first(await ahead.reserve(1));
  expect(permit).toMatchObject({ atMs: clock.ms + 201, withinMs: 34, era: 0 });
  const vague = first(await world(second, pacing).sandbox(200).reserve(1));
  expect(vague).toMatchObject({ atMs: clock.ms + 200, withinMs: sendWithinMs });
  expect(vague.era).toBeUndefined();
});

test('a permit is void when what was known of the time is given up before its moment', async () => {
  const { sandboxWith } = world(second, pacing);
  const { time, state } = knowing(10, 10);
  const one = sandboxWith(second, 0, undefined, time);
  const permit = first(await one.reserve(1));
  expect(await one.check(permit)).toBeUndefined();
  state.known = undefined;
  const reason = 'what the sandbox knew of the time is in doubt';
  expect(await one.check(permit)).toMatchObject({ outcome: 'deferred', reason });
  state.known = { leastMs: -10, mostMs: 10, atMs: 0, era: 1 };
  expect(await one.check(permit)).toMatchObject({ outcome: 'deferred', reason });
});

test('permits are void when the answer that gives them is what gives the time up', async () => {
  const { sandboxWith } = world(second, pacing);
  const { time, state } = knowing(10, 10);
  let asked = 0;
  const known = () => {
    asked += 1;
    return asked === 1 ? state.known : undefined;
  };
  const one = sandboxWith(second, 0, undefined, { ...time, known });
  expect(moments(await one.reserve(2))).toEqual(
    [1, 2].map(() => 'what the sandbox knew of the time is in doubt'),
  );
});

test('no closed window sees more than the limit, whoever knows how much of the time, and whatever is as early and as late as it may', async () => {
  /** Small ones, so that windows begin and end everywhere in what is reserved; the others have bursts. */
  const limit = fc.record<RateLimit>({
    requests: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 20, max: 40 }), fc.constant(100)),
    windowMs: fc.constantFrom(1_000, 1_000, 10_000),
  });
  /** Of its clock: nothing, or how far it may be behind and ahead. */
  const sandbox = fc.record({
    skewMs: fc.constantFrom(-250, 250),
    knows: fc.option(fc.tuple(fc.constantFrom(0, 3, 12, 70), fc.constantFrom(0, 3, 12, 70)), {
      nil: undefined,
    }),
  });
  const extremes = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 10, maxLength: 10 });
  const step = fc.record({
    which: fc.nat(5),
    count: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 10 })),
    /** Of each permit: whether it is used at its last moment, and whether the way takes as long as it may. */
    extremes: fc.oneof(
      extremes,
      fc.boolean().map((isLate) => Array(10).fill([isLate, isLate])),
    ),
    passesMs: fc.oneof(
      { weight: 9, arbitrary: fc.constant(0) },
      { weight: 9, arbitrary: fc.nat(300) },
      { weight: 2, arbitrary: fc.constantFrom(300, 1_500, 5_000) },
    ),
  });
  await fc.assert(
    fc.asyncProperty(
      limit,
      fc.array(sandbox, { minLength: 6, maxLength: 6 }),
      fc.array(step, { minLength: 20, maxLength: 100 }),
      async (one, kinds, steps) => {
        const { clock, sandboxWith } = world([one], pacing);
        const accounts: readonly { readonly account: Account; readonly skewMs: number }[] = kinds.map(
          ({ skewMs, knows }) => ({
            skewMs,
            account: sandboxWith([one], skewMs, undefined, knows && knowing(...knows).time),
          }),
        );
        const arrivals: number[] = [];
        for (const { which, count, extremes, passesMs } of steps) {
          const { account, skewMs } = accounts[which] as (typeof accounts)[number];
          for (const [at, permit] of (await account.reserve(count)).entries()) {
            if (!permit.given) continue;
            const [isLate, isLong] = extremes[at] as [boolean, boolean];
            const fromMs = permit.atMs - skewMs;
            const startedMs = isLate ? fromMs + permit.withinMs : fromMs;
            arrivals.push(Math.max(startedMs, clock.ms) + (isLong ? pacing.dispersionMs - sendWithinMs : 0));
          }
          clock.ms += passesMs;
        }
        expect(mostInAWindow(arrivals, one.windowMs)).toBeLessThanOrEqual(one.requests);
      },
    ),
    { numRuns: 200 },
  );
});
