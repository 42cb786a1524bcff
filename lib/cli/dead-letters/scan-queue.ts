/** Reads a queue from end to end without taking anything out of it. */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface Scan {
  /** Messages not seen before, at most ten; the empty list when there is nothing new. */
  readonly next: () => Promise<readonly Message[]>;
  /** Takes a message out of the queue for good. */
  readonly remove: (message: Message) => Promise<void>;
  /** Puts back at once what was received and not removed. Never throws: it all comes back by itself, only later. */
  readonly release: () => Promise<void>;
}

/** Long enough to read thirty thousand messages; a command that dies meanwhile hides them no longer than this. */
export const holdSeconds = 300;
/** What SQS gives and takes in one call. */
const batchMost = 10;

/**
 * Receives every message once and hides it while the scan goes on. Ends when a whole receive, which with a wait asks
 * all of SQS' servers, brings nothing new. Call `release` whatever happens.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 */
export function scanQueue(sqs: SQSClient, queueUrl: string): Scan {
  const held = new Map<string, Message>();
  const seen = new Set<string>();
  const key = ({ MessageId, ReceiptHandle }: Message) => MessageId ?? ReceiptHandle ?? '';
  return {
    next: async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: batchMost,
          VisibilityTimeout: holdSeconds,
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      const fresh = Messages.filter((message) => !seen.has(key(message)));
      for (const message of Messages) {
        seen.add(key(message));
        // The latest receipt is the one that counts.
        held.set(key(message), message);
      }
      return fresh;
    },
    remove: async (message) => {
      const { ReceiptHandle } = held.get(key(message)) ?? message;
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      held.delete(key(message));
    },
    release: async () => {
      const receipts = [...held.values()].map(({ ReceiptHandle }) => ReceiptHandle);
      held.clear();
      for (let at = 0; at < receipts.length; at += batchMost) {
        const entries = receipts
          .slice(at, at + batchMost)
          .map((ReceiptHandle, n) => ({ Id: `${n}`, ReceiptHandle, VisibilityTimeout: 0 }));
        await sqs
          .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries: entries }))
          .catch(() => undefined);
      }
    },
  };
}
