/** Messages that somebody else reads: a command that reads the same queue does not see them, and must not say that they are gone. */
import type { QueueCounts } from '../resources.ts';
import { counted } from '../shell/output.ts';
import { holdSeconds } from './scan-queue.ts';

/**
 * How many of those that were in flight before the own reading began it did not see. SQS counts approximately, and what a
 * command before this one has just put back may still count as in flight: all that were seen are none of them.
 */
export const heldOf = ({ visible, inFlight }: QueueCounts, seen: number): number =>
  Math.max(0, Math.min(inFlight, visible + inFlight - seen));

export const heldLine = (count: number, integration: string): string | undefined =>
  count === 0
    ? undefined
    : `${integration}: ${counted(count, 'more message')} in the hands of another command, or of one that was killed: here again within ${holdSeconds / 60} minutes`;
