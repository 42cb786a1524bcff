import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  aged,
  boundBy,
  createServiceTime,
  type DatedAnswer,
  narrowed,
} from '../../../../functions/core/pace/service-time.ts';

const trueMs = Date.UTC(2026, 2, 1);

/** A sandbox whose wall clock is ahead by `skewMs`; its monotonic clock began at 0. */
function world(skewMs = 0, clockSkewMs = 500) {
  const clock = { ms: 0, skewMs, stoodStillMs: 0 };
  const monotonicMs = () => clock.ms - clock.stoodStillMs;
  const time = createServiceTime({ now: () => trueMs + clock.ms + clock.skewMs, monotonicMs }, clockSkewMs);
  /** A call that takes 10 ms, stamped half-way. */
  const call = (lieMs = 0) => {
    const askedMs = monotonicMs();
    clock.ms += 10;
    const dateMs = Math.floor((trueMs + clock.ms - 5 + lieMs) / 1_000) * 1_000;
    time.hear({ askedMs, heardMs: monotonicMs(), dateMs });
  };
  /** Calls of another part of the second each. */
  const calls = (count: number, lieMs?: (n: number) => number) => {
    for (let n = 0; n < count; n += 1) {
      call(lieMs?.(n));
      clock.ms += 961;
    }
  };
  /** How far the truth lies within what is known: both above 0, or it is wrong. */
  const around = () => {
    const known = time.known();
    const theta = monotonicMs() - (trueMs + clock.ms);
    return known && [theta - known.leastMs, known.mostMs - theta].map(Math.round);
  };
  return { clock, time, call, calls, around };
}

test('an answer bounds the clock by the second that it is stamped with, and what servers differ by', () => {
  expect(boundBy({ askedMs: 100, heardMs: 120, dateMs: 5_000 })).toEqual({
    leastMs: -5_905,
    mostMs: -4_875,
    atMs: 120,
  });
});

test('a bound widens with time on both sides, 50 parts in a million', () => {
  expect(aged({ leastMs: -10, mostMs: 10, atMs: 0 }, 100_000)).toEqual({
    leastMs: -15,
    mostMs: 15,
    atMs: 100_000,
  });
});

test('two bounds that share nothing contradict each other', () => {
  const one = { leastMs: 0, mostMs: 10, atMs: 0 };
  expect(narrowed(one, { leastMs: 5, mostMs: 20, atMs: 0 })).toEqual({ leastMs: 5, mostMs: 10, atMs: 0 });
  expect(narrowed(one, { leastMs: 10, mostMs: 20, atMs: 0 })).toEqual({ leastMs: 10, mostMs: 10, atMs: 0 });
  expect(narrowed(one, { leastMs: 11, mostMs: 20, atMs: 0 })).toBeUndefined();
});

