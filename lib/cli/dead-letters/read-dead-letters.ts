/** A message of a dead-letter queue, as far as it can be read. */
import { createHash } from 'node:crypto';
import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { Diagnosis } from '../../../functions/core/deliver/diagnosis.ts';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { scanQueue } from './scan-queue.ts';

export interface DeadLetter {
  /** Absent when the body is no event that could be read. */
  readonly eventId?: string;
  readonly source?: string;
  readonly type?: string;
  readonly subject?: string;
  /** The event as it was published: it opens what the log holds of it under seal. */
  readonly body: string;
  /** Absent when SQS moved the message itself: the function never came to say why. */
  readonly diagnosis?: Diagnosis;
  /** How often the message was received, by SQS' count; looking at it counts too. */
  readonly receiveCount: number;
  /** How many messages hold this same event. */
  readonly copies: number;
}

export interface ReadOptions {
  /** Stops after so many messages. */
  readonly most?: number;
  readonly signal?: AbortSignal;
}

/** Every dead letter of a queue once, by event; all messages stay in the queue and are visible again at the end. */
export async function readDeadLetters(
  sqs: SQSClient,
  queueUrl: string,
  { most = Number.POSITIVE_INFINITY, signal }: ReadOptions = {},
): Promise<readonly DeadLetter[]> {
  const scan = scanQueue(sqs, queueUrl);
  const messages: Message[] = [];
  try {
    for (let batch = await scan.next(); batch.length > 0; batch = await scan.next()) {
      messages.push(...batch);
      if (messages.length >= most || signal?.aborted === true) break;
    }
  } finally {
    await scan.release();
  }
  return lettersOf(messages);
}

/** What these messages hold, each event once: the last that was read of it. */
export function lettersOf(messages: readonly Message[]): readonly DeadLetter[] {
  const letters = new Map<string, DeadLetter>();
  for (const message of messages) {
    const earlier = letters.get(identityOf(message));
    letters.set(identityOf(message), { ...deadLetterOf(message), copies: (earlier?.copies ?? 0) + 1 });
  }
  return [...letters.values()];
}

/** The event, by `source` and `id`; by its bytes where it has none that can be read. */
export function identityOf({ Body = '' }: Message): string {
  const { source, id } = peekEvent(Body);
  return source !== undefined && id !== undefined
    ? JSON.stringify([source, id])
    : createHash('sha256').update(Body).digest('hex');
}

/** The same of a letter that was read. */
export const identityOfLetter = ({ body }: Pick<DeadLetter, 'body'>): string => identityOf({ Body: body });

function deadLetterOf(message: Message): Omit<DeadLetter, 'copies'> {
  const { id, ...event } = peekEvent(message.Body ?? '');
  const diagnosis = diagnosisOf(message);
  return {
    ...(id === undefined ? {} : { eventId: id }),
    ...event,
    body: message.Body ?? '',
    ...(diagnosis === undefined ? {} : { diagnosis }),
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
  };
}

/** What a dead letter counts as that SQS moved itself. */
export const undiagnosed = 'NO_DIAGNOSIS';

/** Why a message is dead. */
export const codeOf = (message: Message): string => diagnosisOf(message)?.code ?? undiagnosed;

/** Anyone who may send to the queue may have written the attribute: what is not a diagnosis is as good as none. */
export function diagnosisOf({ MessageAttributes }: Message): Diagnosis | undefined {
  try {
    const value = JSON.parse(MessageAttributes?.diagnosis?.StringValue ?? 'null') as Diagnosis | null;
    return typeof value?.code === 'string' && typeof value.advice === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
