/** Xero's invoices. https://developer.xero.com/documentation/api/accounting/invoices */
import {
  type Answer,
  type Arrived,
  type Contract,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier, uuid } from './identifiers.ts';
import { createSlidingWindow } from './sliding-window.ts';
import { segmentAfter, targetOf } from './target.ts';
import { basicOf, createRotation, createTokens } from './tokens.ts';
import { type Fields, fieldsIn, invoiceIn, invoiceProblem } from './xero-invoice.ts';

/** The app, and the organisation that somebody consented for. */
const app = {
  clientId: '7B1E0C5A94D24F6E8C3A5D0F2B9E6A17',
  clientSecret: 'q9XvT3mZr7Lk2Wc8Ny5Hb1Dp4Gs6Jf0A',
  tenantId: '0d6b7f9c-3f52-4c0e-9a51-7e2f4c8b1d30',
};

export const xero: Contract<'xero'> = {
  name: 'xero',
  // https://developer.xero.com/documentation/guides/oauth2/limits
  limit: { requests: 60, windowMs: 60_000 },
  concurrentRequests: 5,
  // What a person's consent brought.
  newApiKey: (random) => `rt-${identifier(random, 43)}`,
  secretOf: (refreshToken) => ({ ...app, refreshToken }),
  open,
};

const daily = { requests: 5_000, windowMs: 24 * 60 * 60 * 1_000 };
/** https://developer.xero.com/documentation/guides/oauth2/token-types; the grace is not verified against the present API. */
const accessMs = 30 * 60_000;
const graceMs = 30 * 60_000;

const path = '/api.xro/2.0/Invoices';

