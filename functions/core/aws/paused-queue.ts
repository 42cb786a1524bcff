/** A queue that no event source receives from: looked through by whoever paused it. */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { Diagnosis } from '../deliver/diagnosis.ts';
import { deadLetterCommand } from './queue.ts';

/** A message in its queue, with what tells its age. */
export interface WaitingMessage extends Pick<SQSRecord, 'receiptHandle' | 'body'> {
  readonly attributes: Pick<
    SQSRecord['attributes'],
    'SentTimestamp' | 'ApproximateReceiveCount' | 'ApproximateFirstReceiveTimestamp'
  >;
}

/** All of it throws what SQS answered. */
export interface PausedQueue {
  /** Some of the messages, ten at most, hidden from now on; none: there is none to see. */
  readonly receive: () => Promise<readonly WaitingMessage[]>;
  /** Lets them be seen again at once. Those that cannot be are seen when they are no longer hidden. */
  readonly release: (messages: readonly WaitingMessage[]) => Promise<void>;
  /** Puts the untouched body into the dead-letter queue; resolves when SQS has it. */
  readonly deadLetter: (message: WaitingMessage, diagnosis: Diagnosis) => Promise<void>;
  /** What is not deleted comes back. */
  readonly remove: (messages: readonly WaitingMessage[]) => Promise<void>;
}

export interface PausedQueueOptions {
  readonly client: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** For how long what was received is hidden. */
  readonly hiddenSeconds: number;
  /** Takes every secret out of a text. */
  readonly redact: (text: string) => string;
}

/** The most of a call. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const batchMax = 10;

/**
 * A wait of any length asks all of SQS' servers, where none asks some of them: no message is then no message.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */
const waitSeconds = 1;

export function createPausedQueue(options: PausedQueueOptions): PausedQueue {
  const { client, queueUrl: QueueUrl } = options;
  return {
    receive: async () => {
      const { Messages = [] } = await client
        .send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: batchMax,
            VisibilityTimeout: options.hiddenSeconds,
            WaitTimeSeconds: waitSeconds,
            MessageSystemAttributeNames: [
              'SentTimestamp',
              'ApproximateReceiveCount',
              'ApproximateFirstReceiveTimestamp',
            ],
          }),
        )
        .catch(emptyWhereNone);
      return Messages.map(({ ReceiptHandle = '', Body = '', Attributes }) => ({
        receiptHandle: ReceiptHandle,
        body: Body,
        attributes: Attributes as WaitingMessage['attributes'],
      }));
    },
    release: async (messages) => {
      for (const Entries of batches(messages, { VisibilityTimeout: 0 }))
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
    },
    deadLetter: async ({ body }, diagnosis) => {
      await client.send(deadLetterCommand(options.deadLetterQueueUrl, body, diagnosis, options.redact));
    },
    remove: async (messages) => {
      for (const Entries of batches(messages, {}))
        await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    },
  };
}

/**
 * Which integrations there are is in the code, and their queues are made one after the other: in the midst of a deployment
 * there may be none yet, and after a rollback none any more. Then nothing waits.
 */
function emptyWhereNone(error: unknown): { readonly Messages?: undefined } {
  const { name } = error as Error;
  if (missingQueue.includes(name)) return {};
  throw error;
}

/** By the JSON protocol, and what SQS calls it where it answers as the older query protocol does. */
const missingQueue = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** Entries of batch calls. */
function batches<More extends object>(messages: readonly WaitingMessage[], more: More) {
  return Array.from({ length: Math.ceil(messages.length / batchMax) }, (_, batch) =>
    messages
      .slice(batch * batchMax, (batch + 1) * batchMax)
      .map(({ receiptHandle }, at) => ({ Id: `${at}`, ReceiptHandle: receiptHandle, ...more })),
  );
}
