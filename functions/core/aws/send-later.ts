import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Sends a message as JSON; it can be received after so many seconds, 900 at most. Throws what SQS answered. */
export type SendLater = (message: object, afterSeconds: number) => Promise<void>;

/** The most that SQS takes. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
const delaySecondsMax = 900;

export const createSendLater =
  (client: Pick<SQSClient, 'send'>, queueUrl: string): SendLater =>
  async (message, afterSeconds) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.min(delaySecondsMax, afterSeconds),
      }),
    );
  };
