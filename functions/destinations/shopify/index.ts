import * as z from 'zod/mini';
import { defineDestination } from '../../core/declare/destination.ts';
import { clientCredentials } from '../../core/declare/token.ts';
import { secretOf, visibleText } from '../credentials.ts';
import { codes, isOwnError, judge, readError, statuses } from './errors.ts';
import { apiVersion, graphql, pointsLeft } from './graphql.ts';

/** One label: `acme` of `acme.myshopify.com`, which stays when the shop gets a domain of its own. */
const shopName = () =>
  z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the shop of {shop}.myshopify.com'));

const secret = secretOf({ shop: shopName(), clientId: visibleText(), clientSecret: visibleText() });

/**
 * One shop. https://shopify.dev/docs/api/admin-graphql
 * An app of one's own in shops of one's own gets its tokens by client credentials. One that was made in the shop's admin has a
 * token without end: `secretOf({ shop, accessToken })`, the same header in `headers`, and no `token`.
 */
export const shopify = defineDestination({
  name: 'shopify',
  baseUrl: ({ shop }) => `https://${shop}.myshopify.com`,
  allowedHosts: ['*.myshopify.com'],
  apiVersion,
  credentials: secret,
  publicCredentials: ['shop'],
  // A day. https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant
  token: clientCredentials<z.output<typeof secret>>({
    path: '/admin/oauth/access_token',
    clientBy: 'body',
    client: ({ clientId, clientSecret }) => ({ id: clientId, secret: clientSecret }),
    headers: (token) => ({ 'x-shopify-access-token': token }),
  }),
  headers: () => ({}),
  // What counts are points; a call costs one at the least.
  rateLimits: [{ requests: 100, windowMs: 1_000 }],
  // Of an app in a shop of the smallest plan. https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits
  // How many a bucket holds each answer says, two thousand mostly: we count on half. Not verified against the present API.
  costLimit: { points: 1_000, restoredPerSecond: 100, left: pointsLeft },
  // A mutation takes a second or two. One that is cut off is simply sent again, so no need to wait long.
  requestTimeoutMs: 12_000,
  statuses,
  codes,
  judge,
  readError,
  isOwnError,
  requestIdHeader: 'x-request-id',
  loggedFields: [
    'errors[].extensions.code',
    'data.customerSet.customer.id',
    'data.customerSet.userErrors[].code',
    'extensions.cost.requestedQueryCost',
    'extensions.cost.actualQueryCost',
    'extensions.cost.throttleStatus.currentlyAvailable',
  ],
  // A version that is gone is answered by the oldest there is: the header says which.
  // https://shopify.dev/docs/api/usage/versioning
  loggedHeaders: ['date', 'retry-after', 'x-request-id', 'x-shopify-api-version'],
  probe: graphql('{ shop { id } }'),
});
