import type { SQSRecord } from 'aws-lambda';
import { arnOf, region } from '../../lib/local/aws/account.ts';
import type { QueuesModel } from '../models/queues.ts';
import type { PolledQueue } from './event-source.ts';

interface Answered {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: SQSRecord['attributes'];
  readonly MessageAttributes?: Readonly<Record<string, { DataType: string; StringValue?: string }>>;
}

/**
 * A queue as the event source sees it: records of the function's event.
 * @param onDeleted told of each message that was deleted, which SQS may yet hand out again
 */
export function polledQueue(
  queues: QueuesModel,
  name: string,
  onDeleted: (messageId: string) => void = () => {},
): PolledQueue {
  const QueueUrl = queues.urlOf(name);
  return {
    nextVisibleMs: () => queues.nextVisibleMs(name),
    receive: (max) => {
      const { Messages = [] } = queues.execute('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: max,
        // A long poll: at the queue's bound of messages in flight it brings nothing, where a short one fails.
        WaitTimeSeconds: 20,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      }) as { Messages?: readonly Answered[] };
      return Messages.map((message) => recordOf(name, message));
    },
    delete: (messages) => {
      const Entries = messages.map(({ receiptHandle }, at) => ({
        Id: `${at}`,
        ReceiptHandle: receiptHandle,
      }));
      queues.execute('DeleteMessageBatch', { QueueUrl, Entries });
      for (const { messageId } of messages) onDeleted(messageId);
    },
  };
}

const recordOf = (queueName: string, message: Answered): SQSRecord => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes as SQSRecord['attributes'],
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue }]) => [
      name,
      {
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  ),
  // The model makes none, and no function reads it.
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: arnOf('sqs', queueName),
  awsRegion: region,
});
