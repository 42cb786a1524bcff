/** Stripe keeps the answer to a key for at least 24 hours. https://docs.stripe.com/api/idempotent_requests */
export const idempotencyKey = {
  by: 'key',
  header: 'idempotency-key',
  windowMs: 24 * 60 * 60 * 1000,
} as const;
