import type { AddressedRequest, Authorization } from '../authorize.ts';
import { bytesOf, hmac } from '../digest.ts';

export interface StandardWebhooksOptions {
  /** Each `whsec_…`: while one is replaced by another, both sign. */
  readonly secrets: readonly string[];
  /** The same for every attempt of one delivery: its idempotency key, for one. */
  readonly id: string;
  readonly nowMs: number;
}

/**
 * The headers of a signed webhook.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function standardWebhooks(
  { body }: Pick<AddressedRequest, 'body'>,
  { secrets, id, nowMs }: StandardWebhooksOptions,
): Authorization {
  const timestamp = `${Math.floor(nowMs / 1_000)}`;
  const signatures = secrets.map((secret) => {
    const key = bytesOf(secret.replace(/^whsec_/, ''));
    return `v1,${hmac('sha256', key, `${id}.${timestamp}.${body}`, 'base64')}`;
  });
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    },
  };
}
