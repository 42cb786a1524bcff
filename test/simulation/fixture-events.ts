import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { paymentRequested } from '../fixtures/shop/functions/events/payment-requested.ts';

/** The body of a `customer.created`: each number is another customer. */
export const customerBody = (number: number, id = `customer-${number}`) =>
  body(id, customerCreated.type, {
    ...customerCreated.example,
    customerId: number,
    email: `customer.${number}@example.com`,
  });

/** The body of a `payment.requested`. */
export const paymentBody = (number: number, id = `payment-${number}`) =>
  body(id, paymentRequested.type, {
    ...paymentRequested.example,
    customerId: number,
    paymentId: `pay_${number}`,
  });

const body = (id: string, type: string, data: unknown) =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: '/shop',
    type,
    time: '2026-01-01T00:00:00Z',
    subject: id,
    data,
  });
