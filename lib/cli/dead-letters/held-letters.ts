/** Messages that somebody else reads: a command that reads the same queue does not see them, and must not say that they are gone. */
import { counted } from '../shell/output.ts';
import { holdSeconds } from './scan-queue.ts';

/** @param count in flight before the own reading began, as SQS counts approximately; `undefined`: there are none */
export const heldLine = (count: number, integration: string): string | undefined =>
  count === 0
    ? undefined
    : `${integration}: ${counted(count, 'more message')} in the hands of another command, or of one that was killed: here again within ${holdSeconds / 60} minutes`;
