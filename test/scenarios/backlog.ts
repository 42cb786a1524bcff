/** Events by the hundred, and how they get to the topic. */
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import type { LocalAws } from '../../lib/local/aws/local-aws.ts';
import { topicName } from '../../lib/names.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { paymentRequested } from '../fixtures/shop/functions/events/payment-requested.ts';

export interface Published {
  readonly id: string;
  /** What the third parties know the thing by. */
  readonly externalId: string;
  readonly type: string;
  readonly data: object;
}

/** The third parties know them as `1` to `count`. */
export const customers = (count: number): readonly Published[] =>
  numbers(count).map((customerId) => ({
    id: `customer-${customerId}`,
    externalId: `${customerId}`,
    type: customerCreated.type,
    data: { ...customerCreated.example, customerId, email: `customer${customerId}@example.com` },
  }));

/** Wallet knows them as `pay-1` to `pay-<count>`. */
export const payments = (count: number): readonly Published[] =>
  numbers(count).map((n) => ({
    id: `payment-${n}`,
    externalId: `pay-${n}`,
    type: paymentRequested.type,
    data: { ...paymentRequested.example, paymentId: `pay-${n}`, customerId: n },
  }));

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

/** Publishes all of them as fast as the topic takes them. Rejects when it refuses one. */
export async function publishAll(aws: LocalAws, events: readonly Published[]): Promise<void> {
  const sns = new SNSClient(aws.client);
  const time = new Date().toISOString();
  // SNS takes ten messages in one call.
  for (let at = 0; at < events.length; at += 10) {
    const PublishBatchRequestEntries = events
      .slice(at, at + 10)
      .map(({ id, externalId: subject, type, data }, n) => ({
        Id: `${n}`,
        Message: JSON.stringify({
          specversion: '1.0',
          id,
          source: 'urn:example:shop',
          type,
          time,
          subject,
          data,
        }),
      }));
    const TopicArn = aws.topicArn(topicName('local'));
    const { Failed = [] } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
    if (Failed.length > 0) throw new Error(`the topic refused ${Failed.length} events`);
  }
  sns.destroy();
}
