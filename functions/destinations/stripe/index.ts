import { defineDestination, type Judgement } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { bearerCredentials } from '../credentials.ts';
import { asObject, jsonBody, told } from '../json-body.ts';

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
  statuses: {
    // The key may not do this; no event will pass before someone changes the key.
    403: 'credentials',
    // Another request with this idempotency key is being worked on.
    409: 'retryable',
    // Something that Stripe depends on failed under way.
    424: 'ambiguous',
  },
  judge,
  readError: (response) => {
    const error = asObject(jsonBody(response)?.error);
    return told(error?.code ?? error?.type, error?.message);
  },
  requestIdHeader: 'request-id',
  loggedHeaders: [
    'date',
    'idempotent-replayed',
    'request-id',
    'retry-after',
    'stripe-rate-limited-reason',
    'stripe-should-retry',
    'stripe-version',
  ],
  probe: { method: 'GET', path: '/v1/balance' },
});

/** Stripe says itself whether a 4xx may be repeated. https://docs.stripe.com/error-low-level */
function judge(response: HttpResponse): Judgement | undefined {
  const { statusCode, headers } = response;
  // Stripe keeps a 500 under its key as well: every repetition brings this one back, and nothing new is tried.
  if (statusCode >= 500 && headers['idempotent-replayed'] === 'true') {
    return {
      verdict: 'unknown',
      message: `Stripe keeps answering this key with its first status ${statusCode}`,
    };
  }
  if (statusCode < 400 || statusCode > 499 || statusCode === 401 || statusCode === 429) return undefined;
  const type = asObject(jsonBody(response)?.error)?.type;
  // The key was used with other parameters: something was carried out, but not what this request says.
  if (statusCode === 400 && type === 'idempotency_error') return { verdict: 'unknown', code: type };
  if (headers['stripe-should-retry'] === 'true') return { verdict: 'retryable' };
  if (headers['stripe-should-retry'] === 'false' && statusCode === 409) return { verdict: 'terminal' };
  return undefined;
}
