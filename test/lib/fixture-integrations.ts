/** Three integrations of two destinations, with numbers that make the arithmetic of the stack easy to follow. */
import * as z from 'zod/mini';
import { type Destination, defineDestination, defineOperation } from '../../functions/core/destination.ts';
import { defineEvent } from '../../functions/core/event.ts';
import { type AnyIntegration, defineIntegration } from '../../functions/core/integration.ts';

interface Order {
  readonly id: string;
}

function destination(name: string, rateLimits: Destination['rateLimits']): Destination {
  return defineDestination({
    name,
    baseUrl: `https://api.${name}.example`,
    allowedHosts: [`api.${name}.example`],
    apiVersion: { value: '1', documentation: `https://${name}.example/docs` },
    credentials: z.object({ apiKey: z.string() }),
    headers: () => ({}),
    rateLimits,
    requestTimeoutMs: 10_000,
    readError: () => ({}),
    requestIdHeader: 'request-id',
    loggedHeaders: [],
    probe: { method: 'GET', path: '/me' },
  });
}

/** 100 requests a second, the least of the two. */
const billing = destination('billing', [
  { requests: 100, windowMs: 1_000 },
  { requests: 60_000, windowMs: 60_000 },
]);
const support = destination('support', [{ requests: 10, windowMs: 1_000 }]);

const orderPlaced = defineEvent({
  type: 'order.placed',
  data: z.object({ id: z.string() }),
  personal: [],
  example: { id: '1' },
});
const orderPaid = defineEvent({
  type: 'order.paid',
  data: z.object({ id: z.string() }),
  personal: [],
  example: { id: '1' },
});

const map = {
  map: (source: Order) => ({ output: source, report: { defaulted: [], coerced: [], unmapped: [] } }),
  lineage: [],
  unread: {},
};

const createInvoice = defineOperation<Order>({
  name: 'create-invoice',
  destination: billing,
  request: () => ({ method: 'POST', path: '/invoices' }),
  repeat: { by: 'key', header: 'Idempotency-Key', windowMs: 86_400_000 },
  receipt: () => undefined,
});

const openTicket = defineOperation<Order>({
  name: 'open-ticket',
  destination: support,
  request: () => ({ method: 'POST', path: '/tickets' }),
  repeat: { by: 'lookup', request: () => ({ method: 'GET', path: '/tickets' }) },
  followUp: () => undefined,
  receipt: () => undefined,
});

export const orderPlacedToBilling = defineIntegration({
  name: 'order-placed-to-billing',
  event: orderPlaced,
  map,
  operation: createInvoice,
});
export const orderPaidToBilling = defineIntegration({
  name: 'order-paid-to-billing',
  event: orderPaid,
  map,
  operation: createInvoice,
});
export const orderPlacedToSupport = defineIntegration({
  name: 'order-placed-to-support',
  event: orderPlaced,
  map,
  operation: openTicket,
});

export const fixtureIntegrations: readonly AnyIntegration[] = [
  orderPlacedToBilling,
  orderPaidToBilling,
  orderPlacedToSupport,
];
