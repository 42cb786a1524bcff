import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { visibilitySeconds } from '../backoff.ts';
import type { Diagnosis } from '../diagnosis.ts';

export interface Queue {
  /**
   * Hides the message until its wait is over. The receipt is used up by it only if it works: when it does not, the
   * message comes back at the queue's own visibility timeout, which is later and loses nothing.
   */
  readonly defer: (record: SQSRecord, waitMs: number) => Promise<void>;
  /** Puts the untouched body into the dead-letter queue; resolves when SQS has it. */
  readonly bury: (record: SQSRecord, diagnosis: Diagnosis) => Promise<void>;
  /** Asks the supervisor to look at a destination now; resolves when SQS has it. */
  readonly askToLook: (destination: string) => Promise<void>;
}

/** @param redact takes every secret out of a text */
export function createQueue(
  client: Pick<SQSClient, 'send'>,
  redact: (text: string) => string,
  urls: { queueUrl: string; deadLetterQueueUrl: string; supervisorQueueUrl: string },
): Queue {
  return {
    defer: async (record, waitMs) => {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: urls.queueUrl,
          ReceiptHandle: record.receiptHandle,
          VisibilityTimeout: visibilitySeconds(waitMs),
        }),
      );
    },
    bury: async (record, diagnosis) => {
      await client.send(
        new SendMessageCommand({
          QueueUrl: urls.deadLetterQueueUrl,
          MessageBody: record.body,
          MessageAttributes: {
            diagnosis: { DataType: 'String', StringValue: sendable(redact(JSON.stringify(diagnosis))) },
          },
        }),
      );
    },
    askToLook: async (destination) => {
      const ask = {
        QueueUrl: urls.supervisorQueueUrl,
        MessageBody: JSON.stringify({ ask: 'look', destination }),
      };
      await client.send(new SendMessageCommand(ask));
    },
  };
}

/**
 * The two characters that JSON writes as they are and SQS refuses: a third party must not be able to keep a dead letter
 * out of the queue by what it says.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const sendable = (json: string) => json.replace(/[\ufffe\uffff]/g, '\ufffd');