function open({ journal, now, random, apiKey }: StandInContext): ThirdParty {
  const tokens = createTokens({ random, prefix: 'at-', lifeMs: accessMs });
  const refreshed = createRotation({ random, prefix: 'rt-', consented: apiKey, graceMs });
  const day = createSlidingWindow(daily);
  /** What was answered to a key, and to which bytes. */
  const answered = new Map<string, { readonly sha256: string; readonly answer: Answer }>();
  const problem = (Status: number, Title: string, Detail: string): Answer =>
    json(Status, { Type: null, Title, Status, Detail, Instance: uuid(random), Extensions: {} });
  const throttled = (which: string, seconds: number): Answer => ({
    statusCode: 429,
    headers: { 'retry-after': `${seconds}`, 'x-rate-limit-problem': which },
    body: '',
  });

  const exchange = (request: Arrived): Answer => {
    const form = new URLSearchParams(request.body);
    const [clientId, clientSecret] = basicOf(request);
    const isOurs = clientId === app.clientId && clientSecret === app.clientSecret;
    if (!isOurs) return json(400, { error: 'invalid_client' });
    if (form.get('grant_type') !== 'refresh_token') return json(400, { error: 'unsupported_grant_type' });
    const next = refreshed(form.get('refresh_token') ?? '', request.atMs);
    if (next === undefined) return json(400, { error: 'invalid_grant' });
    const scope = 'offline_access accounting.transactions';
    const given = { access_token: tokens.give(request.atMs), refresh_token: next, scope };
    return json(200, { ...given, expires_in: accessMs / 1_000, token_type: 'Bearer' });
  };

  const put = (value: Fields, externalId: string) => {
    const found = journal.entities.find((one) => one.externalId === externalId && externalId !== '');
    const id = found?.id ?? uuid(random);
    const all = { ...found?.value, ...value, InvoiceID: id, HasErrors: false, StatusAttributeString: 'OK' };
    journal.put({ id, kind: 'invoice', externalId, value: all });
    return { id, created: found === undefined, value: all };
  };
  const write = (request: Arrived): Answer => {
    const read = invoiceIn(request);
    if (read === undefined) return invalid('the body is no list of one invoice', {});
    const wrong = invoiceProblem(read);
    // A refused one has an id as well: of nobody.
    if (wrong !== undefined) {
      const ofNobody = { InvoiceID: '00000000-0000-0000-0000-000000000000', HasErrors: true };
      const refused = {
        ...read,
        ...ofNobody,
        StatusAttributeString: 'ERROR',
        ValidationErrors: [{ Message: wrong }],
      };
      const isSummed = new URLSearchParams(targetOf(request).query).get('summarizeErrors') !== 'false';
      return isSummed ? invalid('A validation exception occurred', refused) : framed([refused]);
    }
    const { id, created, value } = put(read, String(read.InvoiceNumber ?? ''));
    const { atMs, sha256: requestSha256, headers } = request;
    const key = headers['idempotency-key'];
    const externalId = String(read.InvoiceNumber ?? '');
    journal.addEffect({
      atMs,
      kind: 'invoice',
      id,
      externalId,
      created,
      requestSha256,
      ...(key ? { key } : {}),
    });
    return framed([value]);
  };
  /** What a key was answered with comes again for the same bytes. The refusal of others is not verified against the present API. */
  const once = (request: Arrived): Answer => {
    const key = request.headers['idempotency-key'] ?? '';
    if (key.length > 128) return problem(400, 'Bad Request', 'IdempotencyKeyTooLong');
    const before = answered.get(key);
    if (before !== undefined && key !== '')
      return before.sha256 === request.sha256
        ? before.answer
        : problem(400, 'Bad Request', 'IdempotencyKeyReused');
    const answer = write(request);
    if (key !== '') answered.set(key, { sha256: request.sha256, answer });
    return answer;
  };

  return {
    tokenEndpoint: { path: '/connect/token', answer: exchange },
    isAuthorized: tokens.areCarriedBy,
    answer: (request) => {
      const { method, headers, atMs } = request;
      const target = targetOf(request).path;
      if (!day.admit(atMs)) return throttled('day', 60 * 60);
      if (headers['xero-tenant-id'] !== app.tenantId)
        return problem(403, 'Forbidden', 'AuthenticationUnsuccessful');
      if (!headers.accept?.includes('json'))
        return problem(406, 'Not Acceptable', 'ask for application/json here');
      if (method === 'GET' && target === '/api.xro/2.0/Organisation') return json(200, organisation);
      if (method === 'POST' && target === path) return once(request);
      const found = journal.find(segmentAfter(`${path}/`, target) ?? '');
      if (method === 'POST' && found !== undefined) {
        const value = { ...found.value, ...fieldsIn(request.body) };
        journal.put({ ...found, value });
        return framed([value]);
      }
      return problem(404, 'The resource you’re looking for cannot be found', 'ResourceNotFound');
    },
    unauthorized: () => problem(401, 'Unauthorized', 'TokenExpired: the token is not known, or ended'),
    rateLimited: ({ windowMs }) => throttled('minute', Math.ceil(windowMs / 1_000)),
    tooManyAtOnce: () => throttled('concurrent', 1),
    failed: () => problem(500, 'Internal Server Error', 'An error occurred in Xero'),
    tooLarge: () => problem(413, 'Request Entity Too Large', 'the request is too large'),
    externalIds: (request) => [String(invoiceIn(request)?.InvoiceNumber ?? '')].filter((id) => id !== ''),
    seed: ({ externalId, email }) =>
      put({ InvoiceNumber: externalId, Contact: { EmailAddress: email } }, externalId).id,
    limitHeaders: ({ remaining }) => ({
      'x-minlimit-remaining': `${remaining}`,
      'x-daylimit-remaining': `${day.state(now())?.remaining ?? 0}`,
      'x-appminlimit-remaining': '9999',
    }),
  };
}

const framed = (Invoices: readonly Fields[]): Answer => json(200, { Status: 'OK', Invoices });
const invalid = (Message: string, element: Fields): Answer =>
  json(400, { ErrorNumber: 10, Type: 'ValidationException', Message, Elements: [element] });
const organisation = {
  Status: 'OK',
  Organisations: [{ Name: 'Stand-in', CountryCode: 'GB', IsDemoCompany: true }],
};
