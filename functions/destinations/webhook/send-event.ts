import { defineOperation } from '../../core/declare/operation.ts';
import { webhook } from './index.ts';

/** As the specification recommends it; less than 20 KB. */
export interface WebhookEvent {
  /** `invoice.paid` */
  readonly type: string;
  /** When it happened, RFC 3339: the same for every attempt. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const dayMs = 24 * 60 * 60 * 1_000;

/** Any 2xx is a yes, and its body says nothing. */
export const sendEvent = defineOperation<WebhookEvent>({
  name: 'send-event',
  destination: webhook,
  // The endpoint's address is all of it.
  request: (value) => ({ method: 'POST', path: '/', body: { encoding: 'json', value } }),
  // A webhook may come twice, and its id tells: it holds for as long as the ledger remembers an event. As a digest, because
  // what our integrations are called is nobody's business there.
  repeat: { by: 'key', header: 'webhook-id', maxLength: 64, windowMs: 28 * dayMs },
  receipt: 'none',
  accepts: [200, 201, 202, 203, 204, 205, 206, 208, 226],
  statuses: { 207: 'success' },
});
