import * as z from 'zod/mini';
import { defineDestination, type LimitReading } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { jwt } from '../../core/declare/signing/jws.ts';
import { isRevokedByOAuth, jwtBearer } from '../../core/declare/token.ts';
import { pemText, secretOf, visibleText } from '../credentials.ts';
import { jsonBody } from '../json-body.ts';
import { codes, isOwnError, judge, readError, statuses } from './errors.ts';

/** Stands in every path. https://developer.salesforce.com/docs/platform/api-rest/guide/dome-upsert.html */
export const apiVersion = {
  value: 'v68.0',
  documentation: 'https://developer.salesforce.com/docs/platform/api-rest/guide/dome-upsert.html',
};

/**
 * An integration user's login by a certificate that the app in Salesforce knows: the consumer key, the user's name, the
 * private key, and My Domain: `acme` of https://acme.my.salesforce.com, `acme--uat.sandbox` of a sandbox.
 * https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm
 */
const credentials = secretOf({
  clientId: visibleText(),
  username: visibleText(),
  privateKey: pemText(),
  instance: z
    .string()
    .check(
      z.regex(
        /^[a-z0-9-]+(?:\.(?:develop|sandbox|scratch))?$/,
        'must be what stands before .my.salesforce.com',
      ),
    ),
});
type Secret = z.output<typeof credentials>;

/** The shortest session that an org may set: no answer tells how long a token lives. Not verified against the present API. */
const sessionSecondsMin = 15 * 60;
/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm: within five minutes from now. */
const assertionSeconds = 3 * 60;
const isTest = (instance: string) => /\.(?:sandbox|scratch)$/.test(instance);

/** Customers and contacts. https://developer.salesforce.com/docs/platform/api-rest/guide/intro_rest.html */
export const salesforce = defineDestination<Secret>({
  name: 'salesforce',
  baseUrl: ({ instance }) => `https://${instance}.my.salesforce.com`,
  allowedHosts: [
    '*.my.salesforce.com',
    '*.develop.my.salesforce.com',
    '*.sandbox.my.salesforce.com',
    '*.scratch.my.salesforce.com',
  ],
  apiVersion,
  credentials,
  publicCredentials: ['instance', 'username'],
  headers: () => ({}),
  token: {
    ...jwtBearer<Secret>({
      path: '/services/oauth2/token',
      lifetimeSeconds: sessionSecondsMin,
      assertion: ({ credentials: { clientId, username, privateKey, instance }, nowMs }) => {
        const exp = Math.floor(nowMs / 1_000) + assertionSeconds;
        const aud = isTest(instance) ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
        return jwt({ iss: clientId, sub: username, aud, exp }, { algorithm: 'RS256', key: privateKey });
      },
    }),
    // Its own name for a client that it does not know. Not verified against the present API.
    isRevoked: (response) => isRevokedByOAuth(response) || jsonBody(response)?.error === 'invalid_client_id',
  },
  // What an edition has at the least, in any 24 hours, with all who call the org: give yours. And no burst beyond what one page
  // of a person's work makes: no rate is published. The limit of 25 at once is of requests of more than 20 s.
  // Not verified against the present API.
  // https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm
  rateLimits: [
    { requests: 15_000, windowMs: 24 * 60 * 60 * 1_000 },
    { requests: 20, windowMs: 1_000 },
  ],
  // Triggers and flows of the org run within it. Cut off, it is sent again: it is an upsert.
  requestTimeoutMs: 15_000,
  statuses,
  codes,
  judge,
  readError,
  isOwnError,
  // Not verified against the present API.
  requestIdHeader: 'x-sfdc-request-id',
  readLimit,
  loggedFields: ['[].errorCode', '[].fields', 'id', 'success', 'created', 'errors[].statusCode'],
  loggedHeaders: ['date', 'retry-after', 'sforce-limit-info', 'x-sfdc-request-id'],
  probe: { method: 'GET', path: `/services/data/${apiVersion.value}` },
});

/** A window of 24 hours frees itself bit by bit, and nobody tells when: asked four times an hour. */
const usedUpMs = 15 * 60 * 1_000;

/**
 * `Sforce-Limit-Info: api-usage=18/15000`, of the whole org: who goes on beyond it takes from people's own apps.
 * https://developer.salesforce.com/docs/platform/api-rest/guide/headers-api-usage.html
 */
function readLimit(response: HttpResponse, nowMs: number): LimitReading | undefined {
  const [, used, most] =
    /(?:^|[\s,;])api-usage=(\d{1,12})\/(\d{1,12})(?!\d)/.exec(response.headers['sforce-limit-info'] ?? '') ??
    [];
  const isUsedUp = used !== undefined && Number(used) >= Number(most);
  const isRefused = readError(response).code === 'REQUEST_LIMIT_EXCEEDED';
  return isUsedUp || isRefused ? { notBeforeMs: nowMs + usedUpMs } : undefined;
}
