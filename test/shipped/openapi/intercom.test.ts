/** Intercom's own document of version 2.16, and what its API does. Each expectation was checked against the document by hand. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeRequest } from '../../../functions/core/http/request.ts';
import { createContact } from '../../../functions/destinations/intercom/create-contact.ts';
import { compareDocument, type Spoken } from '../../../lib/contract/openapi/compare-document.ts';
import { describeFindings } from '../../../lib/contract/openapi/describe-findings.ts';
import type { DocumentFinding } from '../../../lib/contract/openapi/document-finding.ts';
import { parseDocument } from '../../../lib/contract/openapi/read-document.ts';

const file = fileURLToPath(new URL('../../fixtures/openapi/intercom-2.16-excerpt.yaml', import.meta.url));
const text = readFileSync(file, 'utf8');
const document = parseDocument(text, 'intercom-2.16-excerpt.yaml');

/** As functions/mapping/customer-to-intercom.ts makes it. */
const params = {
  role: 'user',
  external_id: '7',
  email: 'ada@example.com',
  name: 'Ada Lovelace',
  phone: '+15555550100',
  signed_up_at: 1_767_225_600,
  unsubscribed_from_emails: false,
} as const;
const contact = {
  type: 'contact',
  id: '65f0c0ffee65f0c0ffee65f0',
  workspace_id: 'w',
  ...params,
  custom_attributes: {},
  created_at: 1_767_225_600,
  updated_at: 1_767_225_600,
  tags: { type: 'list', data: [], url: '/x', total_count: 0, has_more: false },
  location: { type: 'location', country: null, region: null, city: null, country_code: null },
};
const failed = (code: string, message: string) => ({
  type: 'error.list',
  request_id: 'r',
  errors: [{ code, message }],
});

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'x-request-id': 'r',
  'x-ratelimit-limit': '1666',
};
function answered(
  operation: string,
  template: string,
  request: Partial<Spoken>,
  statusCode: number,
  body: unknown,
): Spoken {
  const response = { statusCode, headers, body: JSON.stringify(body), bodyTruncated: false };
  return { operation, template, method: 'GET', path: '/', query: '', isWrong: false, ...request, response };
}
function carrying(request: ReturnType<typeof createContact.request>): Partial<Spoken> {
  const { method, path, query, body } = encodeRequest(request);
  return { method, path, query, ...(body && { requestBody: body }) };
}
const post = carrying(createContact.request(params));
const lookup = { path: '/contacts/find_by_external_id/7' };
const update = { ...post, method: 'PUT', path: '/contacts/65f0c0ffee65f0c0ffee65f0' };
const create = (statusCode: number, body: unknown, request = {}) =>
  answered('create-contact', 'POST /contacts', { ...post, ...request }, statusCode, body);
const find = (statusCode: number, body: unknown) =>
  answered('create-contact lookup', 'GET /contacts/find_by_external_id/{id}', lookup, statusCode, body);

const spoken = [
  answered('probe', 'GET /me', { path: '/me' }, 200, { type: 'admin', id: '1', name: null }),
  answered('probe', 'GET /me', { path: '/me' }, 401, failed('unauthorized', 'Access Token Invalid')),
  create(200, contact),
  create(
    409,
    failed('conflict', 'A contact matching those details already exists with id=65f0c0ffee65f0c0ffee65f0'),
  ),
  create(400, failed('parameter_not_found', 'x'), {
    requestBody: { contentType: 'application/json', text: '{' },
    isWrong: true,
  }),
  create(401, failed('unauthorized', 'Access Token Invalid')),
  find(200, contact),
  find(404, failed('not_found', 'User Not Found')),
  answered('create-contact follow-up', 'PUT /contacts/{id}', update, 200, contact),
];
const options = {
  headersOfInterest: ['x-request-id', 'x-ratelimit-limit'],
  maps: new Set(['custom_attributes']),
};
const findings = compareDocument(document, spoken, options);
const about = (request: string, select: (finding: DocumentFinding) => boolean) =>
  describeFindings(findings.filter((finding) => finding.request === request && select(finding)));
const lies = ({ isLie }: DocumentFinding) => isLie;
const promises = ({ isLie }: DocumentFinding) => !isLie;

test('the 409 that nobody documented is found', () => {
  expect(findings).toContainEqual({
    operation: 'create-contact',
    request: 'POST /contacts',
    statusCode: 409,
    kind: 'status-undocumented',
    place: '',
    said: '200, 401',
    seen: '409',
    isLie: true,
  });
});

