import * as z from 'zod/mini';
import { path } from '../../core/declare/http-message.ts';
import { defineDestination } from '../../core/declare/with-settings.ts';
import { basicHeader, secretOf, visibleText } from '../credentials.ts';
import { codes, isOwnError, judge, readError } from './errors.ts';

/** Stands in every path. https://mailchimp.com/developer/marketing/api/root/ */
export const apiVersion = {
  value: '3.0',
  documentation: 'https://mailchimp.com/developer/marketing/api/list-members/add-or-update-list-member/',
};

/**
 * The key, and the data centre that the account is at: `us6`, as it stands behind the key's last hyphen.
 * https://mailchimp.com/developer/marketing/docs/fundamentals/
 */
const credentials = secretOf({
  apiKey: visibleText(),
  dataCentre: z.string().check(z.regex(/^[a-z]{2}\d{1,3}$/, 'must be what stands behind the key, as us6')),
});

/** Audiences of newsletters. https://mailchimp.com/developer/marketing/api/ */
export const mailchimp = defineDestination({
  name: 'mailchimp',
  /** The audience that people are put on; another one in each environment. */
  settings: z.strictObject({
    listId: z.string().check(z.regex(/^[0-9a-z]{10}$/, "must be an audience's id, ten letters and digits")),
  }),
  bySettings: ({ listId }) => ({
    probe: { method: 'GET', path: path`/${apiVersion.value}/lists/${listId}`, query: { fields: 'id' } },
  }),
  baseUrl: ({ dataCentre }) => `https://${dataCentre}.api.mailchimp.com`,
  allowedHosts: ['*.api.mailchimp.com'],
  apiVersion,
  credentials,
  publicCredentials: ['dataCentre'],
  // Any user's name will do.
  headers: ({ apiKey }) => basicHeader('interlock', apiKey),
  // Ten connections at once, says Mailchimp, and no rate: requests take about a second.
  // https://mailchimp.com/developer/marketing/docs/fundamentals/#api-limits Not verified against the present API.
  concurrentRequests: 10,
  rateLimits: [{ requests: 10, windowMs: 1_000 }],
  // It gives itself two minutes. Cut off, a PUT is sent again, and holds a connection for as long there.
  requestTimeoutMs: 20_000,
  codes,
  judge,
  readError,
  isOwnError,
  requestIdHeader: 'x-request-id',
  // https://mailchimp.com/developer/marketing/docs/errors/ Ids of members are digests of their addresses.
  loggedFields: ['title', 'status', 'instance', 'errors[].field', 'contact_id'],
  loggedHeaders: ['date', 'retry-after', 'x-request-id'],
});
