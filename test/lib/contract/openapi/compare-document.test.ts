import { describe, expect, test } from 'vitest';
import { compareDocument } from '../../../../lib/contract/openapi/compare-document.ts';
import { describeFinding } from '../../../../lib/contract/openapi/describe-finding.ts';
import { documentFindingKinds } from '../../../../lib/contract/openapi/document-finding.ts';
import { aDocument, answering, compared, dialects, json, said, sent, taking } from './fixture-document.ts';

/** What each dialect writes for a text that may be null. */
const textOrNull = (version: string) =>
  version === '3.0' ? { type: 'string', nullable: true } : { type: ['string', 'null'] };

describe.each(dialects)('a document in OpenAPI $version, written in $as', (dialect) => {
  const thing = {
    type: 'object',
    required: ['id', 'kind'],
    properties: {
      id: { type: 'string' },
      kind: { type: 'string', enum: ['small', 'big'] },
      note: textOrNull(dialect.version),
      size: { type: 'integer' },
      owner: { $ref: '#/components/schemas/owner' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    },
  };
  const owner = {
    type: 'object',
    properties: { name: { type: 'string' }, boss: { $ref: '#/components/schemas/owner' } },
  };
  const document = aDocument(dialect, {
    operation: {
      requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['kind'] } } } },
      responses: {
        200: {
          description: '',
          headers: { 'X-Request-Id': { schema: { type: 'string' } } },
          content: { 'application/json': { schema: { $ref: '#/components/schemas/thing' } } },
        },
        '4XX': { description: '', content: { 'application/json': {} } },
        410: { description: '' },
      },
    },
    schemas: { thing, owner },
  });
  const headers = { 'content-type': 'application/json', 'x-request-id': '1' };
  const whole = {
    id: 'i',
    kind: 'big',
    note: null,
    size: 1,
    owner: { name: 'n', boss: { name: 'm', boss: {} } },
    labels: {},
  };
  const honest = [
    said({ headers, body: whole }),
    said({ statusCode: 404, body: {} }),
    said({ statusCode: 410 }),
  ];
  const one = (body: object, rest = {}) =>
    compared(document, [...honest, said({ headers, body: { ...whole, ...body }, ...rest })]);

  test('has nothing to say of honest answers', () => {
    expect(compared(document, honest)).toEqual([]);
  });

  test.each([
    [
      'a field that the document does not know',
      { colour: 1 },
      ['field-undocumented, $.colour, said no such field, seen integer'],
    ],
    [
      'a field deep in a circle of references',
      { owner: { boss: { boss: { age: 1 } } } },
      ['field-undocumented, $.owner.boss.boss.age, said no such field, seen integer'],
    ],
    ['a null', { size: null }, ['null-undocumented, $.size, said integer, seen null']],
    ['a null among the listed values', { kind: null }, ['null-undocumented, $.kind, said string, seen null']],
    [
      'another type',
      { id: 7, note: true },
      [
        'type-contradicted, $.id, said string, seen integer',
        'type-contradicted, $.note, said null or string, seen boolean',
      ],
    ],
    [
      'a fraction where a whole number was said',
      { size: 1.5 },
      ['type-contradicted, $.size, said integer, seen number'],
    ],
    [
      'a value that is not listed',
      { kind: 'huge' },
      ['value-contradicted, $.kind, said "small", "big", seen another string'],
    ],
    [
      'a required field that is absent',
      { kind: undefined },
      ['field-missing, $.kind, said required, seen absent'],
    ],
    [
      'a label that is no text',
      { labels: { red: 1 } },
      ['type-contradicted, $.labels.red, said string, seen integer'],
    ],
  ])('tells of %s', (_, body, findings) => {
    expect(one(body)).toEqual(findings);
  });

  test('tells of a status, a media type and a path that it does not know', () => {
    expect(
      compared(document, [
        ...honest,
        said({ statusCode: 503, headers: { 'content-type': 'text/html' }, body: '<p>' }),
        said({ statusCode: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<p>' }),
        said({ method: 'GET', path: '/things/7', template: 'GET /things/{id}' }),
        said({ method: 'GET', template: 'GET /things' }),
      ]),
    ).toEqual([
      'path-undocumented, said POST',
      'path-undocumented, said no such path',
      'content-type-undocumented, said application/json, seen text/html',
      'status-undocumented, said 200, 410, 4XX, seen 503',
    ]);
  });

  test('tells of what it promises and nobody saw, as that and not as a lie', () => {
    expect(compared(document, [said({ body: { id: 'i', kind: 'big', owner: {} } })])).toEqual([
      '(status-never-seen), said 4XX',
      '(header-never-seen), x-request-id',
      '(field-never-seen), $.labels, said object',
      '(field-never-seen), $.note, said null or string',
      '(field-never-seen), $.owner.boss, said object',
      '(field-never-seen), $.owner.name, said string',
      '(field-never-seen), $.size, said integer',
      '(status-never-seen), said 410',
    ]);
  });

  test('would refuse a request without what it requires, but nobody asks of one that is broken on purpose', () => {
    expect(compared(document, [...honest, sent({}, { statusCode: 410 })])).toEqual([
      '(request-refused), $.kind, said required, seen absent',
    ]);
    expect(compared(document, [...honest, sent({}, { statusCode: 410, isWrong: true })])).toEqual([]);
  });
});

