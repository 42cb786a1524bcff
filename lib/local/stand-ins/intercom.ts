/** Intercom's contacts. https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts */
import {
  type Answer,
  type Arrived,
  type Contract,
  isJson,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier } from './identifiers.ts';
import { createIntercomAnswers } from './intercom-answers.ts';
import { changedContact, newContact } from './intercom-contact.ts';
import { contactProblem, type Fields, readFields } from './intercom-fields.ts';
import { contactList, contactsFound } from './intercom-list.ts';
import { me } from './intercom-me.ts';
import type { Entity } from './request-journal.ts';
import { segmentAfter, targetOf } from './target.ts';

export const intercom: Contract<'intercom'> = {
  name: 'intercom',
  // 10,000 a minute, dealt out in windows of ten seconds. https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting
  limit: { requests: 1_666, windowMs: 10_000 },
  newApiKey: (random) => `dG9r${identifier(random, 56)}=`,
  open,
};

function open({ journal, now, random }: StandInContext): ThirdParty {
  const { done, refused } = createIntercomAnswers(random);
  /** Field and folded value to the contact that had it last; whether it still has is looked up. */
  const ids = new Map<string, string>();
  const put = (id: string, value: Fields) => {
    for (const field of ['external_id', 'email']) {
      const known = folded(value[field]);
      if (known !== undefined) ids.set(`${field} ${known}`, id);
    }
    journal.put({ id, kind: 'contact', externalId: String(value.external_id ?? ''), value });
  };
  const same = (field: string, wanted: unknown, but?: string) => {
    const known = folded(wanted);
    const held = known === undefined ? undefined : journal.find(ids.get(`${field} ${known}`) ?? '');
    return held?.id !== but && folded(held?.value[field]) === known ? held : undefined;
  };
  const conflictWith = (fields: Fields, but?: string): Entity | undefined =>
    same('external_id', fields.external_id, but) ?? same('email', fields.email, but);
  const newId = () => identifier(random, 24, '0123456789abcdef');
  const missing = (request: Arrived) =>
    refused(request, 404, { code: 'not_found', message: 'User Not Found' });

  const write = (request: Arrived, id: string, before: Fields | undefined): Answer => {
    if (!isJson(request)) return refused(request, 415, unsupported);
    const read = readFields(request.body);
    if ('problem' in read) return refused(request, 400, read.problem);
    const { fields } = read;
    const problem = contactProblem(fields, before === undefined);
    if (problem !== undefined) return refused(request, 400, problem);
    const twin = conflictWith(fields, before === undefined ? undefined : id);
    if (twin !== undefined) return refused(request, 409, conflict(twin));
    const { atMs, sha256: requestSha256 } = request;
    const atSeconds = Math.floor(atMs / 1_000);
    const value = changedContact(before ?? newContact(id, atSeconds), fields, atSeconds);
    put(id, value);
    const externalId = String(value.external_id ?? '');
    journal.addEffect({
      atMs,
      kind: 'contact',
      id,
      externalId,
      created: before === undefined,
      requestSha256,
    });
    return done(request, value);
  };

  const search = (request: Arrived): Answer => {
    if (!isJson(request)) return refused(request, 415, unsupported);
    const read = readFields(request.body);
    const found = 'problem' in read ? read : contactsFound(journal, read.fields);
    return 'problem' in found ? refused(request, 400, found.problem) : done(request, found.list);
  };

  const one = (request: Arrived, { id, value }: Entity): Answer => {
    if (request.method === 'GET') return done(request, value);
    if (request.method === 'PUT') return write(request, id, value);
    journal.remove(id);
    return done(request, { type: 'contact', id, external_id: value.external_id, deleted: true });
  };

  return {
    answer: (request) => {
      const { method, headers } = request;
      const { path, query } = targetOf(request);
      if (!/^(2\.\d+|1\.\d+|Unstable|Preview)$/.test(headers['intercom-version'] ?? '2.16')) {
        return refused(request, 400, badVersion);
      }
      if (method === 'GET' && path === '/me') return done(request, me);
      if (method === 'POST' && path === '/contacts') return write(request, newId(), undefined);
      if (method === 'GET' && path === '/contacts') {
        const read = contactList(journal, query);
        return 'problem' in read ? refused(request, 400, read.problem) : done(request, read.list);
      }
      if (method === 'POST' && path === '/contacts/search') return search(request);
      const sought = segmentAfter('/contacts/find_by_external_id/', path);
      if (method === 'GET' && sought !== undefined) {
        const found = same('external_id', sought);
        return found === undefined ? missing(request) : done(request, found.value);
      }
      const id = segmentAfter('/contacts/', path);
      if (id !== undefined && ['GET', 'PUT', 'DELETE'].includes(method)) {
        const found = journal.find(id);
        return found === undefined ? missing(request) : one(request, found);
      }
      return refused(request, 404, {
        code: 'not_found',
        message: 'The requested resource does not exist; check your path and try again',
      });
    },
    unauthorized: (request) =>
      refused(request, 401, { code: 'unauthorized', message: 'Access Token Invalid' }),
    rateLimited: ({ requests, windowMs }, request) =>
      refused(request, 429, {
        code: 'rate_limit_exceeded',
        message: `Exceeded rate limit of ${requests} in ${windowMs / 1_000}_seconds`,
      }),
    failed: (request) =>
      refused(request, 500, { code: 'server_error', message: 'An unexpected error occurred' }),
    tooLarge: (request) =>
      refused(request, 400, { code: 'client_error', message: 'Request body is too large' }),
    externalIds: (request) => {
      const { path } = targetOf(request);
      const read = readFields(request.body);
      const inBody = 'problem' in read ? undefined : read.fields.external_id;
      const inPath = segmentAfter('/contacts/find_by_external_id/', path);
      const held = journal.find(segmentAfter('/contacts/', path) ?? '')?.externalId;
      return [inBody, inPath, held].filter((id): id is string => typeof id === 'string');
    },
    seed: ({ externalId, email }) => {
      const id = newId();
      const atSeconds = Math.floor(now() / 1_000);
      const fields = { external_id: externalId, email };
      put(id, changedContact(newContact(id, atSeconds), fields, atSeconds));
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

const conflict = ({ id }: Entity) => ({
  code: 'conflict',
  message: `A contact matching those details already exists with id=${id}`,
});
const badVersion = {
  code: 'intercom_version_invalid',
  message: 'The requested version could not be found',
};
/**
 * https://developers.intercom.com/docs/references/rest-api/errors/http-responses has the status, up to 2.16.
 * Not verified: that this operation answers it, and the code.
 */
const unsupported = { code: 'client_error', message: 'The Content-Type must be application/json' };

/** As it is compared; `undefined` for nothing. */
const folded = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
