import { type Clocks, clocksApartMsMax, offsetOf } from './service-time.ts';

/** The moment of a permit, from when it is known: waited for and measured by a clock that does not step. */
export interface Appointment {
  /** Until it, milliseconds; negative: since it. */
  readonly leftMs: () => number;
  /**
   * Whether a request may go out now. Not before the moment, nor later than allowed; and not when a clock was set since or
   * stood still, for then nobody knows how long it was.
   */
  readonly isNow: () => boolean;
}

/**
 * @param atMs by the clock as it is now, epoch milliseconds
 * @param withinMs how long after it a request may start
 */
export function makeAppointment(clocks: Clocks, atMs: number, withinMs: number): Appointment {
  const offsetMs = offsetOf(clocks);
  const monotonicAtMs = atMs - offsetMs;
  const leftMs = () => monotonicAtMs - clocks.monotonicMs();
  return {
    leftMs,
    // A timer may ring a part of a millisecond before its time.
    isNow: () =>
      leftMs() < 1 && leftMs() >= -withinMs && Math.abs(offsetOf(clocks) - offsetMs) <= clocksApartMsMax,
  };
}
