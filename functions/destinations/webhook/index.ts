import * as z from 'zod/mini';
import { authorizeBy } from '../../core/declare/authorize.ts';
import { defineDestination } from '../../core/declare/destination.ts';
import { nonceOf } from '../../core/declare/digest.ts';
import { standardWebhooks } from '../../core/declare/signing/standard-webhooks.ts';
import { secretOf } from '../credentials.ts';
import { jsonBody, told } from '../json-body.ts';
import { judge, statuses } from './errors.ts';

const specification =
  'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md';

/** 24 to 64 bytes in Base64, as the specification has them. */
const signingSecret = () =>
  z
    .string()
    .check(z.regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in Base64'));

/** Of the endpoint: the present one; while it is replaced, the next one beside it. Both sign, so that either may be known there. */
const secret = secretOf({ secrets: z.array(signingSecret()).check(z.minLength(1), z.maxLength(2)) });

/**
 * A customer's endpoint that takes our events, by Standard Webhooks 1.0.0. Its address is the secret's `baseUrl`, the whole of
 * it but for a query. Each other endpoint is an account of its own, with its own secret, limit and parking:
 * `accountOf(webhook, 'webhook-acme', { allowedHosts: ['hooks.acme.example'], rateLimits: […] })`, and `operationAt`.
 *
 * Whose address it is does not matter to the engine: outside `local` it calls https on `allowedHosts` only, follows no redirect,
 * and connects to no address inside a private network, whatever a name resolves to. A host stands here because a person looked
 * at it: do not fill the list from a form. Who runs the workers within a network of their own gives them no way into it.
 */
export const webhook = defineDestination({
  name: 'webhook',
  // Nobody's. https://www.rfc-editor.org/rfc/rfc2606
  baseUrl: 'https://webhooks.example.com/events',
  allowedHosts: ['webhooks.example.com'],
  apiVersion: { value: '1.0.0', documentation: specification },
  credentials: secret,
  headers: () => ({}),
  // The operation puts the delivery's key into `webhook-id`; a probe has none. The moment is that of the attempt.
  authorize: authorizeBy<z.output<typeof secret>>((request, { credentials: { secrets }, nowMs, random }) =>
    standardWebhooks(request, {
      secrets,
      id: request.headers['webhook-id'] ?? `probe_${nonceOf(random)}`,
      nowMs,
    }),
  ),
  // Of each endpoint, and nobody's number: what a small server takes. One that takes less says so by a 429.
  rateLimits: [{ requests: 10, windowMs: 1_000 }],
  // "Somewhere between 15 and 30s."
  requestTimeoutMs: 20_000,
  statuses,
  judge,
  readError: (response) => {
    const body = jsonBody(response);
    return told(body?.code, body?.message ?? body?.error);
  },
  requestIdHeader: 'x-request-id',
  loggedFields: ['type'],
  loggedHeaders: ['date', 'retry-after', 'x-request-id'],
  // An event of a type that nobody knows: a receiver says yes to it, and does nothing.
  probe: {
    method: 'POST',
    path: '/',
    body: {
      encoding: 'json',
      value: { type: 'interlock.probe', timestamp: '2026-01-01T00:00:00Z', data: {} },
    },
  },
});
