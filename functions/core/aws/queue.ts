import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Diagnosis } from '../deliver/diagnosis.ts';
import type { Queue } from '../deliver/queue.ts';

/** @param redact takes every secret out of a text */
export function createQueue(
  client: Pick<SQSClient, 'send'>,
  redact: (text: string) => string,
  urls: { queueUrl: string; deadLetterQueueUrl: string; supervisorQueueUrl: string },
): Queue {
  return {
    defer: async (message, waitMs) => {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: urls.queueUrl,
          ReceiptHandle: message.receiptHandle,
          VisibilityTimeout: visibilitySeconds(waitMs),
        }),
      );
    },
    deadLetter: async (message, diagnosis) => {
      await client.send(deadLetterCommand(urls.deadLetterQueueUrl, message.body, diagnosis, redact));
    },
    askToLook: (destination) => ask({ ask: 'look', destination }),
    askForToken: (destination, refusedToken) => ask({ ask: 'look', destination, refusedToken }),
    askToSweep: (destination) => ask({ ask: 'sweep', destination, running: true }),
  };

  async function ask(request: object): Promise<void> {
    const MessageBody = JSON.stringify(request);
    await client.send(new SendMessageCommand({ QueueUrl: urls.supervisorQueueUrl, MessageBody }));
  }
}

/** Puts the untouched body into a dead-letter queue. */
export const deadLetterCommand = (
  deadLetterQueueUrl: string,
  body: string,
  diagnosis: Diagnosis,
  redact: (text: string) => string,
): SendMessageCommand =>
  new SendMessageCommand({
    QueueUrl: deadLetterQueueUrl,
    MessageBody: body,
    MessageAttributes: {
      diagnosis: { DataType: 'String', StringValue: sendable(redact(JSON.stringify(diagnosis))) },
    },
  });

/**
 * The two characters that JSON writes as they are and SQS refuses: a third party must not be able to keep a dead letter
 * out of the queue by what it says.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const sendable = (json: string) => json.replace(/[\ufffe\uffff]/g, '\ufffd');

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
