import { describe, expect, test } from 'vitest';
import { aDocument, compared, dialects, json, said, sent, taking } from './fixture-document.ts';

const contact = {
  type: 'object',
  properties: { email: { type: 'string' }, external_id: { type: 'string' }, name: { type: 'string' } },
  anyOf: [{ required: ['email'] }, { required: ['external_id'] }],
};

/** Places and words of refusals alone. */
const refused = (...given: Parameters<typeof compared>) =>
  compared(...given).flatMap((finding) => (finding.startsWith('request-refused') ? [finding.slice(17)] : []));

describe.each(dialects)('in OpenAPI $version, written in $as', (dialect) => {
  const document = aDocument(dialect, {
    operation: taking({ oneOf: [{ $ref: '#/components/schemas/c' }] }),
    schemas: { c: contact },
  });

  test('a body without any of the fields of which one is needed is refused', () => {
    expect(refused(document, [sent({ name: 'x' })])).toEqual([
      '$, said email, or external_id, seen none of them',
    ]);
    expect(refused(document, [sent({ name: 'x', email: 'e' })])).toEqual([]);
  });

  test('a field of another type is refused by its place, one that the document does not know is not', () => {
    expect(refused(document, [sent({ email: 7, colour: 1 })])).toEqual([
      '$.email, said string, seen integer',
    ]);
  });
});

test.each([
  [
    'a field where there may be no other',
    { additionalProperties: false, properties: { a: {} } },
    { b: 1 },
    ['$.b, said no such field, seen integer'],
  ],
  [
    'a bound',
    { properties: { a: { type: 'string', maxLength: 3 } } },
    { a: 'long' },
    ['$.a, said maxLength 3, seen another value'],
  ],
  ['a null', { properties: { a: { type: 'string' } } }, { a: null }, ['$.a, said string, seen null']],
  [
    'neither of two forms',
    {
      oneOf: [
        { type: 'object', required: ['a'], properties: { c: {} } },
        { type: 'object', required: ['b'] },
      ],
    },
    {},
    ['$, said one of 2 forms, seen none of them'],
  ],
  [
    'the form whose tag it has',
    {
      oneOf: [
        { properties: { t: { const: 'x' } }, required: ['a'] },
        { properties: { t: { const: 'y' } }, required: ['b'] },
      ],
    },
    { t: 'x' },
    ['$.a, said required, seen absent'],
  ],
])('tells of %s', (_, schema, body, findings) => {
  expect(refused(aDocument(json, { operation: taking(schema) }), [sent(body)])).toEqual(findings);
});

test.each([
  ['that fits two of one-of', { oneOf: [{ type: 'object' }, { required: ['a'] }] }, { a: 1 }],
  [
    'whose part forbids what another part names',
    { allOf: [{ properties: { a: {} }, additionalProperties: false }, { properties: { b: {} } }] },
    { a: 1, b: 2 },
  ],
  ['for which the document contradicts itself', { allOf: [{ type: 'object' }, { type: 'string' }] }, {}],
])('is silent about a body %s', (_, schema, body) => {
  expect(refused(aDocument(json, { operation: taking(schema) }), [sent(body)])).toEqual([]);
});

test('another media type, and no body at all, are refused where the document says so', () => {
  const operation = { ...taking({}, 'application/x-www-form-urlencoded') };
  expect(refused(aDocument(json, { operation }), [sent({})])).toEqual([
    'content-type, said application/x-www-form-urlencoded, seen application/json',
  ]);
  const demanding = { ...operation, requestBody: { ...operation.requestBody, required: true } };
  expect(refused(aDocument(json, { operation: demanding }), [said({ statusCode: 204 })])).toEqual([
    '$, said a body, seen no body',
  ]);
  expect(refused(aDocument(json, { operation: { responses: operation.responses } }), [sent({})])).toEqual([]);
});

