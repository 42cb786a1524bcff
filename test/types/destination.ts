/** What must not compile in a destination. `tsc --noEmit` proves it: an expected error that does not come is an error. */

import { authorizeBy } from '../../functions/core/declare/authorize.ts';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import { secretOf, visibleText } from '../../functions/destinations/credentials.ts';

const common = {
  name: 'erp',
  baseUrl: 'https://erp.example',
  allowedHosts: ['erp.example'],
  apiVersion: { value: '1', documentation: 'https://erp.example' },
  rateLimits: [{ requests: 1, windowMs: 1_000 }],
  requestTimeoutMs: 1_000,
  readError: () => ({}),
  requestIdHeader: 'request-id',
  loggedHeaders: [],
  probe: { method: 'GET', path: '/me' },
} as const;
const credentials = secretOf({ user: visibleText(), password: visibleText() });

/** A secret of any shape, which must compile. */
export const typed = defineDestination({
  ...common,
  credentials,
  headers: ({ user, password }) => ({ 'x-user': user, 'x-password': password }),
  authorize: authorizeBy((_, { credentials: { password } }) => ({ headers: { 'x-signature': password } })),
  tls: ({ user, password }) => ({ cert: user, key: password }),
});

export const misread = defineDestination({
  ...common,
  credentials,
  // @ts-expect-error its secret has no apiKey
  headers: ({ apiKey }) => ({ authorization: apiKey }),
});

export const unsigned = defineDestination({
  ...common,
  credentials,
  headers: () => ({}),
  // @ts-expect-error its secret has no apiKey here either
  authorize: authorizeBy((_, context) => ({ headers: { authorization: context.credentials.apiKey } })),
});
