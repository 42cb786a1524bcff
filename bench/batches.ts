/** Batches as SQS hands them to a function. */
import type { Context, SQSEvent } from 'aws-lambda';
import { customerCreated } from '../test/fixtures/shop/functions/events/customer-created.ts';

/** A full batch: what a backlog is carried by. */
export const batchSize = 10;

/** A batch of new customers, numbered from `first`. */
export const eventsFrom = (first: number): SQSEvent => ({
  Records: Array.from({ length: batchSize }, (_, n) => recordOf(first + n)),
});

const recordOf = (number: number) => ({
  messageId: `message-${number}`,
  receiptHandle: 'handle',
  body: JSON.stringify({
    specversion: '1.0',
    id: `event-${number}`,
    source: 'urn:interlock:bench',
    type: customerCreated.type,
    time: new Date().toISOString(),
    subject: `${number + 1}`,
    data: { ...customerCreated.example, customerId: number + 1, email: `customer${number}@example.com` },
  }),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: `${Date.now()}`,
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: `${Date.now()}`,
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
  awsRegion: 'us-east-1',
});

export const context = {
  awsRequestId: 'request',
  getRemainingTimeInMillis: () => 30_000,
} as Context;
