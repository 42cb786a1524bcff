import { defineDestination } from '../../core/declare/destination.ts';
import { bearerCredentials } from '../credentials.ts';
import { told } from '../json-body.ts';
import { codes, errorOf, judge, statuses } from './errors.ts';

const apiVersion = { value: '2026-10-28.endive', documentation: 'https://docs.stripe.com/changelog' };

/** Payments and billing. https://docs.stripe.com/api */
export const stripe = defineDestination({
  name: 'stripe',
  baseUrl: 'https://api.stripe.com',
  allowedHosts: ['api.stripe.com'],
  apiVersion,
  credentials: bearerCredentials,
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}`, 'stripe-version': apiVersion.value }),
  // A sandbox, and any one endpoint of a live account, takes 25 a second. https://docs.stripe.com/rate-limits
  rateLimits: [{ requests: 25, windowMs: 1_000 }],
  // Creating takes about a second. What is cut off is ambiguous and costs a repetition, so the slow ones get time.
  requestTimeoutMs: 20_000,
  statuses,
  codes,
  judge,
  readError: (response) => {
    const { type, code, message } = errorOf(response);
    return told(code ?? type, message);
  },
  isOwnError: (response) => errorOf(response).type !== undefined,
  requestIdHeader: 'request-id',
  // https://docs.stripe.com/api/errors
  loggedFields: ['error.type', 'error.code', 'error.decline_code', 'error.param', 'id', 'object', 'status'],
  loggedHeaders: [
    'date',
    'idempotent-replayed',
    'request-id',
    'retry-after',
    'stripe-rate-limited-reason',
    'stripe-should-retry',
    'stripe-version',
  ],
  // What whoever writes customers may read, and of nobody that there is; a key for payments only is told that it may not,
  // which proves it as well. https://docs.stripe.com/api/customers/list
  probe: {
    method: 'GET',
    path: '/v1/customers',
    query: { email: 'interlock-probe@example.invalid', limit: '1' },
  },
});