describe('what the document does not say, or says otherwise', () => {
  const undocumentedHeaders = (answer: string) => [
    `${answer} came with 2 headers that the document does not list: x-ratelimit-limit, x-request-id`,
  ];
  const undocumentedFields = (answer: string) => [
    `${answer} came with $.location.country_code (null), which is not in the document's schema`,
    `${answer} came with $.tags.type (string), which is not in the document's schema`,
  ];

  test('of making a contact', () => {
    expect(about('POST /contacts', lies)).toEqual([
      ...undocumentedHeaders('POST /contacts'),
      ...undocumentedFields('POST /contacts 200'),
      'POST /contacts answered 400, which the document does not list (it lists 200, 401)',
      'POST /contacts answered 409, which the document does not list (it lists 200, 401)',
    ]);
  });

  test('of looking one up and of changing it', () => {
    const looked = 'GET /contacts/find_by_external_id/{external_id}';
    expect(about(looked, lies)).toEqual([
      ...undocumentedHeaders(`${looked} 200`),
      ...undocumentedFields(`${looked} 200`),
      `${looked} answered 404, which the document does not list (it lists 200, 401, 410)`,
    ]);
    const changed = 'PUT /contacts/{contact_id} 200';
    expect(about('PUT /contacts/{contact_id}', lies)).toEqual([
      ...undocumentedHeaders(changed),
      ...undocumentedFields(changed),
    ]);
  });

  test('of the call that needs nothing but a key', () => {
    expect(about('GET /me', lies)).toEqual([
      ...undocumentedHeaders('GET /me 200'),
      "GET /me 200: $.name was null; the document's schema says string",
      'GET /me answered 401, which the document does not list (it lists 200)',
    ]);
  });

  test('and nothing else', () => {
    expect(findings.filter(lies)).toHaveLength(6 + 5 + 4 + 4);
  });
});

test('what was never seen is told as that', () => {
  expect(about('GET /me', promises)).toEqual([
    'GET /me 200: the document lists 9 fields that no answer had: $.app, $.avatar, $.away_mode_enabled, $.away_mode_reassign, $.email, $.email_verified, $.has_inbox_seat, $.job_title, $.team_ids',
  ]);
  const [fields, field, ...rest] = about('POST /contacts', promises);
  expect(fields).toMatch(
    /^POST \/contacts 200: the document lists 32 fields that no answer had: \$\.android_app_name, .*\$\.enabled_push_messaging, .*\$\.social_profiles$/,
  );
  expect([field, ...rest]).toEqual([
    'POST /contacts 401: the document lists $.errors[].field (null or string), which no answer had',
  ]);
  expect(about('PUT /contacts/{contact_id}', promises)).toHaveLength(2);
  expect(about('PUT /contacts/{contact_id}', promises)).toContain(
    'PUT /contacts/{contact_id}: the document lists 401, which no answer had',
  );
});

test('a contact without email, external id and role would be refused, which schemas without anyOf miss', () => {
  const nameless = { requestBody: { contentType: 'application/json', text: '{"name":"x"}' } };
  const refusals = (...given: Spoken[]) =>
    describeFindings(
      compareDocument(document, given, options).filter(({ kind }) => kind === 'request-refused'),
    );
  expect(refusals(create(400, failed('parameter_not_found', 'x'), nameless))).toEqual([
    'POST /contacts: by the document our request is wrong at $ (email, or external_id, or role; sent: none of them)',
  ]);
  expect(refusals(...spoken)).toEqual([]);
});

test('tells no value of ours or theirs', () => {
  const told = JSON.stringify(findings);
  for (const value of ['ada@', 'Lovelace', '555', '65f0c0', 'conflict', 'unauthorized', '1666']) {
    expect(told).not.toContain(value);
  }
});

test('a document with holes is read as far as it goes', () => {
  const junk = fc.constantFrom<unknown>(
    null,
    true,
    7,
    'x',
    [],
    {},
    [null],
    { $ref: '#/nowhere' },
    { $ref: 7 },
    { type: 'int' },
    { nullable: true },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 5 }), (holes) => {
      const root = structuredClone(document.root);
      const places = placesIn(root.paths).concat(placesIn(root.components));
      for (const [at, value] of holes) {
        const [holder, key] = places[at % places.length] ?? [{}, ''];
        holder[key] = value;
      }
      expect(compareDocument({ ...document, root }, spoken, options)).toBeInstanceOf(Array);
    }),
    // Each compiles every schema of the document anew.
    { numRuns: 20 },
  );
});

/** Every key of every object, without the examples. */
function placesIn(node: unknown): [Record<string, unknown>, string][] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.keys(node)
    .filter((key) => key !== 'examples')
    .flatMap((key) => {
      const holder = node as Record<string, unknown>;
      return [[holder, key] as [Record<string, unknown>, string], ...placesIn(holder[key])];
    });
}
