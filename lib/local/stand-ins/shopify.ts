/** A shop's customers, by Shopify's Admin GraphQL. https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerSet */
import {
  type Answer,
  type Arrived,
  type Contract,
  isJson,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier, uuid } from './identifiers.ts';
import { type Asked, invalidVariable, readGraphql } from './shopify-graphql.ts';
import { createPoints } from './shopify-points.ts';
import { targetOf } from './target.ts';
import { createTokens } from './tokens.ts';

export const shopify: Contract<'shopify'> = {
  name: 'shopify',
  // What counts are points (shopify-points.ts): a call costs one at the least.
  limit: { requests: 100, windowMs: 1_000 },
  newApiKey: (random) => `shpss_${identifier(random, 32, '0123456789abcdef')}`,
  secretOf: (clientSecret) => ({ shop: 'stand-in', clientId: app, clientSecret }),
  open,
};

const app = '0f4c7b2e9d1a4e6f8b3c5d7a9e1f2b4c';
const versionPath = '/admin/api/2026-10/graphql.json';
/** https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant */
const dayMs = 24 * 60 * 60 * 1_000;
/** Of a mutation; a query of one object costs one. */
const mutationCost = 10;

function open({ journal, random, apiKey }: StandInContext): ThirdParty {
  const tokens = createTokens({ random, prefix: 'shpat_', lifeMs: dayMs });
  const points = createPoints();
  const said = (value: object, statusCode = 200): Answer =>
    json(statusCode, value, { 'x-request-id': uuid(random), 'x-shopify-api-version': '2026-10' });
  const refused = (statusCode: number, errors: string | object) => said({ errors }, statusCode);

  const exchange = ({ body, atMs }: Arrived): Answer => {
    const form = new URLSearchParams(body);
    if (form.get('client_id') !== app || form.get('client_secret') !== apiKey())
      return json(400, { error: 'invalid_client', error_description: 'No such client, or another secret' });
    if (form.get('grant_type') !== 'client_credentials')
      return json(400, { error: 'unsupported_grant_type' });
    return json(200, {
      access_token: tokens.give(atMs),
      scope: 'write_customers',
      expires_in: dayMs / 1_000 - 1,
    });
  };

  const put = (email: string, input: object): { readonly id: string; readonly created: boolean } => {
    const held = journal.entities.find(({ externalId }) => externalId === email.toLowerCase());
    const id = held?.id ?? identifier(random, 13, '123456789');
    const value = { ...held?.value, ...input, id: gid(id) };
    journal.put({ id, kind: 'customer', externalId: email.toLowerCase(), value });
    return { id, created: held === undefined };
  };
  const set = (
    { variables: { identifier: who, input } }: Asked,
    { atMs, sha256: requestSha256 }: Arrived,
  ) => {
    const email = String(Object(who).email ?? '');
    const { phone } = Object(input);
    const isTaken = journal.entities.some(
      ({ externalId, value }) =>
        value.phone !== undefined && value.phone === phone && externalId !== email.toLowerCase(),
    );
    if (!/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(email)) return notSet('email', 'Email is invalid', 'INVALID');
    if (isTaken) return notSet('phone', 'Phone has already been taken', 'TAKEN');
    const { id, created } = put(email, input as object);
    journal.addEffect({
      atMs,
      kind: 'customer',
      id,
      externalId: email.toLowerCase(),
      created,
      requestSha256,
    });
    return { customerSet: { customer: { id: gid(id) }, userErrors: [] } };
  };
  const remove = ({ variables: { id } }: Asked) => {
    const number = String(id).split('/').at(-1) ?? '';
    const isThere = journal.find(number) !== undefined;
    journal.remove(number);
    return {
      customerDelete: isThere
        ? { deletedCustomerId: id, userErrors: [] }
        : { deletedCustomerId: null, userErrors: [{ message: "Customer can't be found" }] },
    };
  };

  const answer = (request: Arrived): Answer => {
    if (targetOf(request).path !== versionPath) return refused(404, 'Not Found');
    if (!isJson(request)) return refused(415, 'Unsupported Media Type');
    const asked = readGraphql(request.body);
    if (asked === undefined) return refused(400, { query: 'Required parameter missing or invalid' });
    const cost = asked.mutation === undefined ? 1 : mutationCost;
    if (!points.take(cost, request.atMs))
      return said({ errors: [throttled], extensions: { cost: points.told(cost, null, request.atMs) } });
    const extensions = { cost: points.told(cost, cost, request.atMs) };
    const invalid = invalidVariable(asked);
    if (invalid !== undefined) return said({ errors: [invalid], extensions });
    if (asked.mutation === 'customerSet') return said({ data: set(asked, request), extensions });
    if (asked.mutation === 'customerDelete') return said({ data: remove(asked), extensions });
    return said({ data: { shop: { id: 'gid://shopify/Shop/1' } }, extensions });
  };

  return {
    answer,
    tokenEndpoint: { path: '/admin/oauth/access_token', answer: exchange },
    isAuthorized: ({ headers, ...request }) => {
      const authorization = `Bearer ${headers['x-shopify-access-token'] ?? ''}`;
      return tokens.areCarriedBy({ ...request, headers: { authorization } });
    },
    unauthorized: () =>
      refused(401, '[API] Invalid API key or access token (unrecognized login or wrong password)'),
    rateLimited: () => refused(429, 'Too Many Requests'),
    failed: () => refused(500, 'Internal Server Error'),
    tooLarge: () => refused(413, 'Payload Too Large'),
    externalIds: ({ body }) => {
      const { email } = (readGraphql(body)?.variables.identifier ?? {}) as { email?: unknown };
      return typeof email === 'string' ? [email.toLowerCase()] : [];
    },
    seed: ({ email }) => put(email, { email }).id,
  };
}

const gid = (id: string) => `gid://shopify/Customer/${id}`;

const throttled = {
  message: 'Throttled',
  extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
};

const notSet = (field: string, message: string, code: string) => ({
  customerSet: { customer: null, userErrors: [{ field: ['input', field], message, code }] },
});