test('whatever is asked when, the truth is never outside of what all answers say together', () => {
  const call = fc.record({
    waitsMs: fc.nat(2_000),
    thereMs: fc.nat(300),
    backMs: fc.nat(300),
    apart: fc.integer({ min: -2, max: 2 }),
  });
  fc.assert(
    fc.property(
      fc.array(call, { minLength: 1, maxLength: 100 }),
      fc.nat(100_000),
      fc.integer({ min: -40, max: 40 }),
      (calls, startMs, driftPerMillion) => {
        // The monotonic clock gains or loses a little, all the time.
        const local = (ms: number) => ms * (1 + driftPerMillion / 1e6);
        let nowMs = startMs;
        let bound = { leastMs: Number.NEGATIVE_INFINITY, mostMs: Number.POSITIVE_INFINITY, atMs: 0 };
        for (const { waitsMs, thereMs, backMs, apart } of calls) {
          nowMs += waitsMs;
          const askedMs = local(nowMs);
          const dateMs = Math.floor((nowMs + thereMs + apart) / 1_000) * 1_000;
          nowMs += thereMs + backMs;
          const answer: DatedAnswer = { askedMs, heardMs: local(nowMs), dateMs };
          const both = narrowed(bound, boundBy(answer));
          expect(both).toBeDefined();
          bound = both ?? bound;
          const theta = local(nowMs) - nowMs;
          expect(theta).toBeGreaterThanOrEqual(bound.leastMs);
          expect(theta).toBeLessThanOrEqual(bound.mostMs);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('after twenty answers the time is known to some ten milliseconds, whatever the wall clock says', () => {
  const { calls, around } = world(-200);
  calls(19);
  expect(around()).toBeUndefined();
  calls(40);
  const [least = 0, most = 0] = around() ?? [];
  expect(least).toBeGreaterThan(0);
  expect(most).toBeGreaterThan(0);
  expect(least + most).toBeLessThan(60);
});

test('what is known is forgotten again when nothing is heard for long', () => {
  const { clock, calls, time } = world();
  calls(60);
  expect(time.known()).toBeDefined();
  clock.ms += 3_600_000;
  expect(time.known()).toBeUndefined();
});

test.each([
  ['a clock that is set', (clock: { skewMs: number }) => (clock.skewMs += 100)],
  [
    'a clock that stood still while the sandbox was frozen',
    (clock: { stoodStillMs: number }) => (clock.stoodStillMs += 40),
  ],
])('%s makes all of it void, and it begins anew', (_name, step) => {
  const { clock, calls, time } = world();
  calls(60);
  const era = time.known()?.era;
  step(clock as { skewMs: number; stoodStillMs: number });
  expect(time.known()).toBeUndefined();
  calls(60);
  expect(time.known()?.era).not.toBe(era);
  expect(time.known()).toBeDefined();
});

test('an answer that was asked for before a step says nothing after it', () => {
  const { clock, calls, time, around } = world();
  calls(60);
  const askedMs = clock.ms - clock.stoodStillMs;
  clock.ms += 5_000;
  clock.stoodStillMs += 4_990;
  expect(time.known()).toBeUndefined();
  time.hear({ askedMs, heardMs: clock.ms - clock.stoodStillMs, dateMs: trueMs });
  calls(60);
  expect(Math.min(...(around() ?? [-1]))).toBeGreaterThan(0);
});

test('both clocks standing still for longer than a second is told by the next answer', () => {
  const { clock, call, calls, time } = world();
  calls(60);
  clock.stoodStillMs += 3_000;
  clock.skewMs -= 3_000;
  expect(time.known()).toBeDefined();
  call();
  expect(time.known()).toBeUndefined();
});

test('answers that contradict each other are not believed for ten minutes', () => {
  const { clock, calls, time } = world();
  calls(60);
  calls(1, () => 5_000);
  expect(time.known()).toBeUndefined();
  calls(60);
  expect(time.known()).toBeUndefined();
  clock.ms += 600_000;
  calls(60);
  expect(time.known()).toBeDefined();
});

test('dates of another time than a clock may be wrong by are not believed, however well they agree', () => {
  for (const lieMs of [3_600_000, -3_600_000, 2_000, -1_500, 600, -600]) {
    const { calls, time } = world();
    calls(100, () => lieMs);
    expect(time.known()).toBeUndefined();
  }
});

test('dates that lie at random mislead by no more than they lie', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(60, 150, 400, 2_000),
      fc.constantFrom(0.02, 0.2, 1),
      fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
        {
          minLength: 300,
          maxLength: 300,
        },
      ),
      (byMs, share, draws) => {
        const { clock, call, around } = world();
        for (const [chance, lie] of draws) {
          call(chance < share ? lie * byMs : 0);
          clock.ms += 961;
          // By so much: what a lie may be before it contradicts what was heard.
          if (Math.min(...(around() ?? [0])) < -byMs) throw new Error('believed');
        }
      },
    ),
    { numRuns: 50 },
  );
});
