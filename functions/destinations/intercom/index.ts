import { defineDestination, type LimitReading } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { bearerCredentials } from '../credentials.ts';
import { firstOf, jsonBody, told } from '../json-body.ts';
import { codes, isOwnError, judge } from './errors.ts';

const apiVersion = {
  value: '2.16',
  documentation: 'https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/versioning',
};

/** Customer support. https://developers.intercom.com/docs/references/rest-api/api.intercom.io */
export const intercom = defineDestination({
  name: 'intercom',
  baseUrl: 'https://api.intercom.io',
  // A workspace lives in one region; a secret's baseUrl names the other two.
  allowedHosts: ['api.intercom.io', 'api.eu.intercom.io', 'api.au.intercom.io'],
  apiVersion,
  credentials: bearerCredentials,
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}`, 'intercom-version': apiVersion.value }),
  // 10,000 a minute, dealt out in windows of 10 s:
  // https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
  rateLimits: [{ requests: 1_666, windowMs: 10_000 }],
  // Writing a contact takes about a second. One that is cut off is looked up, which is cheaper than waiting long.
  requestTimeoutMs: 10_000,
  codes,
  judge,
  readError: (response) => {
    const error = firstOf(jsonBody(response)?.errors);
    return told(error?.code, error?.message);
  },
  isOwnError,
  requestIdHeader: 'x-request-id',
  readLimit,
  // https://developers.intercom.com/docs/references/rest-api/errors/error-objects
  loggedFields: ['type', 'request_id', 'errors[].code', 'errors[].field', 'id'],
  loggedHeaders: [
    'date',
    'intercom-version',
    'retry-after',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'x-request-id',
  ],
  probe: { method: 'GET', path: '/me' },
});

/** The limit is per minute, so a reset that lies further away is a wrong clock, theirs or ours. */
const resetMsMax = 60_000;

/** `X-RateLimit-Reset` is in epoch seconds. */
function readLimit({ statusCode, headers }: HttpResponse, nowMs: number): LimitReading | undefined {
  const usedUp = statusCode === 429 || integer(headers['x-ratelimit-remaining']) === 0;
  const resetSeconds = integer(headers['x-ratelimit-reset']);
  if (!usedUp || resetSeconds === undefined) return undefined;
  return { notBeforeMs: Math.min(Math.max(resetSeconds * 1000, nowMs), nowMs + resetMsMax) };
}

function integer(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,12}$/.test(header) ? Number(header) : undefined;
}
