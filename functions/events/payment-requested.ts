import * as z from 'zod/mini';
import { type DataOf, defineEvent } from '../core/declare/event.ts';
import { currencyCode, positiveDecimal, positiveInteger, text } from './formats.ts';

/** A customer is to be charged. */
export const paymentRequested = defineEvent({
  type: 'payment.requested',
  data: z.looseObject({
    // An id of ours; 255 leaves room for any scheme and stays below the 500 of Stripe's metadata values.
    paymentId: text(255),
    customerId: positiveInteger(),
    amount: positiveDecimal(),
    currency: currencyCode(),
    // Shown to people on receipts; 1,000 is the limit of Stripe, the only one that gets it.
    description: z.nullable(text(1000)),
  }),
  personal: ['description'],
  example: {
    paymentId: 'pay_2026_000917',
    customerId: 48213,
    amount: '19.99',
    currency: 'EUR',
    description: 'Invoice 2026-000917',
  },
});

export type PaymentRequested = DataOf<typeof paymentRequested>;
