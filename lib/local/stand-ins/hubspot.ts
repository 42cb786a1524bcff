/** HubSpot's contacts. https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide */
import {
  type Answer,
  type Arrived,
  type Contract,
  isJson,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { account } from './hubspot-account.ts';
import { createHubspotAnswers } from './hubspot-answers.ts';
import { contactList, contactOf, namesIn, ownProperties } from './hubspot-contact.ts';
import { createHubspotDay } from './hubspot-day.ts';
import { externalIdsOf, type Input, readInputs } from './hubspot-inputs.ts';
import { identifier, uuid } from './identifiers.ts';
import type { Entity } from './request-journal.ts';
import { segmentAfter, targetOf } from './target.ts';

export const hubspot: Contract<'hubspot'> = {
  name: 'hubspot',
  // A private app of a Professional account. https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
  limit: { requests: 190, windowMs: 10_000 },
  newApiKey: (random) => `pat-eu1-${uuid(random)}`,
  open,
};

const contactsPath = '/crm/objects/2026-03/contacts';
/** What its official clients still ask for. https://github.com/HubSpot/hubspot-api-nodejs */
const contactsPathV3 = '/crm/v3/objects/contacts';

/** The same thing by either path. */
const dated = (path: string) =>
  path === contactsPathV3 || path.startsWith(`${contactsPathV3}/`)
    ? contactsPath + path.slice(contactsPathV3.length)
    : path;

function open({ journal, now, random }: StandInContext): ThirdParty {
  const { done, empty, refused } = createHubspotAnswers(random);
  const day = createHubspotDay(now);
  const newId = () => identifier(random, 11, '123456789');
  const ids = new Map<string, string>();
  const put = (entity: Entity) => {
    ids.set(String(entity.value.email).toLowerCase(), entity.id);
    journal.put(entity);
  };

  const upsert = (input: Input, { atMs, sha256: requestSha256 }: Arrived) => {
    const present = journal.find(ids.get(input.id.toLowerCase()) ?? '');
    const id = present?.id ?? newId();
    const at = new Date(atMs).toISOString();
    const properties = {
      ...(present?.value as Input['properties'] | undefined),
      email: input.id.toLowerCase(),
      ...input.properties,
      ...ownProperties(id, String(present?.value.createdate ?? input.properties.createdate ?? at), at),
    };
    const externalId = externalIdsOf({ id: input.id, properties })[0] ?? '';
    const entity: Entity = { id, kind: 'contact', externalId, value: properties };
    put(entity);
    journal.addEffect({
      atMs,
      kind: 'contact',
      id,
      externalId,
      created: present === undefined,
      requestSha256,
    });
    const { objectWriteTraceId } = input;
    const trace = objectWriteTraceId === undefined ? {} : { objectWriteTraceId };
    return { ...contactOf(entity), new: present === undefined, ...trace };
  };

  const upsertAll = (request: Arrived): Answer => {
    const inputs = readInputs(request.body);
    if ('message' in inputs) return refused(400, { ...inputs });
    const failures = inputs.filter((input) => !isEmail(input.properties.email ?? input.id));
    const results = inputs
      .filter((input) => !failures.includes(input))
      .map((input) => upsert(input, request));
    const at = new Date(request.atMs).toISOString();
    const whole = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
    if (failures.length === 0) return done(200, whole);
    return done(207, { ...whole, numErrors: failures.length, errors: failures.map(failureOf) });
  };

  const one = ({ method }: Arrived, id: string, query: string): Answer => {
    const held = journal.find(id);
    // Not verified: that what is archived already is a 404 as well.
    if (held === undefined) return refused(404, { message: 'resource not found' });
    if (method === 'GET') return done(200, contactOf(held, namesIn(new URLSearchParams(query))));
    journal.remove(id);
    return empty();
  };

  return {
    answer: (request) => {
      day.count();
      const { method } = request;
      const { path: asked, query } = targetOf(request);
      const path = dated(asked);
      if (method === 'POST' && path === `${contactsPath}/batch/upsert`) {
        return isJson(request) ? upsertAll(request) : refused(415, unsupported);
      }
      if (method === 'GET' && path === contactsPath) {
        const list = contactList(journal, asked, query);
        return 'message' in list ? refused(400, { ...list }) : done(200, list);
      }
      const id = segmentAfter(`${contactsPath}/`, path);
      if (id !== undefined && (method === 'GET' || method === 'DELETE')) return one(request, id, query);
      if (method === 'GET' && path === '/account-info/v3/details') return done(200, account);
      return refused(404, { message: `Unable to find ${method} ${path}` });
    },
    unauthorized: () =>
      refused(401, {
        message:
          'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
        category: 'INVALID_AUTHENTICATION',
      }),
    rateLimited: () =>
      refused(429, {
        message: 'You have reached your ten_secondly_rolling limit.',
        errorType: 'RATE_LIMIT',
        policyName: 'TEN_SECONDLY_ROLLING',
      }),
    failed: () => refused(500, { message: 'internal error' }),
    tooLarge: () => refused(400, { message: 'Request body is too large', category: 'VALIDATION_ERROR' }),
    externalIds: (request) => {
      const inputs = readInputs(request.body);
      const held = journal.find(segmentAfter(`${contactsPath}/`, dated(targetOf(request).path)) ?? '');
      return [
        ...('message' in inputs ? [] : inputs.flatMap(externalIdsOf)),
        ...(held ? [held.externalId] : []),
      ];
    },
    seed: ({ externalId, email }) => {
      const id = newId();
      const at = new Date(now()).toISOString();
      const value = { email, external_client_id: externalId, ...ownProperties(id, at, at) };
      put({ id, kind: 'contact', externalId, value });
      return id;
    },
    limitHeaders: ({ requests, windowMs, remaining }) => ({
      ...day.headers(),
      'x-hubspot-ratelimit-max': `${requests}`,
      'x-hubspot-ratelimit-remaining': `${remaining}`,
      'x-hubspot-ratelimit-interval-milliseconds': `${windowMs}`,
    }),
  };
}

/** An input that is refused while others pass. */
const failureOf = ({ id, objectWriteTraceId }: Input) => ({
  status: 'error',
  category: 'VALIDATION_ERROR',
  message: `Email address ${id} is invalid`,
  context: {
    ids: [id],
    ...(objectWriteTraceId === undefined ? {} : { objectWriteTraceId: [objectWriteTraceId] }),
  },
});

/** 415 is what its imports answer; that this operation does as well, and in which words, is not verified. */
const unsupported = { message: 'Unsupported Media Type' };

const isEmail = (text: string) => /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text);
