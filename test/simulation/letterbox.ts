/** A third party that takes whatever it gets, as often as it gets it: no key, no lookup, no way to take it back. */

import { type Destination, defineDestination } from '../../functions/core/declare/destination.ts';
import type { DataOf } from '../../functions/core/declare/event.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { bearerCredentials } from '../../functions/destinations/credentials.ts';
import { asString, jsonBody } from '../../functions/destinations/json-body.ts';
import { type Contract, json } from '../../lib/local/stand-ins/contract.ts';
import { identifier } from '../../lib/local/stand-ins/identifiers.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';

interface Letter {
  readonly to: string;
}

export const letterboxLimit = { requests: 50, windowMs: 1_000 };

export const letterbox: Contract = {
  name: 'letterbox',
  limit: letterboxLimit,
  newApiKey: (random) => `letters-${identifier(random, 24)}`,
  open: ({ journal, random }) => ({
    answer: (request) => {
      if (request.method === 'GET') return json(200, { open: true });
      const externalId = toOf(request.body);
      if (request.method !== 'POST' || externalId === undefined) return json(400, { error: 'to whom?' });
      const id = identifier(random, 12);
      const { atMs, sha256: requestSha256 } = request;
      journal.put({ id, kind: 'contact', externalId, value: {} });
      journal.addEffect({ atMs, kind: 'contact', id, externalId, created: true, requestSha256 });
      return json(201, { id, ...shelf(externalId) });
    },
    // As careless as some are: it says which key it did not like.
    unauthorized: ({ headers }) => json(401, { error: `not a key of ours: ${headers.authorization}` }),
    rateLimited: () => json(429, { error: 'full' }),
    failed: () => json(500, { error: 'stuck' }),
    tooLarge: () => json(413, { error: 'too thick' }),
    externalIds: ({ body }) => [toOf(body)].filter((to) => to !== undefined),
    seed: ({ externalId }) => externalId,
  }),
};

/** Only some letters have one, and whoever asks a few times may take it for a rule. */
const shelf = (to: string) => (Number(to) % 2 === 0 ? { shelf: 'even' } : {});

/** To whom a letter is, as it says. */
export function toOf(body: string): string | undefined {
  try {
    return asString((JSON.parse(body) as { to?: unknown }).to);
  } catch {
    return undefined;
  }
}

/** What is declared of a third party that takes letters at `https://<name>.example`. */
export const letterboxDestination = (name: string): Destination =>
  defineDestination({
    name,
    baseUrl: `https://${name}.example`,
    allowedHosts: [`${name}.example`],
    apiVersion: { value: '1', documentation: `https://${name}.example` },
    credentials: bearerCredentials,
    headers: ({ apiKey }) => ({ authorization: `Bearer ${apiKey}` }),
    rateLimits: [letterboxLimit],
    requestTimeoutMs: 5_000,
    // A key that is being worked on, and one that was used for another letter.
    judge: (response) => {
      const said = asString(jsonBody(response)?.error);
      if (said === 'in use') return { verdict: 'retryable' };
      return said === 'another letter' ? { verdict: 'unknown', code: 'key_reused' } : undefined;
    },
    readError: (response) => ({ message: asString(jsonBody(response)?.error) ?? 'no message' }),
    requestIdHeader: 'request-id',
    loggedHeaders: ['date'],
    probe: { method: 'GET', path: '/' },
  });

/** What nobody can settle once its outcome is unknown. */
export const customerCreatedToLetterbox = defineIntegration({
  name: 'customer-created-to-letterbox',
  event: customerCreated,
  map: {
    map: ({ customerId }: DataOf<typeof customerCreated>) => ({
      output: { to: `${customerId}` },
      report: { defaulted: [], coerced: [], unmapped: [] },
    }),
    lineage: [{ target: 'to', reads: ['customerId'] }],
    unread: {},
  },
  operation: defineOperation<Letter>({
    name: 'drop-letter',
    destination: letterboxDestination('letterbox'),
    request: (value) => ({ method: 'POST', path: '/letters', body: { encoding: 'json', value } }),
    repeat: { by: 'never' },
    receipt: (response) => asString(jsonBody(response)?.id),
  }),
});
