/**
 * Shopify's errors: of HTTP, as its list of response codes has them, of GraphQL in a 200, and of a mutation.
 * https://shopify.dev/docs/api/usage/response-codes
 */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const no = (statusCode: number, errors: string) => answer(statusCode, { errors });
const graphql = (code: string | undefined, more: object = {}, statusCode = 200) =>
  answer(statusCode, { errors: [{ message: 'words', ...(code && { extensions: { code } }) }], ...more });
const set = (customer: object | null, userErrors: readonly object[], more: object = {}) =>
  answer(200, { data: { customerSet: { customer, userErrors } }, ...more });

const customer = { id: 'gid://shopify/Customer/544365967691' };

export const shopifyAnswers: readonly AnswerRow[] = [
  ['200 with a customer', set(customer, []), 'success', 'event', '-'],
  [
    '200 with a customer and an error of one field of it',
    set(customer, [], { errors: [{ message: 'words', path: ['customerSet', 'customer', 'note'] }] }),
    'success',
    'event',
    '-',
    'the id is there: what could not be read of it changes nothing',
  ],
  ['200 without a customer', set(null, []), 'ambiguous', 'event', '-'],
  [
    '200 with a customer of another kind',
    set({ id: 'gid://shopify/Order/1' }, []),
    'ambiguous',
    'event',
    '-',
  ],
  [
    '200 TAKEN',
    set(null, [{ field: ['input', 'phone'], message: 'Phone has already been taken', code: 'TAKEN' }]),
    'terminal',
    'event',
    '-',
  ],
  [
    '200 a user error without a code',
    set(null, [{ field: null, message: 'words' }]),
    'terminal',
    'event',
    '-',
  ],
  ['200 THROTTLED', graphql('THROTTLED'), 'throttled', 'destination', '-'],
  ['429 THROTTLED', graphql('THROTTLED', {}, 429), 'throttled', 'destination', '-'],
  ['200 ACCESS_DENIED', graphql('ACCESS_DENIED'), 'refused', 'operation', 'permission'],
  [
    '200 ACCESS_DENIED of the whole mutation',
    graphql('ACCESS_DENIED', { data: { customerSet: null } }),
    'refused',
    'operation',
    'permission',
  ],
  ['200 SHOP_INACTIVE', graphql('SHOP_INACTIVE'), 'refused', 'destination', 'account'],
  ['200 MAX_COST_EXCEEDED', graphql('MAX_COST_EXCEEDED'), 'refused', 'operation', 'request'],
  ...['undefinedField', 'undefinedType', 'argumentNotAccepted', 'missingRequiredArguments'].map(
    (code): AnswerRow => [`200 ${code}`, graphql(code), 'refused', 'operation', 'version'],
  ),
  ['200 INTERNAL_SERVER_ERROR', graphql('INTERNAL_SERVER_ERROR'), 'ambiguous', 'event', '-'],
  ['200 TIMEOUT', graphql('TIMEOUT'), 'ambiguous', 'event', '-'],
  ['200 INVALID_VARIABLE', graphql('INVALID_VARIABLE'), 'terminal', 'event', '-'],
  ['200 an error without a code', graphql(undefined), 'terminal', 'event', '-'],
  [
    '400 without a query',
    answer(400, { errors: { query: 'Required parameter missing or invalid' } }),
    'terminal',
    'event',
    '-',
  ],
  [
    '401',
    no(401, '[API] Invalid API key or access token (unrecognized login or wrong password)'),
    'credentials',
    'destination',
    'credentials',
  ],
  ['402', no(402, 'Unavailable Shop'), 'refused', 'destination', 'plan'],
  ['403', no(403, '[API] This action requires merchant approval'), 'refused', 'operation', 'permission'],
  ['404', no(404, 'Not Found'), 'refused', 'destination', 'address'],
  ['406', no(406, 'Not Acceptable'), 'refused', 'operation', 'request'],
  ['415', no(415, 'Unsupported Media Type'), 'refused', 'operation', 'request'],
  ['423', no(423, 'Locked'), 'refused', 'destination', 'account'],
  ['429', no(429, 'Too Many Requests'), 'throttled', 'destination', '-'],
  ['430', no(430, 'Shopify Security Rejection'), 'refused', 'destination', 'firewall'],
  ['500', no(500, 'Internal Server Error'), 'ambiguous', 'destination', '-'],
  ['503', no(503, 'Service Unavailable'), 'ambiguous', 'destination', '-'],
  ['504', no(504, 'Gateway Timeout'), 'ambiguous', 'destination', '-'],
  ['540', no(540, 'Temporarily Disabled'), 'ambiguous', 'destination', '-'],
  ['403 on a page', page(403, 'Forbidden'), 'refused', 'destination', 'firewall'],
  ['404 on a page', page(404, 'Not Found'), 'refused', 'destination', 'address'],
];
