import type { RateLimit } from '../../../functions/core/declare/destination.ts';
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
  /** Oldest first, so that what is too old is found without looking at all: a limit may allow thousands. */
  let admittedMs: number[] = [];
  const forget = (nowMs: number, windowMs: number) => {
    // Closed: a request exactly one window ago still counts.
    const kept = admittedMs.findIndex((atMs) => atMs >= nowMs - windowMs);
    if (kept !== 0) admittedMs = kept < 0 ? [] : admittedMs.slice(kept);
  };
  return {
    admit: (nowMs) => {
      if (limit === null) return true;
      forget(nowMs, limit.windowMs);
      if (admittedMs.length >= limit.requests) return false;
      const isLatest = nowMs >= (admittedMs.at(-1) ?? nowMs);
      admittedMs.push(nowMs);
      // A clock may be set back.
      if (!isLatest) admittedMs.sort((one, other) => one - other);
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
