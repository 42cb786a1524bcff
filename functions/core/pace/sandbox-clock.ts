/** What a sandbox reserves by, and when by its own clock it may use what it got. */
import type { Permit } from './account.ts';
import type { Clocks, KnownTime, ServiceTime } from './service-time.ts';
import { offsetOf, widthOf } from './service-time.ts';
import { slotMs, wakeUpMs } from './spacing.ts';

/** For one reservation. */
export interface SandboxClock {
  /** Epoch milliseconds, whole. Of one who knows the time: certainly not later than it is. */
  readonly nowMs: number;
  /** What its last permit costs more; `undefined`: it knows nothing of the time. */
  readonly tailUs: number | undefined;
  /**
   * The permit by the sandbox's own clock; `undefined`: what was known of the time has been given up since, and the permit
   * is void.
   */
  readonly own: (permit: Permit) => Permit | undefined;
}

/** A timer may ring a part of a millisecond early, and two clocks part by less than that while a permit is waited for. */
const timerMs = 1;

/** @param time `undefined`: the sandbox has no way to learn it */
export function sandboxClock(clocks: Clocks, time: ServiceTime | undefined): SandboxClock {
  const known = time?.known();
  if (time === undefined || known === undefined) {
    return { nowMs: clocks.now(), tailUs: undefined, own: (permit) => permit };
  }
  const tailMs = Math.max(0, Math.ceil(widthOf(known)) + wakeUpMs - slotMs);
  return {
    nowMs: Math.floor(clocks.monotonicMs() - known.mostMs),
    tailUs: tailMs * 1_000,
    own: (permit) => {
      const still = time.known();
      return still?.era === known.era ? within(permit, still, clocks, slotMs + tailMs) : undefined;
    },
  };
}

/** From when its moment has certainly come until it is certainly not longer ago than its slot. */
function within(permit: Permit, known: KnownTime, clocks: Clocks, mostMs: number): Permit {
  const atMs = permit.atMs + known.mostMs + timerMs + offsetOf(clocks);
  return { ...permit, atMs, withinMs: mostMs - widthOf(known) - timerMs, era: known.era };
}
