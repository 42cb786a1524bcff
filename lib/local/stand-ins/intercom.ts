/** Intercom's contacts. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts */
import { type Answer, type Arrived, type Contract, json, type ThirdParty, type World } from './contract.ts';
import { identifier } from './identifiers.ts';
import { contactProblem, type Problem, readContact } from './intercom-contact.ts';
import type { Entity } from './ledger.ts';

export const intercom: Contract<'intercom'> = {
  name: 'intercom',
  // 10,000 a minute, dealt out in windows of ten seconds. https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
  limit: { requests: 1_666, windowMs: 10_000 },
  newApiKey: (random) => `dG9r${identifier(random, 56)}=`,
  open,
};

function open({ ledger, now, random }: World): ThirdParty {
  const refused = (statusCode: number, code: string, message: string, field?: string): Answer => {
    const requestId = identifier(random, 20);
    const error = { code, message, ...(field === undefined ? {} : { field }) };
    const value = { type: 'error.list', request_id: requestId, errors: [error] };
    return json(statusCode, value, { 'x-request-id': requestId });
  };
  const rejected = ({ code, message, field }: Problem) => refused(400, code, message, field);
  const done = (value: unknown, version: string | undefined) =>
    json(200, value, {
      'x-request-id': identifier(random, 20),
      ...(version === undefined ? {} : { 'intercom-version': version }),
    });
  /** Field and folded value to the contact that had it last; whether it still has is looked up. */
  const ids = new Map<string, string>();
  const put = (id: string, value: Entity['value']) => {
    for (const field of ['external_id', 'email']) ids.set(`${field} ${folded(value[field])}`, id);
    ledger.put({ id, kind: 'contact', externalId: String(value.external_id ?? ''), value });
  };
  const same = (field: string, wanted: unknown, but?: string) => {
    if (typeof wanted !== 'string' || wanted === '') return undefined;
    const held = ledger.find(ids.get(`${field} ${folded(wanted)}`) ?? '');
    return held?.id !== but && folded(held?.value[field]) === folded(wanted) ? held : undefined;
  };
  const conflictWith = (fields: Readonly<Record<string, unknown>>, but?: string): Entity | undefined =>
    same('external_id', fields.external_id, but) ?? same('email', fields.email, but);
  const conflict = ({ id }: Entity) =>
    refused(409, 'conflict', `A contact matching those details already exists with id=${id}`);

  const write = (
    request: Arrived,
    id: string,
    before: Readonly<Record<string, unknown>> | undefined,
  ): Answer => {
    const fields = readContact(request.body);
    if (fields instanceof Error) return refused(400, 'client_error', fields.message);
    const problem = contactProblem(fields, before === undefined);
    if (problem !== undefined) return rejected(problem);
    const twin = conflictWith(fields, before === undefined ? undefined : id);
    if (twin !== undefined) return conflict(twin);
    const atSeconds = Math.floor(request.atMs / 1_000);
    const value: Entity['value'] = {
      ...(before ?? newContact(id, atSeconds)),
      ...fields,
      updated_at: atSeconds,
    };
    put(id, value);
    ledger.book({
      atMs: request.atMs,
      kind: 'contact',
      id,
      externalId: String(value.external_id ?? ''),
      created: before === undefined,
      requestSha256: request.sha256,
    });
    return done(value, request.headers['intercom-version']);
  };
  const newId = () => identifier(random, 24, '0123456789abcdef');
  const missing = () => refused(404, 'not_found', 'User Not Found');

  return {
    answer: (request) => {
      const { method, path } = request;
      const version = request.headers['intercom-version'];
      if (version !== undefined && !/^(2\.\d+|1\.\d+|Unstable|Preview)$/.test(version)) {
        return refused(400, 'intercom_version_invalid', 'The requested version could not be found');
      }
      if (method === 'GET' && path === '/me') return done({ type: 'admin', id: '1' }, version);
      if (method === 'POST' && path === '/contacts') return write(request, newId(), undefined);
      const sought = segmentAfter('/contacts/find_by_external_id/', path);
      if (method === 'GET' && sought !== undefined) {
        const found = same('external_id', sought);
        return found === undefined ? missing() : done(found.value, version);
      }
      const id = segmentAfter('/contacts/', path);
      if (id !== undefined && (method === 'PUT' || method === 'GET')) {
        const found = ledger.find(id);
        if (found === undefined) return missing();
        return method === 'GET' ? done(found.value, version) : write(request, id, found.value);
      }
      return refused(404, 'not_found', 'The requested resource was not found');
    },
    unauthorized: () => refused(401, 'unauthorized', 'Access Token Invalid'),
    rateLimited: ({ requests, windowMs }) =>
      refused(
        429,
        'rate_limit_exceeded',
        `Exceeded rate limit of ${requests} in ${windowMs / 1_000}_seconds`,
      ),
    failed: () => refused(500, 'server_error', 'An unexpected error occurred'),
    tooLarge: () => refused(400, 'client_error', 'Request body is too large'),
    externalIds: ({ path, body }) => {
      const fields = readContact(body);
      const inBody = fields instanceof Error ? undefined : fields.external_id;
      const inPath = segmentAfter('/contacts/find_by_external_id/', path);
      const held = ledger.find(segmentAfter('/contacts/', path) ?? '')?.externalId;
      return [inBody, inPath, held].filter((id): id is string => typeof id === 'string');
    },
    seed: ({ externalId, email }) => {
      const id = newId();
      const value = { ...newContact(id, Math.floor(now() / 1_000)), external_id: externalId, email };
      put(id, value);
      return id;
    },
    limitHeaders: ({ requests, remaining, resetAtMs }) => ({
      'x-ratelimit-limit': `${requests}`,
      'x-ratelimit-remaining': `${remaining}`,
      // Whole seconds since 1970; rounded up, so that the limit is free when it has come.
      'x-ratelimit-reset': `${Math.ceil(resetAtMs / 1_000)}`,
    }),
  };
}

const newContact = (id: string, atSeconds: number): Record<string, unknown> => ({
  type: 'contact',
  id,
  workspace_id: 'standin1',
  role: 'user',
  external_id: null,
  email: null,
  phone: null,
  name: null,
  custom_attributes: {},
  created_at: atSeconds,
});

const folded = (value: unknown) => String(value).toLowerCase();

/** The decoded rest of `path` after `prefix`, if it is one segment. */
function segmentAfter(prefix: string, path: string): string | undefined {
  const rest = path.startsWith(prefix) ? path.slice(prefix.length) : '';
  if (rest === '' || rest.includes('/')) return undefined;
  try {
    return decodeURIComponent(rest);
  } catch {
    return undefined;
  }
}
