import { defineDestination } from '../../core/declare/destination.ts';
import { bearerCredentials } from '../credentials.ts';
import { readLimitFrom } from '../read-limit.ts';
import { isOwnError, judge, readError, statuses } from './errors.ts';

const apiVersion = { value: 'v3', documentation: 'https://www.twilio.com/docs/sendgrid/api-reference' };

/** Mail. https://www.twilio.com/docs/sendgrid/api-reference/mail-send */
export const sendgrid = defineDestination({
  name: 'sendgrid',
  baseUrl: 'https://api.sendgrid.com',
  // A secret's baseUrl names the other region, where a subuser lives in it.
  allowedHosts: ['api.sendgrid.com', 'api.eu.sendgrid.com'],
  apiVersion,
  // A key, SG.…, which has no end.
  credentials: bearerCredentials,
  headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
  // Of mail/send no number is published, and its headers tell of one: far below what anybody was ever refused.
  // https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits
  rateLimits: [{ requests: 100, windowMs: 1_000 }],
  // A mail cannot be asked for: one that is cut off is work for a person, so we wait longer than it ever takes.
  requestTimeoutMs: 20_000,
  statuses,
  judge,
  readError,
  isOwnError,
  // Of a mail; other calls have no id at all. Not verified against the present API.
  requestIdHeader: 'x-message-id',
  readLimit: readLimitFrom({
    remaining: 'x-ratelimit-remaining',
    reset: 'x-ratelimit-reset',
    as: 'epoch seconds',
  }),
  loggedFields: ['errors[].field', 'errors[].error_id'],
  loggedHeaders: [
    'date',
    'retry-after',
    'x-message-id',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
  ],
  // What the key may do, whatever that is. https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions
  probe: { method: 'GET', path: '/v3/scopes' },
});
