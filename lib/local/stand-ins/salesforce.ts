/** Salesforce's contacts. https://developer.salesforce.com/docs/platform/api-rest/guide/dome-upsert.html */
import { generateKeyPairSync } from 'node:crypto';
import {
  type Answer,
  type Arrived,
  type Contract,
  isJson,
  json,
  type StandInContext,
  type ThirdParty,
} from './contract.ts';
import { identifier } from './identifiers.ts';
import { app, assertionProblem } from './salesforce-assertion.ts';
import { bodyProblem, type Fields, fieldsIn } from './salesforce-contact.ts';
import { segmentAfter, targetOf } from './target.ts';
import { createTokens } from './tokens.ts';

export const salesforce: Contract<'salesforce'> = {
  name: 'salesforce',
  // A Developer Edition, in any 24 hours.
  limit: { requests: 15_000, windowMs: 24 * 60 * 60 * 1_000 },
  // Of which it knows the certificate, as the app there would. RS256 takes nothing shorter.
  newApiKey: () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  },
  secretOf: (privateKey) => ({ ...app, privateKey, instance: 'standin' }),
  open,
};

/** What an org sets unless it is told otherwise. https://help.salesforce.com/s/articleView?id=xcloud.admin_sessions.htm */
const sessionMs = 2 * 60 * 60 * 1_000;
/** Since then an update is answered with a body. */
const versionWithBody = 46;
const versionNewest = 68;

function open({ journal, random, apiKey }: StandInContext): ThirdParty {
  const tokens = createTokens({ random, prefix: '00D000000000001!AQ', lifeMs: sessionMs });
  const newId = () => `003${identifier(random, 15)}`;
  const matching = (externalId: string) =>
    journal.entities.filter((entity) => entity.externalId.toLowerCase() === externalId.toLowerCase());
  const put = (id: string, externalId: string, fields: Fields) =>
    journal.put({ id, kind: 'contact', externalId, value: { Client_Id__c: externalId, ...fields, Id: id } });

  const exchange = ({ body, atMs }: Arrived): Answer => {
    const form = new URLSearchParams(body);
    const problem =
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
        ? assertionProblem(form.get('assertion') ?? '', { privateKey: apiKey(), nowMs: atMs })
        : (['unsupported_grant_type', 'grant type not supported'] as const);
    if (problem !== undefined) return json(400, { error: problem[0], error_description: problem[1] });
    // No refresh token, and no word on its end.
    return json(200, {
      access_token: tokens.give(atMs),
      scope: 'api',
      instance_url: 'https://standin.my.salesforce.com',
      id: 'https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA',
      token_type: 'Bearer',
    });
  };

  const upsert = (request: Arrived, externalId: string, version: number): Answer => {
    if (!isJson(request)) return refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'the format is not supported');
    // What looks like the end of a file's name is taken for a format. Not verified against the present API.
    if (/\.[a-z]{2,4}$/i.test(externalId)) return missing;
    const matches = matching(externalId);
    if (matches.length > 1)
      return json(
        300,
        matches.map(({ id }) => `/services/data/v${version}.0/sobjects/Contact/${id}`),
      );
    const [before] = matches;
    const fields = fieldsIn(request.body);
    const problem = bodyProblem(fields, before === undefined);
    if (fields === undefined || problem !== undefined) return json(400, [problem]);
    const id = before?.id ?? newId();
    const created = before === undefined;
    put(id, before?.externalId ?? externalId, { ...before?.value, ...fields });
    const { atMs, sha256: requestSha256 } = request;
    journal.addEffect({ atMs, kind: 'contact', id, externalId, created, requestSha256 });
    return !created && version < versionWithBody
      ? noContent
      : json(created ? 201 : 200, { id, success: true, errors: [], created });
  };

  const remove = (id: string): Answer => {
    if (journal.find(id) === undefined) return refused(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    journal.remove(id);
    return noContent;
  };

  return {
    tokenEndpoint: { path: '/services/oauth2/token', answer: exchange },
    isAuthorized: tokens.areCarriedBy,
    answer: (request) => {
      const { method } = request;
      const [, number = '', rest = ''] =
        /^\/services\/data\/v(\d{2})\.0(\/.*)?$/.exec(targetOf(request).path) ?? [];
      const version = Number(number);
      if (number === '' || version > versionNewest) return missing;
      if (method === 'GET' && rest === '') return json(200, resourcesOf(version));
      const externalId = segmentAfter('/sobjects/Contact/Client_Id__c/', rest);
      if (method === 'PATCH' && externalId !== undefined) return upsert(request, externalId, version);
      const id = segmentAfter('/sobjects/Contact/', rest);
      return method === 'DELETE' && id !== undefined ? remove(id) : missing;
    },
    unauthorized: () => refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
    rateLimited: () => refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    failed: () => refused(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred'),
    tooLarge: () => refused(413, 'REQUEST_TOO_LARGE', 'the request is too large'),
    externalIds: (request) => [externalIdOf(targetOf(request).path)].filter((id) => id !== undefined),
    seed: ({ externalId, email }) => {
      const id = newId();
      put(id, externalId, { LastName: externalId, Email: email });
      return id;
    },
    limitHeaders: ({ requests, remaining }) => ({
      'sforce-limit-info': `api-usage=${requests - remaining}/${requests}`,
    }),
  };
}

const refused = (statusCode: number, errorCode: string, message: string): Answer =>
  json(statusCode, [{ message, errorCode }]);
const missing = refused(404, 'NOT_FOUND', 'The requested resource does not exist');
const noContent: Answer = { statusCode: 204, headers: {}, body: '' };

const resourcesOf = (version: number) =>
  Object.fromEntries(
    ['sobjects', 'query', 'limits', 'composite'].map((name) => [
      name,
      `/services/data/v${version}.0/${name}`,
    ]),
  );

const externalIdOf = (path: string) =>
  segmentAfter('/sobjects/Contact/Client_Id__c/', path.replace(/^\/services\/data\/v\d+\.\d/, ''));
