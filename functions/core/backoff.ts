import type { Backoff } from './config.ts';

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

/**
 * SQS hides a message for at most 12 h, counted from its receive; a larger value is refused, not cut.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
 * An hour less leaves room for the invocation that asks.
 */
const visibilitySecondsMax = 11 * 3_600;

/** A wait as a visibility timeout: whole seconds, rounded up so that nothing comes back too early. */
export function visibilitySeconds(waitMs: number): number {
  return Math.min(visibilitySecondsMax, Math.max(0, Math.ceil(waitMs / 1_000)));
}
