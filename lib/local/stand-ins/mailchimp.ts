/** Mailchimp's audiences. https://mailchimp.com/developer/marketing/api/list-members/ */
import { createHash } from 'node:crypto';
import {
  type Answer,
  type Arrived,
  type Contract,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier, uuid } from './identifiers.ts';
import { type Fields, memberIn, memberProblem, type Problem } from './mailchimp-member.ts';
import { segmentAfter, targetOf } from './target.ts';
import { basicOf } from './tokens.ts';

const dataCentre = 'us6';

export const mailchimp: Contract<'mailchimp'> = {
  name: 'mailchimp',
  // Heavy load, where the bare 403 begins: nobody says how much that is.
  limit: { requests: 10, windowMs: 1_000 },
  concurrentRequests: 10,
  newApiKey: (random) => `${identifier(random, 32, '0123456789abcdef')}-${dataCentre}`,
  secretOf: (apiKey) => ({ apiKey, dataCentre }),
  // Whatever the user is called, or as Bearer.
  isAuthorized: ({ authorization }, apiKey, _, request) =>
    basicOf(request)[1] === apiKey || authorization === `Bearer ${apiKey}`,
  open,
};

export const md5 = (text: string) => createHash('md5').update(text.toLowerCase()).digest('hex');

function open({ journal, random }: StandInContext): ThirdParty {
  const hex = (length: number) => identifier(random, length, '0123456789abcdef');
  const refused = (status: number, { title, detail, errors }: Problem): Answer =>
    json(
      status,
      {
        type: 'https://mailchimp.com/developer/marketing/docs/errors/',
        title,
        status,
        detail,
        instance: uuid(random),
        ...(errors && { errors }),
      },
      { 'content-type': 'application/problem+json; charset=utf-8', 'x-request-id': uuid(random) },
    );
  const done = (value: object): Answer => json(200, value, { 'x-request-id': uuid(random) });
  const missing = refused(404, {
    title: 'Resource Not Found',
    detail: 'The requested resource could not be found.',
  });
  /** By the digest of the address, or by the contact's id. */
  const find = (name: string) =>
    journal.entities.find(({ value }) => value.id === name.toLowerCase() || value.contact_id === name);
  const put = (list: string, fields: Fields, before: Fields | undefined) => {
    const address = String(fields.email_address ?? before?.email_address);
    const { status_if_new: statusIfNew, ...rest } = fields;
    const ids = { id: md5(address), contact_id: before?.contact_id ?? hex(32), list_id: list };
    const status = rest.status ?? before?.status ?? statusIfNew;
    const value = { merge_fields: {}, ...before, ...rest, ...ids, email_address: address, status };
    journal.put({ id: ids.contact_id as string, kind: 'member', externalId: address, value });
    return value;
  };

  const write = (request: Arrived, list: string, name: string): Answer => {
    const fields = memberIn(request.body);
    const before = find(name);
    const problem = memberProblem(fields, before === undefined);
    if (fields === undefined || problem !== undefined) return refused(400, problem ?? unreadable);
    const address = String(fields.email_address ?? before?.value.email_address);
    if (before === undefined && md5(address) !== name && address !== name)
      return refused(400, {
        title: 'Invalid Resource',
        detail: 'The subscriber hash is not that of the address.',
      });
    const value = put(list, fields, before?.value);
    const { atMs, sha256: requestSha256 } = request;
    const effect = { id: String(value.contact_id), externalId: address, created: before === undefined };
    journal.addEffect({ atMs, kind: 'member', ...effect, requestSha256 });
    return done(value);
  };

  return {
    answer: (request) => {
      const { method } = request;
      const { path } = targetOf(request);
      const [, list = '', rest = ''] = /^\/3\.0\/lists\/([0-9a-z]{10})(\/.*)?$/.exec(path) ?? [];
      if (list === '') return missing;
      if (method === 'GET' && rest === '') return done({ id: list });
      const name = segmentAfter('/members/', rest);
      if (name === undefined) return missing;
      if (method === 'PUT') return write(request, list, name);
      const found = find(name);
      if (found === undefined) return missing;
      if (method === 'GET') return done(found.value);
      if (method !== 'DELETE')
        return refused(405, { title: 'Method Not Allowed', detail: 'See the Allow header.' });
      journal.remove(found.id);
      return { statusCode: 204, headers: { 'x-request-id': uuid(random) }, body: '' };
    },
    unauthorized: () =>
      refused(401, {
        title: 'API Key Invalid',
        detail: 'Your API key may be invalid, or you have attempted to access the wrong datacenter.',
      }),
    rateLimited: () => ({ statusCode: 403, headers: {}, body: '' }),
    tooManyAtOnce: () =>
      refused(429, {
        title: 'Too Many Requests',
        detail: 'You have exceeded the limit of 10 simultaneous connections.',
      }),
    failed: () =>
      refused(500, { title: 'Internal Server Error', detail: 'An unexpected internal error has occurred.' }),
    tooLarge: () => refused(413, { title: 'Request Entity Too Large', detail: 'The request is too large.' }),
    externalIds: (request) => {
      const { email_address: address } = memberIn(request.body) ?? {};
      return typeof address === 'string' ? [address] : [];
    },
    seed: ({ email }) =>
      String(put('a1b2c3d4e5', { email_address: email, status_if_new: 'subscribed' }, undefined).contact_id),
  };
}

const unreadable: Problem = {
  title: 'JSON Parse Error',
  detail: 'We encountered an unspecified JSON parsing error.',
};
