/** Reads a limit from whatever headers tell of it, for a destination's `readLimit`. */
import type { LimitReading } from '../core/declare/destination.ts';
import type { HttpResponse } from '../core/declare/http-message.ts';
import { momentOf } from '../core/declare/moment.ts';

export interface LimitHeaders {
  /** Says how much is left; at 0 the limit is used up. @default - only a status of `throttledBy` says so */
  readonly remaining?: string;
  /** Says when there is room again. */
  readonly reset: string;
  /** How it says that: a moment, in seconds or milliseconds since 1970 or as RFC 3339 has it, or a time to go. */
  readonly as: 'epoch seconds' | 'epoch milliseconds' | 'RFC 3339' | 'seconds to go' | 'milliseconds to go';
  /** The statuses that say by themselves that it is used up. @default [429] */
  readonly throttledBy?: readonly number[];
  /** A moment further away is a wrong clock, theirs or ours: so long at most. @default - an hour */
  readonly atMostMs?: number;
}

/** A `readLimit`. What is malformed tells nothing. */
export const readLimitFrom =
  ({ remaining, reset, as, throttledBy = [429], atMostMs = 3_600_000 }: LimitHeaders) =>
  ({ statusCode, headers }: HttpResponse, nowMs: number): LimitReading | undefined => {
    const isUsedUp =
      throttledBy.includes(statusCode) || (remaining !== undefined && numberIn(headers[remaining]) === 0);
    const momentMs = isUsedUp ? momentIn(headers[reset], as, nowMs) : undefined;
    if (momentMs === undefined) return undefined;
    return { notBeforeMs: Math.min(Math.max(momentMs, nowMs), nowMs + atMostMs) };
  };

function momentIn(text: string | undefined, as: LimitHeaders['as'], nowMs: number): number | undefined {
  if (as === 'RFC 3339') return momentOf(text?.trim() ?? '');
  const number = numberIn(text);
  if (number === undefined) return undefined;
  switch (as) {
    case 'epoch seconds':
      return number * 1_000;
    case 'epoch milliseconds':
      return number;
    case 'seconds to go':
      return nowMs + number * 1_000;
    case 'milliseconds to go':
      return nowMs + number;
  }
}

/** Decimals occur: `1.25` seconds to go. */
const numberIn = (text: string | undefined) =>
  /^\d{1,15}(?:\.\d{1,9})?$/.test(text?.trim() ?? '') ? Number(text) : undefined;