test('a header of interest is one finding, whatever the statuses it came with', () => {
  const document = aDocument(json, {
    operation: {
      responses: { 200: { description: '' }, 204: { description: '' }, 202: { description: '' } },
    },
  });
  const headers = { 'x-limit': '5', 'x-dull': '1', 'content-type': 'text/plain' };
  const options = { headersOfInterest: ['X-Limit', 'content-type'] };
  const spoken = [said({ headers }), said({ statusCode: 204, headers }), said({ statusCode: 202 })];
  expect(compareDocument(document, spoken, { maps: new Set(), ...options })).toEqual([
    {
      operation: 'make-thing',
      request: 'POST /things',
      kind: 'header-undocumented',
      place: 'x-limit',
      isLie: true,
    },
  ]);
});

test('a header that the document requires and nobody sent is a lie', () => {
  const headers = { 'X-Trace': { required: true, schema: {} } };
  const document = aDocument(json, { operation: { responses: { 200: { description: '', headers } } } });
  expect(compared(document, [said()])).toEqual(['header-never-seen, x-trace, said required']);
});

test('a status by default alone is told, and its body is compared', () => {
  const responses = { default: answering({ type: 'object', properties: { ok: {} } }).responses[200] };
  const document = aDocument(json, { operation: { responses } });
  expect(compared(document, [said({ statusCode: 500, body: { ok: 1, why: 2 } })])).toEqual([
    '(status-undocumented), said default, seen 500',
    'field-undocumented, $.why, said no such field, seen integer',
  ]);
});

test.each([
  ['an empty body where one was said', said(), 'application/json', 'no body'],
  ['a body without a content type', said({ headers: {}, body: '{}' }), 'application/json', 'no content type'],
])('tells of %s', (_, spoken, wanted, got) => {
  const document = aDocument(json, { operation: answering({ type: 'object' }) });
  expect(compared(document, [spoken])).toEqual([`content-type-undocumented, said ${wanted}, seen ${got}`]);
});

test('tells of a body where none was said, and of text that calls itself JSON', () => {
  const silent = aDocument(json, { operation: { responses: { 200: { description: '' } } } });
  expect(compared(silent, [said({ body: {} })])).toEqual([
    'content-type-undocumented, said no body, seen application/json',
  ]);
  const document = aDocument(json, { operation: answering({ type: 'object' }) });
  expect(compared(document, [said({ body: '<html>' })])).toEqual([
    'type-contradicted, $, said JSON, seen text that is no JSON',
  ]);
});

