import type { RateLimit } from '../../../functions/core/destination.ts';
import type { LimitState } from './contract.ts';

/** A limit that is kept exactly: no closed window of `windowMs` ever holds more admitted requests than it allows. */
export interface SlidingWindow {
  /** Counts the request and says `true`, or refuses it uncounted. */
  readonly admit: (nowMs: number) => boolean;
  readonly state: (nowMs: number) => LimitState | undefined;
  /** `null`: no limit. What was admitted before stays counted. */
  readonly set: (limit: RateLimit | null) => void;
}

export function createSlidingWindow(initial: RateLimit | null): SlidingWindow {
  let limit = initial;
  let admittedMs: number[] = [];
  const forget = (nowMs: number, windowMs: number) => {
    // Closed: a request exactly one window ago still counts.
    admittedMs = admittedMs.filter((atMs) => atMs >= nowMs - windowMs);
  };
  return {
    admit: (nowMs) => {
      if (limit === null) return true;
      forget(nowMs, limit.windowMs);
      if (admittedMs.length >= limit.requests) return false;
      admittedMs.push(nowMs);
      return true;
    },
    state: (nowMs) => {
      if (limit === null) return undefined;
      forget(nowMs, limit.windowMs);
      const remaining = Math.max(0, limit.requests - admittedMs.length);
      return { ...limit, remaining, resetAtMs: (admittedMs[0] ?? nowMs) + limit.windowMs };
    },
    set: (next) => {
      limit = next;
    },
  };
}
