/** Moves messages from one queue to another, each event once. */
import { type Message, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Diagnosis } from '../../../functions/core/deliver/diagnosis.ts';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import type { Context } from '../context.ts';
import { CommandError } from '../shell/errors.ts';
import { printable, writeLine } from '../shell/output.ts';
import { createPace, type PaceOptions, type Rate } from './pace.ts';
import { diagnosisOf, identityOf } from './read-dead-letters.ts';
import { type Scan, scanQueue } from './scan-queue.ts';

export interface Move {
  readonly sqs: SQSClient;
  /** URLs of the queues. */
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly rate: Rate;
  /** What it goes by. @default - the rate alone */
  readonly pacing?: PaceOptions;
  readonly isWanted: (message: Message) => boolean;
}

/** A message that was sent back; in a dry run, one that would be. */
export interface MovedMessage {
  readonly identity: string;
  /** Absent where it cannot be read. */
  readonly eventId: string | undefined;
  readonly diagnosis: Diagnosis | undefined;
}

export interface Mover {
  /**
   * Moves so many more, or what there is: fewer than `most` mean that there are no more. Never rejects: what was moved is
   * told by `moved` even when the rest was not.
   * @returns what ended it early
   */
  readonly move: (most: number) => Promise<unknown>;
  readonly moved: readonly MovedMessage[];
  /** Messages that it came across. */
  readonly seen: () => number;
  /** Messages that stay because the same event went back already in this run. */
  readonly left: () => number;
  /** Messages sent back that are still here too. */
  readonly notRemoved: () => number;
}

/** A pass holds what it has read for five minutes: a slow one is begun anew before the first come back by themselves. */
const passSecondsMax = 120;

/**
 * A letter that fails again at once comes back here under a new message id: an event goes back once in a run, or the two
 * queues would play ball until somebody stops them.
 */
export function createMover(move: Move, context: Context): Mover {
  const seen = new Set<string>();
  const done = new Set<string>();
  const left = new Set<string>();
  const kept = new Set<string>();
  const moved: MovedMessage[] = [];
  const pace = createPace(move.rate, context, move.pacing);

  /** Of a batch, the first of each event that did not go yet. */
  const choose = (batch: readonly Message[], most: number): Message[] => {
    const chosen: Message[] = [];
    for (const message of batch.filter(move.isWanted)) {
      const identity = identityOf(message);
      const { MessageId = '' } = message;
      if (done.has(identity)) {
        if (!kept.has(MessageId)) left.add(MessageId);
      } else if (chosen.length < most) {
        done.add(identity);
        chosen.push(message);
      }
    }
    return chosen;
  };
  const send = async (messages: readonly Message[], scan: Scan): Promise<void> => {
    const answers = await Promise.allSettled(
      messages.map((message) => (move.dryRun ? true : moveOne(message, move, scan, context))),
    );
    for (const [n, answer] of answers.entries()) {
      const message = messages[n];
      if (answer.status === 'rejected' || message === undefined) continue;
      if (!answer.value) kept.add(message.MessageId ?? '');
      const { id: eventId } = peekEvent(message.Body ?? '');
      moved.push({ identity: identityOf(message), eventId, diagnosis: diagnosisOf(message) });
    }
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };
  /** Ends when a whole pass sees nothing new. */
  const pass = async (most: number): Promise<void> => {
    const scan = scanQueue(move.sqs, move.from);
    const goal = moved.length + most;
    try {
      for (let batch = await scan.next(); batch.length > 0; batch = await scan.next()) {
        for (const { MessageId = '' } of batch) seen.add(MessageId);
        const chosen = choose(batch, goal - moved.length);
        for (let at = 0; at < chosen.length; ) {
          if (context.signal.aborted) throw new CommandError('stopped before the end');
          const together = chosen.slice(at, at + pace.together());
          at += together.length;
          if (!move.dryRun) await pace.wait(together.length);
          await send(together, scan);
        }
        if (context.signal.aborted) throw new CommandError('stopped before the end');
        if (moved.length >= goal) return;
      }
    } finally {
      await scan.release();
    }
  };
  const passMost =
    move.dryRun || move.rate.perSecond === Number.POSITIVE_INFINITY
      ? Number.POSITIVE_INFINITY
      : Math.max(1, Math.floor((move.rate.whileEventsWait ?? move.rate.perSecond) * passSecondsMax));
  return {
    move: async (most) => {
      const goal = moved.length + most;
      try {
        while (moved.length < goal) {
          const wanted = Math.min(goal - moved.length, passMost);
          const before = moved.length;
          await pass(wanted);
          if (moved.length - before < wanted) break;
        }
        return undefined;
      } catch (failure) {
        return failure;
      }
    },
    moved,
    seen: () => seen.size,
    left: () => left.size,
    notRemoved: () => kept.size,
  };
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
