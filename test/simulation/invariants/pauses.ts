import { retryAfterMs } from '../../../functions/core/http/retry-after.ts';
import type { Evidence } from '../evidence.ts';

/** A sandbox that heard `Retry-After` begins no request of that destination before its end. */
export function pauses({ world }: Evidence): readonly string[] {
  return [...world.thirdParties.values()].flatMap(({ name, arrivals }) => {
    const bySandbox = Map.groupBy(arrivals, ({ sandbox }) => sandbox);
    return arrivals.flatMap(({ sandbox, statusCode, retryAfter, heardAtMs, atMs }) => {
      if (statusCode !== 429 || heardAtMs === undefined || retryAfter === undefined) return [];
      const untilMs = heardAtMs + (retryAfterMs(retryAfter, atMs, new Date(atMs).toUTCString()) ?? 0);
      return (bySandbox.get(sandbox) ?? [])
        .filter(({ startedAtMs }) => startedAtMs > heardAtMs && startedAtMs < untilMs - roundingMs)
        .map(
          (other) => `${sandbox} called ${name} ${untilMs - other.startedAtMs} ms before its pause was over`,
        );
    });
  });
}

/** Permits are kept in microseconds, virtual time in milliseconds. */
const roundingMs = 1;
