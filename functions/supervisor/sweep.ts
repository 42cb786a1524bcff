/** Looks through one queue, and puts aside what SQS would soon drop. Whoever else receives from it has nothing to receive meanwhile. */
import type { PausedQueue, WaitingMessage } from '../core/aws/paused-queue.ts';
import { ageMsOf, isLastChance, type LastChance } from '../core/deliver/last-chance.ts';

export interface SweepOptions {
  readonly queue: PausedQueue;
  readonly lastChance: Pick<LastChance, 'ageMs' | 'receives'>;
  /** Resolves when the dead-letter queue has the message with its diagnosis. */
  readonly putAside: (message: WaitingMessage) => Promise<void>;
  /** When to leave off, epoch milliseconds. */
  readonly endMs: number;
  /** How many messages the parts of this round before it have seen in this queue, and hide. @default - it is the first */
  readonly seenBefore?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Swept {
  /** The queue was looked through, as far as SQS lets it. */
  readonly isWhole: boolean;
  /** How many messages this round has seen in it by now. */
  readonly seen: number;
  /** Age of the oldest message seen, milliseconds; `undefined`: there was none. */
  readonly oldestMs: number | undefined;
  /** When the oldest of those was sent that were left in the queue, epoch milliseconds. */
  readonly oldestLeftSentAtMs: number | undefined;
  /** How many were put aside. */
  readonly expired: number;
  /** Of a step that SQS refused: what it was about stays in the queue. */
  readonly failure?: unknown;
}

/** Calls side by side: a call takes some 20 ms, so that 30,000 messages are seen in an invocation's share of time. */
const lanes = 5;

/**
 * As many calls as seeing them took would let all be seen again at once. What is left by then comes back by itself, at the
 * end of its hiding; the function has time for it, for who sweeps does not probe.
 */
const releaseMsMax = 10_000;
/** The most of a call. */
const releasedTogether = 10;

/**
 * A round sees a queue whole, in whatever order SQS hands it out: a few old messages among many young ones are seen by
 * nobody who leaves off before. It hides what it has seen, and SQS lets 120,000 be hidden, the workers' among them: of a
 * queue that is larger a round sees so many of the oldest.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const seenMax = 100_000;

/** Never rejects: what was seen and put aside before a failure is told together with it. */
export async function sweep({
  queue,
  lastChance,
  putAside,
  endMs,
  seenBefore = 0,
  now,
}: SweepOptions): Promise<Swept> {
  // Young ones stay hidden until the end: what is seen once is not seen again.
  const young: WaitingMessage[] = [];
  let oldestMs: number | undefined;
  let expired = 0;
  let seen = seenBefore;
  let isWhole = false;
  let failure: unknown;

  const lane = async (batchesMax = Number.POSITIVE_INFINITY) => {
    for (
      let batch = 0;
      batch < batchesMax && !isWhole && failure === undefined && now() < endMs;
      batch += 1
    ) {
      const messages = await queue.receive();
      const nowMs = now();
      const old = messages.filter(({ attributes }) => isLastChance(attributes, lastChance, nowMs));
      for (const message of messages) {
        oldestMs = Math.max(oldestMs ?? 0, ageMsOf(message.attributes, nowMs));
        if (!old.includes(message)) young.push(message);
      }
      seen += messages.length;
      await bury(old);
      if (messages.length === 0 || seen >= seenMax) isWhole = true;
    }
  };
  /** In the dead-letter queue first; what cannot be put there stays. */
  const bury = async (old: readonly WaitingMessage[]) => {
    const put = await Promise.allSettled(old.map(putAside));
    const safe = old.filter((_, at) => put[at]?.status === 'fulfilled');
    await queue.remove(safe);
    expired += safe.length;
    const refused = put.find((one) => one.status === 'rejected');
    if (refused !== undefined) throw refused.reason;
  };
  const tried = (run: () => Promise<void>) =>
    run().catch((error: unknown) => {
      failure ??= error;
    });

  // Most queues are empty, or nearly so: one call shows it.
  await tried(() => lane(1));
  await Promise.all(Array.from({ length: lanes }, () => tried(() => lane())));
  const sentAtMs = young.map(({ attributes }) => Number(attributes.SentTimestamp));
  const letGo = async () => {
    while (young.length > 0 && now() < endMs + releaseMsMax)
      await queue.release(young.splice(-releasedTogether));
  };
  // If it goes on, they stay hidden from what follows.
  if (isWhole || failure !== undefined) await Promise.all(Array.from({ length: lanes }, () => tried(letGo)));
  const oldestLeftSentAtMs = sentAtMs.length === 0 ? undefined : sentAtMs.reduce((a, b) => Math.min(a, b));
  return {
    isWhole,
    seen,
    oldestMs,
    oldestLeftSentAtMs,
    expired,
    ...(failure === undefined ? {} : { failure }),
  };
}
