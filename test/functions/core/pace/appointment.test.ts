import { expect, test } from 'vitest';
import { makeAppointment } from '../../../../functions/core/pace/appointment.ts';

function clocks() {
  const state = { wallMs: 1_000_000, monotonicMs: 50 };
  const pass = (ms: number) => {
    state.wallMs += ms;
    state.monotonicMs += ms;
  };
  return { state, pass, clocks: { now: () => state.wallMs, monotonicMs: () => state.monotonicMs } };
}

test('a request may start from its moment on, for as long as it is allowed', () => {
  const { pass, clocks: both } = clocks();
  const appointment = makeAppointment(both, 1_000_100, 150);
  expect([appointment.leftMs(), appointment.isNow()]).toEqual([100, false]);
  pass(99);
  expect(appointment.isNow()).toBe(false);
  pass(0.5);
  // A timer that rings a part of a millisecond early.
  expect(appointment.isNow()).toBe(true);
  pass(150.5);
  expect(appointment.isNow()).toBe(true);
  pass(0.5);
  expect([appointment.leftMs(), appointment.isNow()]).toEqual([-150.5, false]);
});

test('a clock that is set does not move the moment, and makes it void', () => {
  for (const stepMs of [-500, -4, 4, 500]) {
    const { state, pass, clocks: both } = clocks();
    const appointment = makeAppointment(both, 1_000_100, 150);
    state.wallMs += stepMs;
    pass(110);
    expect(appointment.leftMs()).toBe(-10);
    expect(appointment.isNow()).toBe(false);
  }
});

test('a monotonic clock that stood still while the sandbox was frozen makes it void', () => {
  const { state, pass, clocks: both } = clocks();
  const appointment = makeAppointment(both, 1_000_100, 150);
  pass(100);
  state.wallMs += 60_000;
  expect(appointment.isNow()).toBe(false);
});
