/** Messages of an integration's events as SQS hands them to its function: ids as long as real ones, all fields given. */
import type { SQSRecord } from 'aws-lambda';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { schemaAttribute } from '../../functions/core/declare/versions.ts';
import { createRandom } from '../../test/simulation/random.ts';

/** New events, all of the same length. */
export function createRecords(integration: AnyIntegration, now: () => number) {
  const random = createRandom(`records of ${integration.name}`);
  let number = 10_000;
  const one = (): SQSRecord => {
    number += 1;
    return recordOf(bodyOf(integration, random.id(), number, now()), random.id(), now());
  };
  return (count: number): SQSRecord[] => Array.from({ length: count }, one);
}

/** The same message once more: after its wait is over, or as a second copy. */
export const again = (record: SQSRecord, messageId = record.messageId): SQSRecord => ({
  ...record,
  messageId,
  attributes: { ...record.attributes, ApproximateReceiveCount: '2' },
});

/** What makes events different third parties' business: the example's fields of that name are numbered. */
const numbered = (example: object, number: number) => ({
  ...example,
  ...('customerId' in example ? { customerId: number } : {}),
  ...('email' in example ? { email: `ada.lovelace.${number}@example.com` } : {}),
  ...('paymentId' in example ? { paymentId: `pay_2026_${number}` } : {}),
});

const bodyOf = ({ event }: AnyIntegration, id: string, number: number, nowMs: number) =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: 'urn:example:shop',
    type: event.type,
    time: new Date(nowMs).toISOString(),
    subject: `customers/${number}`,
    correlationid: id,
    ...schemaAttribute(event),
    data: numbered(event.example as object, number),
  });

const recordOf = (body: string, messageId: string, nowMs: number): SQSRecord => ({
  messageId,
  receiptHandle: 'handle',
  body,
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: `${nowMs}`,
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: `${nowMs}`,
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:queue',
  awsRegion: 'us-east-1',
});
