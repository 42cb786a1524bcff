import { defineDestination, type LimitReading } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { bearerCredentials } from '../credentials.ts';
import { asString, jsonBody } from '../json-body.ts';
import { codes, isOwnError, judge, readError, statuses } from './errors.ts';

/** Stands in every path. https://developers.hubspot.com/docs/api-reference/2026-03/crm/objects/contacts/guide */
export const apiVersion = {
  value: '2026-03',
  documentation:
    'https://developers.hubspot.com/docs/api-reference/2026-03/crm/objects/contacts/batch/upsert-contacts',
};

/** Marketing contacts. https://developers.hubspot.com/docs/api-reference/error-handling */
export const hubspot = defineDestination({
  name: 'hubspot',
  baseUrl: 'https://api.hubapi.com',
  allowedHosts: ['api.hubapi.com'],
  apiVersion,
  credentials: bearerCredentials,
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  // Free and Starter accounts, the smallest there are. https://developers.hubspot.com/docs/api/usage-details
  rateLimits: [
    { requests: 100, windowMs: 10_000 },
    { requests: 250_000, windowMs: 24 * 60 * 60 * 1000 },
  ],
  // A batch of one takes about a second. An upsert that is cut off is simply sent again, so no need to wait long.
  requestTimeoutMs: 12_000,
  statuses,
  codes,
  judge,
  readError,
  isOwnError,
  requestIdHeader: 'x-hubspot-correlation-id',
  readLimit,
  // https://developers.hubspot.com/docs/api-reference/error-handling
  loggedFields: [
    'status',
    'category',
    'subCategory',
    'correlationId',
    'errors[].code',
    'results[].id',
    'numErrors',
  ],
  loggedHeaders: [
    'date',
    'retry-after',
    'x-hubspot-correlation-id',
    'x-hubspot-ratelimit-daily',
    'x-hubspot-ratelimit-daily-remaining',
    'x-hubspot-ratelimit-interval-milliseconds',
    'x-hubspot-ratelimit-max',
    'x-hubspot-ratelimit-remaining',
  ],
  probe: { method: 'GET', path: `/crm/objects/${apiVersion.value}/contacts`, query: { limit: '1' } },
});

/** How long each policy of a 429 holds. DAILY ends at midnight of the account, whose time zone no response tells. */
const policyWaitMs: Readonly<Record<string, number>> = {
  SECONDLY: 1_000,
  TEN_SECONDLY_ROLLING: 10_000,
  DAILY: 60 * 60 * 1000,
};

function readLimit(response: HttpResponse, nowMs: number): LimitReading | undefined {
  const remaining = count(response.headers['x-hubspot-ratelimit-remaining']);
  const intervalMs = count(response.headers['x-hubspot-ratelimit-interval-milliseconds']) ?? 10_000;
  const policy = response.statusCode === 429 ? asString(jsonBody(response)?.policyName) : undefined;
  const policyMs =
    policy !== undefined && Object.hasOwn(policyWaitMs, policy) ? policyWaitMs[policy] : undefined;
  const waitMs = policyMs ?? (remaining === 0 ? intervalMs : undefined);
  return waitMs === undefined ? undefined : { notBeforeMs: nowMs + waitMs };
}

function count(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}
