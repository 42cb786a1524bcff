import type * as z from 'zod/mini';
import { defineDestination, type LimitReading } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { refreshToken } from '../../core/declare/token.ts';
import { secretOf, visibleText } from '../credentials.ts';
import { codes, isOwnError, judge, readError } from './errors.ts';

/** Stands in every path. https://developer.xero.com/documentation/api/accounting/overview */
export const apiVersion = {
  value: '2.0',
  documentation: 'https://developer.xero.com/documentation/api/accounting/invoices',
};

/** The app, the refresh token of somebody's consent (`interlock connect xero`), and the organisation that it is for. */
const credentials = secretOf({
  clientId: visibleText(),
  clientSecret: visibleText(),
  refreshToken: visibleText(),
  tenantId: visibleText(),
});
type Secret = z.output<typeof credentials>;

/** What is asked of the person, with what the probe reads. https://developer.xero.com/documentation/guides/oauth2/scopes */
const scopes = 'offline_access accounting.transactions accounting.contacts accounting.settings.read';

/** Invoices. https://developer.xero.com/documentation/api/accounting/overview */
export const xero = defineDestination<Secret>({
  name: 'xero',
  baseUrl: 'https://api.xero.com',
  allowedHosts: ['api.xero.com', 'identity.xero.com', 'login.xero.com'],
  apiVersion,
  credentials,
  publicCredentials: ['tenantId'],
  // Without it the answer is XML.
  headers: ({ tenantId }) => ({ 'xero-tenant-id': tenantId, accept: 'application/json' }),
  // Each use gives another refresh token, and the one before works for half an hour more, for who did not get the answer.
  // https://developer.xero.com/documentation/guides/oauth2/token-types Not verified against the present API.
  token: refreshToken<Secret>({
    origin: () => 'https://identity.xero.com',
    path: '/connect/token',
    client: ({ clientId, clientSecret }) => ({ id: clientId, secret: clientSecret }),
    from: ({ refreshToken: consented }) => consented,
    consentAt: `https://login.xero.com/identity/connect/authorize?scope=${encodeURIComponent(scopes)}`,
  }),
  // Of each organisation and app; all organisations of an app have 10,000 a minute besides.
  // https://developer.xero.com/documentation/guides/oauth2/limits
  // Those of a day and at once are not verified against the present API.
  rateLimits: [
    { requests: 60, windowMs: 60_000 },
    { requests: 5_000, windowMs: 24 * 60 * 60 * 1_000 },
  ],
  concurrentRequests: 5,
  // An invoice takes a second or two.
  requestTimeoutMs: 20_000,
  codes,
  judge,
  readError,
  isOwnError,
  requestIdHeader: 'xero-correlation-id',
  readLimit,
  // https://developer.xero.com/documentation/api/accounting/responsecodes
  loggedFields: [
    'ErrorNumber',
    'Type',
    'Title',
    'Status',
    'Instance',
    'Invoices[].InvoiceID',
    'Invoices[].HasErrors',
  ],
  loggedHeaders: [
    'date',
    'retry-after',
    'x-appminlimit-remaining',
    'x-daylimit-remaining',
    'x-minlimit-remaining',
    'x-rate-limit-problem',
    'xero-correlation-id',
  ],
  probe: { method: 'GET', path: `/api.xro/${apiVersion.value}/Organisation` },
});

/**
 * How long each limit holds where no `Retry-After` says it: the window of a minute, a part of the day, and of those at once
 * what one takes. The names but for the first two are not verified against the present API.
 */
const problemWaitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  day: 60 * 60_000,
  appminute: 60_000,
  concurrent: 2_000,
};

/** https://developer.xero.com/documentation/guides/oauth2/limits */
function readLimit({ statusCode, headers }: HttpResponse, nowMs: number): LimitReading | undefined {
  const problem = statusCode === 429 ? headers['x-rate-limit-problem'] : undefined;
  const named = problem !== undefined && Object.hasOwn(problemWaitMs, problem) ? problem : undefined;
  const usedUp =
    headers['x-daylimit-remaining'] === '0'
      ? 'day'
      : headers['x-minlimit-remaining'] === '0'
        ? 'minute'
        : undefined;
  const waitMs = problemWaitMs[named ?? usedUp ?? ''];
  return waitMs === undefined ? undefined : { notBeforeMs: nowMs + waitMs };
}
