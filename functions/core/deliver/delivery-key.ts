import { createHash } from 'node:crypto';

/** What makes two messages the same delivery. Never the message id: SQS gives a redriven message a new one. */
export interface DeliveryIdentity {
  readonly integration: string;
  readonly source: string;
  readonly id: string;
}

/**
 * Key of the delivery in the ledger: `<integration>#<sha256 of [source, id]>`. Hashed, because source and id together
 * may exceed the 2,048 bytes of a partition key, and JSON of the pair, so that no two pairs meet in one text.
 */
export function deliveryKey({ integration, source, id }: DeliveryIdentity): string {
  return `${integration}#${createHash('sha256')
    .update(JSON.stringify([source, id]))
    .digest('hex')}`;
}

/**
 * Idempotency key sent to the third party: the same for ever for one delivery, until it is known not to have been done (a
 * person has looked, or it was refused for good) and is sent anew. Under the old key the third party would repeat what it
 * answered, and take no other bytes. Stripe takes up to 255 characters, Adyen 64, some banks 40.
 * @param maxLength a longer key is replaced by as much of its digest: 32 characters in hex are 128 bits, so that no two
 *   deliveries meet
 */
export function idempotencyKey(identity: DeliveryIdentity, approvals: number, maxLength?: number): string {
  const whole = `interlock-${deliveryKey(identity).replace('#', '-')}`;
  const key = approvals === 0 ? whole : `${whole}-${approvals}`;
  if (maxLength === undefined || key.length <= maxLength) return key;
  return createHash('sha256').update(key).digest('hex').slice(0, maxLength);
}
