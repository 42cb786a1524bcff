import type { LimitReading } from '../declare/destination.ts';
import type { HttpResponse } from '../declare/http-message.ts';
import { pauseMsMax, retryAfterMs } from './retry-after.ts';

/**
 * For how long a response asks everybody to be silent, in milliseconds, above 0 and at most an hour; `undefined`: it does not.
 * `Retry-After` goes before all others, beside whatever failure it stands.
 * @param isSuccess beside a success `Retry-After` is the interval for looking at what was begun (a 202), and no wish for
 *   silence; a limit that is used up is told beside a success too
 */
export function pauseOf(
  { headers }: HttpResponse,
  limit: LimitReading | undefined,
  isSuccess: boolean,
  nowMs: number,
): number | undefined {
  const asked = isSuccess ? undefined : retryAfterMs(headers['retry-after'], nowMs, headers.date);
  return asked ?? declaredMs(limit, nowMs);
}

function declaredMs(limit: LimitReading | undefined, nowMs: number): number | undefined {
  const ms = (limit?.notBeforeMs ?? 0) - nowMs;
  return ms > 0 ? Math.min(ms, pauseMsMax) : undefined;
}
