/** Stripe as it answers in a sandbox. https://docs.stripe.com/api */
import { type Answer, type Arrived, type Contract, json, type ThirdParty, type World } from './contract.ts';
import { decodeForm, type Form } from './form.ts';
import { identifier } from './identifiers.ts';
import { createKeys } from './stripe-keys.ts';
import { customerError, paymentIntentError } from './stripe-parameters.ts';

export const stripe: Contract<'stripe'> = {
  name: 'stripe',
  // What a sandbox is allowed. https://docs.stripe.com/rate-limits
  limit: { requests: 25, windowMs: 1_000 },
  newApiKey: (random) => `sk_test_51${identifier(random, 97)}`,
  open,
};

const idOf = { customer: 'cus_', payment_intent: 'pi_' } as const;
type Kind = keyof typeof idOf;
const makes: Readonly<Record<string, Kind>> = {
  'POST /v1/customers': 'customer',
  'POST /v1/payment_intents': 'payment_intent',
};

function open({ ledger, random }: World): ThirdParty {
  const keys = createKeys();
  const answered = (statusCode: number, value: unknown, headers: Readonly<Record<string, string>> = {}) =>
    json(statusCode, value, { 'request-id': `req_${identifier(random, 14)}`, ...headers });
  const refused = (statusCode: number, error: object, headers: Readonly<Record<string, string>> = {}) =>
    answered(statusCode, { error: { type: 'invalid_request_error', ...error } }, headers);

  const create = (request: Arrived, kind: Kind): Answer => {
    const form = read(request);
    const problem =
      form instanceof Error
        ? { message: form.message }
        : (kind === 'customer' ? customerError : paymentIntentError)(form);
    // Nothing ran, so nothing is remembered under the key.
    if (problem !== undefined || form instanceof Error) return refused(400, problem ?? {});
    const { customer } = form;
    if (kind === 'payment_intent' && customer !== undefined && ledger.find(String(customer)) === undefined) {
      return refused(400, {
        code: 'resource_missing',
        param: 'customer',
        message: `No such customer: '${customer}'`,
      });
    }
    const id = idOf[kind] + identifier(random, kind === 'customer' ? 14 : 24);
    const value = {
      ...defaults(kind, id),
      created: Math.floor(request.atMs / 1_000),
      livemode: false,
      ...typed(form),
    };
    const externalId = externalIdsOf(form, kind)[0] ?? '';
    const key = request.headers['idempotency-key'];
    ledger.put({ id, kind, externalId, value });
    ledger.book({
      atMs: request.atMs,
      kind,
      id,
      externalId,
      created: true,
      requestSha256: request.sha256,
      ...(key === undefined ? {} : { key }),
    });
    const answer = answered(200, value, key === undefined ? {} : { 'idempotency-key': key });
    keys.save(request, answer);
    return answer;
  };

  const byKey = (request: Arrived, kind: Kind): Answer => {
    const state = keys.look(request);
    if (state.is === 'new') return create(request, kind);
    if (state.is === 'refused') return refused(state.statusCode, state.error);
    const { 'request-id': own = '' } = answered(200, {}).headers;
    const replay = { 'idempotent-replayed': 'true', 'original-request': state.requestId, 'request-id': own };
    return { ...state.answer, headers: { ...state.answer.headers, ...replay } };
  };

  return {
    answer: (request) => {
      const kind = makes[`${request.method} ${request.path}`];
      if (kind !== undefined) return byKey(request, kind);
      const found = readings[`${request.method} ${request.path}`];
      if (found !== undefined) return answered(200, found);
      return refused(404, { message: `Unrecognized request URL (${request.method}: ${request.path}).` });
    },
    unauthorized: ({ headers }) =>
      refused(
        401,
        { message: keyRefusal(headers.authorization) },
        { 'www-authenticate': 'Basic realm="Stripe"' },
      ),
    rateLimited: () =>
      refused(
        429,
        { code: 'rate_limit', message: 'Request rate limit exceeded.' },
        { 'stripe-rate-limited-reason': 'global-rate' },
      ),
    failed: () => answered(500, { error: { type: 'api_error', message: 'An unknown error occurred' } }),
    tooLarge: () => refused(400, { message: 'Request body is too large' }),
    externalIds: (request) => {
      const form = read(request);
      const kind = makes[`${request.method} ${request.path}`] ?? 'customer';
      return form instanceof Error ? [] : externalIdsOf(form, kind);
    },
    seed: ({ externalId, email }) => {
      const id = idOf.customer + identifier(random, 14);
      const value = { ...defaults('customer', id), email, metadata: { externalClientId: externalId } };
      ledger.put({ id, kind: 'customer', externalId, value });
      return id;
    },
    rememberFailure: (request, answer) => {
      // What is known under the key stays what it was: only its first answer is kept.
      if (keys.look(request).is === 'new') keys.save(request, answer);
    },
    hold: keys.hold,
  };
}

const readings: Readonly<Record<string, object>> = {
  'GET /v1/account': { id: 'acct_1InterlockStandIn', object: 'account' },
  'GET /v1/balance': { object: 'balance', available: [], pending: [], livemode: false },
};

function read({ body, headers }: Arrived): Form | Error {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (body !== '' && !isForm) {
    return new TypeError(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded)',
    );
  }
  try {
    return decodeForm(body);
  } catch (error) {
    return error instanceof Error ? error : new TypeError(String(error));
  }
}

/** The caller's own ids in `metadata`: the payment's before the customer's, if it is a payment. */
function externalIdsOf({ metadata }: Form, kind: Kind): string[] {
  if (typeof metadata !== 'object') return [];
  const rank = (name: string) => (/payment/i.test(name) === (kind === 'payment_intent') ? 0 : 1);
  return Object.entries(metadata)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .sort(([a], [b]) => rank(a) - rank(b) || Number(/id$/i.test(b)) - Number(/id$/i.test(a)))
    .map(([, value]) => value);
}

const defaults = (kind: Kind, id: string) =>
  kind === 'customer'
    ? { id, object: kind, address: null, email: null, name: null, phone: null, metadata: {} }
    : {
        id,
        object: kind,
        status: 'requires_payment_method',
        customer: null,
        description: null,
        metadata: {},
      };

const typed = (form: Form) =>
  form.amount === undefined
    ? form
    : { ...form, amount: Number(form.amount), currency: String(form.currency).toLowerCase() };

/** Stripe quotes the end of a wrong key. */
function keyRefusal(authorization: string | undefined): string {
  const [, key] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
  return key === undefined
    ? 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.'
    : `Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;
}
