/** Waiting between attempts: full jitter over `baseMs · 2ⁿ`, at most `capMs`; after `horizonMs` the delivery gives up. */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
  readonly horizonMs: number;
}

/**
 * Full jitter: evenly between 0 and `baseMs · 2ⁿ`, at most `capMs`.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param attempts failed attempts so far, from 1
 * @param random from 0 up to but not including 1
 */
export function backoffMs({ baseMs, capMs }: Backoff, attempts: number, random: number): number {
  // 2^31 base units are beyond every cap; a larger exponent would only end in Infinity.
  const ceilingMs = Math.min(capMs, baseMs * 2 ** Math.min(Math.max(attempts - 1, 0), 31));
  return Math.floor(random * ceilingMs);
}
