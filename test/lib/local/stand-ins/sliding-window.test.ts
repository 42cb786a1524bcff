import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSlidingWindow } from '../../../../lib/local/stand-ins/sliding-window.ts';

const limit = { requests: 3, windowMs: 100 };

it('admits what no window before it holds too much for, also when the clock is set back', () => {
  // Steps of a clock that goes back now and then, by more than a window or by less.
  const steps = fc.array(fc.integer({ min: -150, max: 120 }), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (stepsMs) => {
      const window = createSlidingWindow(limit);
      let admittedMs: number[] = [];
      let nowMs = 1_000;
      for (const stepMs of stepsMs) {
        nowMs += stepMs;
        admittedMs = admittedMs.filter((atMs) => atMs >= nowMs - limit.windowMs);
        const fits = admittedMs.length < limit.requests;
        if (fits) admittedMs.push(nowMs);
        expect(window.admit(nowMs)).toBe(fits);
        const remaining = limit.requests - admittedMs.length;
        const resetAtMs = Math.min(...admittedMs) + limit.windowMs;
        expect(window.state(nowMs)).toEqual({ ...limit, remaining, resetAtMs });
      }
    }),
  );
});

it('counts a request exactly one window ago, and none that is older', () => {
  const window = createSlidingWindow({ requests: 1, windowMs: 100 });
  expect([0, 100, 101].map(window.admit)).toEqual([true, false, true]);
});