test('ranges of media types and those with a suffix count', () => {
  const content = { 'application/*': { schema: { type: 'object', properties: { a: {} } } } };
  const document = aDocument(json, { operation: { responses: { 200: { description: '', content } } } });
  const headers = { 'content-type': 'application/problem+json' };
  expect(compared(document, [said({ headers, body: { a: 1, b: 2 } })])).toEqual([
    'field-undocumented, $.b, said no such field, seen integer',
  ]);
});

test('of a body that was cut off, and of one nested without end, nothing is said', () => {
  const document = aDocument(json, { operation: answering({ type: 'object', required: ['a'] }) });
  expect(compared(document, [said({ body: '{"a', bodyTruncated: true })])).toEqual([]);
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  expect(compared(document, [said({ body: deep })])).toEqual([]);
});

test('the same from many samples and two operations is said once, whatever their order', () => {
  const document = aDocument(json, {
    operation: answering({ type: 'object', properties: { a: { type: 'string' } } }),
  });
  const spoken = [
    said({ body: { a: 1, b: 1 } }),
    said({ body: { a: true, b: '' } }),
    said({ body: { a: 'x' }, operation: 'copy-thing' }),
    said({ body: { a: 2 }, operation: 'copy-thing' }),
  ];
  const options = { headersOfInterest: [], maps: new Set<string>() };
  const findings = compareDocument(document, spoken, options);
  expect(findings).toEqual([
    {
      operation: 'copy-thing, make-thing',
      request: 'POST /things',
      statusCode: 200,
      kind: 'type-contradicted',
      place: '$.a',
      said: 'string',
      seen: 'boolean, integer',
      isLie: true,
    },
    {
      operation: 'make-thing',
      request: 'POST /things',
      statusCode: 200,
      kind: 'field-undocumented',
      place: '$.b',
      said: 'no such field',
      seen: 'integer, string',
      isLie: true,
    },
  ]);
  expect(compareDocument(document, spoken.toReversed(), options)).toEqual(findings);
});

test('keys that are data are never told, nor called undocumented', () => {
  const schema = {
    type: 'object',
    properties: {
      metadata: { type: 'object', properties: { known: { type: 'string' } } },
      free: { type: 'object' },
    },
  };
  const document = aDocument(json, { operation: answering(schema) });
  const body = {
    metadata: { known: 1, secret: 1 },
    free: { anything: 1 },
    'jane@example.com': 1,
    '4242424242424242': 1,
    user_65f0c0ffee65f0c0ffee: 1,
  };
  expect(compared(document, [said({ body })], { maps: new Set(['metadata']) })).toEqual([
    'type-contradicted, $.metadata.*, said string, seen integer',
    'field-undocumented, $.*, said no such field, seen integer',
  ]);
});

test('an unknown path is named by our template, so that no id is told', () => {
  const document = aDocument(json, {});
  const spoken = said({ method: 'GET', path: '/people/jane%40example.com', template: 'GET /people/{id}' });
  const findings = compareDocument(document, [spoken], { headersOfInterest: [], maps: new Set() });
  expect(findings.map(({ request }) => request)).toEqual(['GET /people/{id}']);
  expect(JSON.stringify(findings)).not.toContain('jane');
});

test('a request that the document would refuse is a lie of it when it was taken', () => {
  const document = aDocument(json, { operation: taking({ type: 'object', required: ['a'] }) });
  expect(compared(document, [sent({})])).toEqual(['request-refused, $.a, said required, seen absent']);
});

test('every kind of finding has a sentence of its own', () => {
  const sentences = documentFindingKinds.flatMap((kind) =>
    [true, false].map((isLie) =>
      describeFinding({
        operation: 'o',
        request: 'GET /x',
        statusCode: 200,
        kind,
        place: '$.a',
        said: 'S',
        seen: 'N',
        isLie,
      }),
    ),
  );
  expect(new Set(sentences).size).toBe(documentFindingKinds.length + 3);
  expect(sentences.every((sentence) => sentence.startsWith('GET /x'))).toBe(true);
});