describe('forms', () => {
  const schema = {
    type: 'object',
    required: ['amount'],
    additionalProperties: false,
    properties: {
      amount: { type: 'integer', maximum: 100 },
      locale: { type: 'string' },
      confirm: { type: 'boolean' },
      metadata: {
        anyOf: [
          { type: 'object', additionalProperties: { type: 'string' } },
          { type: 'string', enum: [''] },
        ],
      },
      expand: { type: 'array', items: { type: 'string' } },
      address: { type: 'object', properties: { lines: { type: 'array', items: { type: 'integer' } } } },
    },
  };
  const document = aDocument(json, { operation: taking(schema, 'application/x-www-form-urlencoded') });
  const form = (text: string) =>
    refused(document, [
      said({ statusCode: 204, requestBody: { contentType: 'application/x-www-form-urlencoded', text } }),
    ]);

  test.each([
    'amount=5',
    'amount=5&confirm=true&metadata[a]=7&metadata[b]=true',
    'amount=5&expand[0]=a&expand[1]=b',
    'amount=5&expand[]=a&expand[]=b',
    'amount=5&metadata[0]=a&metadata[1]=b',
    'amount=5&metadata=',
    'amount=5&address[lines][0]=1&address[lines][1]=2',
    'not [a form',
  ])('%s is taken', (text) => {
    expect(form(text)).toEqual([]);
  });

  test.each([
    ['confirm=true', ['$.amount, said required, seen absent']],
    ['amount=5.50', ['$.amount, said integer, seen string']],
    [
      'amount=five&confirm=maybe',
      ['$.amount, said integer, seen string', '$.confirm, said boolean, seen string'],
    ],
    ['amount=5&colour=red', ['$.colour, said no such field, seen string']],
    ['amount=5&address[lines][0]=x', ['$.address.lines[], said integer, seen string']],
    ['amount=500', ['$.amount, said maximum 100, seen another value']],
    ['amount=5&locale[0]=de', ['$.locale, said string, seen array']],
    ['amount=5&locale[]=de&locale[]=en', ['$.locale, said string, seen array']],
  ])('%s is refused', (text, findings) => {
    expect(form(text)).toEqual(findings);
  });
});

describe('parameters', () => {
  const parameters = [
    { name: 'limit', in: 'query', required: true, schema: { type: 'integer', maximum: 100 } },
    { name: 'state', in: 'query', schema: { type: 'string', enum: ['on', 'off'] } },
    { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'integer' } } },
    { name: 'filter', in: 'query', required: true, schema: { type: 'object' } },
    { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } },
    { name: 'X-Version', in: 'header', schema: { type: 'string', enum: ['2.14', '2.15'] } },
    { name: 'Authorization', in: 'header', required: true, schema: { type: 'string' } },
  ];
  const document = aDocument(json, { operation: { parameters, responses: { 204: { description: '' } } } });
  const asked = (query: string, requestHeaders?: Record<string, string>) =>
    refused(document, [said({ statusCode: 204, query, ...(requestHeaders && { requestHeaders }) })]);

  test.each([
    ['limit=5&state=on&filter[a]=1&tags=x', undefined, []],
    [
      'limit=500&state=idle&filter[a]=1',
      undefined,
      [
        'query limit, said maximum 100, seen another value',
        'query state, said "on", "off", seen another value',
      ],
    ],
    [
      '',
      { 'x-tenant': 'a' },
      ['query filter, said required, seen absent', 'query limit, said required, seen absent'],
    ],
    ['limit=5&filter[a]=1', {}, ['header x-tenant, said required, seen absent']],
    [
      'limit=5&filter[a]=1',
      { 'x-tenant': '', 'x-version': '2.16' },
      ['header x-version, said "2.14", "2.15", seen another value'],
    ],
  ])('%s with headers %j', (query, headers, findings) => {
    expect(asked(query, headers)).toEqual(findings);
  });

  test('a value in the path is judged, and the operation overrides its path', () => {
    const id = (schema: object) => ({ name: 'id', in: 'path', required: true, schema });
    const item = {
      parameters: [id({ type: 'string' })],
      get: { parameters: [id({ type: 'integer' })], responses: {} },
    };
    const byId = aDocument(json, { paths: { '/things/{id}': item } });
    const get = (path: string) =>
      refused(byId, [said({ method: 'GET', path, template: 'GET /things/{id}' })]);
    expect(get('/things/7')).toEqual([]);
    expect(get('/things/seven')).toEqual(['path id, said integer, seen another value']);
  });
});
