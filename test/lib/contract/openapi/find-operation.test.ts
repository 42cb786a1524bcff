import { expect, test } from 'vitest';
import { findOperation } from '../../../../lib/contract/openapi/find-operation.ts';
import { parseDocument } from '../../../../lib/contract/openapi/read-document.ts';

const operation = { responses: {} };
const document = (paths: readonly string[], rest = {}) =>
  parseDocument(
    JSON.stringify({
      openapi: '3.1.0',
      paths: Object.fromEntries(paths.map((path) => [path, { get: operation }])),
      ...rest,
    }),
    'a',
  );
const found = (...[paths, path, rest]: [readonly string[], string, object?]) => {
  const outcome = findOperation(document(paths, rest), 'GET', path);
  return 'request' in outcome ? outcome.request : outcome.methods;
};

test.each([
  ['a path as it is written', ['/a'], '/a', 'GET /a'],
  ['a parameter', ['/a/{id}'], '/a/7', 'GET /a/{id}'],
  ['the literal before the parameter', ['/a/{id}', '/a/find'], '/a/find', 'GET /a/find'],
  ['the template that is literal first', ['/{a}/b', '/a/{b}'], '/a/b', 'GET /a/{b}'],
  ['a part of a segment before a whole one', ['/a/{id}', '/a/{id}.json'], '/a/7.json', 'GET /a/{id}.json'],
  ['an id with a slash in it', ['/a/{id}'], '/a/x%2Fy', 'GET /a/{id}'],
  ['an encoded literal', ['/a:b/c'], '/a%3Ab/c', 'GET /a:b/c'],
  ['nothing for an empty id', ['/a/{id}'], '/a/', []],
  ['nothing for another number of segments', ['/a/{id}'], '/a/7/b', []],
  ['nothing that only looks alike in a pattern', ['/a/{id}.json'], '/a/7xjson', []],
])('finds %s', (_, paths, path, wanted) => {
  expect(found(paths, path)).toEqual(wanted);
});

test.each([
  ['https://api.example.com/v1/', '/v1/a'],
  ['/v1', '/v1/a'],
  ['https://{region}.example.com/{version}', '/v1/a'],
  ['https://api.example.com/v1', '/a'],
])('takes the path of the server %s into account', (url, path) => {
  const variables = { region: { default: 'eu' }, version: { default: 'v1' } };
  expect(found(['/a'], path, { servers: [{ url, variables }] })).toBe('GET /a');
});

test('a server of the path counts, one of another path does not', () => {
  const paths = { '/a': { servers: [{ url: 'https://x/v2' }], get: operation }, '/b': { get: operation } };
  expect(found([], '/v2/a', { paths })).toBe('GET /a');
  expect(found([], '/v2/b', { paths })).toEqual([]);
});

test('tells the methods that it knows instead', () => {
  expect(findOperation(document(['/a/{id}']), 'PUT', '/a/7')).toEqual({ methods: ['get'] });
});

test('two templates that say the same are looked through for the method', () => {
  const paths = { '/a/{x}': { get: operation }, '/a/{y}': { put: operation } };
  expect(findOperation(document([], { paths }), 'PUT', '/a/7')).toMatchObject({
    request: 'PUT /a/{y}',
    pathValues: new Map([['y', '7']]),
  });
});

test('a path item may be a reference', () => {
  const rest = {
    paths: { '/a': { $ref: '#/components/pathItems/a' } },
    components: { pathItems: { a: { get: operation } } },
  };
  expect(found([], '/a', rest)).toBe('GET /a');
});
