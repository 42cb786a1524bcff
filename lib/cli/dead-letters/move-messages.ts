/** Moves messages from one queue to another, each event once. */
import { type Message, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../shell/errors.ts';
import { printable, writeLine } from '../shell/output.ts';
import { identityOf } from './read-dead-letters.ts';
import { type Scan, scanQueue } from './scan-queue.ts';

export interface Move {
  readonly sqs: SQSClient;
  /** URLs of the queues. */
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly isWanted: (message: Message) => boolean;
}

export interface Moved {
  /** Messages sent back; in a dry run, those that would be. */
  readonly redriven: number;
  /** Events among them whose id can be read. */
  readonly eventIds: readonly string[];
  /** Messages that stay because the same event went back already in this run. */
  readonly left: number;
  /** Messages sent back that are still here too. */
  readonly notRemoved: number;
  /** What ended the redrive early. */
  readonly failure?: unknown;
}

/**
 * Ends when a whole pass sees nothing new. A letter that fails again at once comes back here under a new message id:
 * an event goes back once in a run, or the two queues would play ball until somebody stops them.
 * Never rejects: what was moved is told even when the rest was not.
 */
export async function moveMessages(move: Move, context: Context): Promise<Moved> {
  const scan = scanQueue(move.sqs, move.from);
  const done = new Set<string>();
  const eventIds: string[] = [];
  const counts = { redriven: 0, left: 0, notRemoved: 0 };
  try {
    for (let batch = await scan.next(); batch.length > 0; batch = await scan.next()) {
      if (context.signal.aborted) throw new CommandError('stopped before the end');
      const wanted = batch.filter(move.isWanted);
      const chosen = wanted.filter(
        (message) => !done.has(identityOf(message)) && done.add(identityOf(message)),
      );
      counts.left += wanted.length - chosen.length;
      const moves = chosen.map((message) => (move.dryRun ? true : moveOne(message, move, scan, context)));
      const answers = await Promise.allSettled(moves);
      for (const [n, answer] of answers.entries()) {
        if (answer.status === 'rejected') continue;
        counts.redriven += 1;
        if (!answer.value) counts.notRemoved += 1;
        const { id } = peekEvent(chosen[n]?.Body ?? '');
        if (id !== undefined) eventIds.push(id);
      }
      const failed = answers.find((answer) => answer.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
    return { ...counts, eventIds };
  } catch (failure) {
    return { ...counts, eventIds, failure };
  } finally {
    await scan.release();
  }
}

/**
 * Sends first, removes after: a crash between the two leaves the event in both queues, where the ledger makes the
 * second one a duplicate; the other order would lose it. False when it could not be removed.
 */
async function moveOne(message: Message, move: Move, scan: Scan, { stderr }: Context): Promise<boolean> {
  await move.sqs.send(
    new SendMessageCommand({
      QueueUrl: move.to,
      MessageBody: message.Body,
      // The diagnosis goes along: by it the function knows that a person decided to try again.
      ...(message.MessageAttributes === undefined ? {} : { MessageAttributes: message.MessageAttributes }),
    }),
  );
  try {
    await scan.remove(message);
    return true;
  } catch (error) {
    const id = peekEvent(message.Body ?? '').id ?? message.MessageId ?? '';
    const name = (error as Error).name;
    writeLine(
      stderr,
      `warning: ${printable(id)} was sent back, but not deleted here (${name}); the copy will count as a duplicate`,
    );
    return false;
  }
}
