import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DocumentError } from '../../../../lib/contract/openapi/document-error.ts';
import { parseDocument } from '../../../../lib/contract/openapi/read-document.ts';

test.each([
  ['JSON', '{"openapi":"3.0.3","paths":{}}', '3.0'],
  ['JSON behind a byte order mark', '\uFEFF {"openapi":"3.1.0","paths":{}}', '3.1'],
  ['YAML', 'openapi: 3.0.1\npaths: {}\n', '3.0'],
  ['YAML with an unquoted 3.1', 'openapi: 3.1\npaths: {}\n', '3.1'],
  ['YAML in braces', '{openapi: "3.1.1", paths: {}}', '3.1'],
  ['3.2, which adds to 3.1', '{"openapi":"3.2.0","paths":{}}', '3.1'],
])('reads %s', (_, text, version) => {
  expect(parseDocument(text, 'a.yaml')).toMatchObject({ name: 'a.yaml', version, root: { paths: {} } });
});

test('reads YAML that uses an alias two thousand times, and refuses what aliases make endless', () => {
  const many = Array.from({ length: 2_000 }, (_, at) => `  /x${at}: *a`).join('\n');
  const text = `openapi: 3.0.1\nx-a: &a {get: {responses: {}}}\npaths:\n${many}\n`;
  expect(Object.keys(parseDocument(text, 'a').root.paths as object)).toHaveLength(2_000);
  const laughs = Array.from({ length: 12 }, (_, at) => {
    const before = at === 0 ? 'x' : `*l${at - 1}`;
    return `x-${at}: &l${at} [${Array(10).fill(before).join(', ')}]`;
  });
  expect(() => parseDocument(`openapi: 3.0.1\npaths: {}\n${laughs.join('\n')}\n`, 'a')).toThrow(
    'a: its YAML aliases expand to more than 20000000 values.',
  );
});

test.each([
  ['ends in the middle', '{"openapi":"3.1.0","paths":{"/x":{"get', 'a: the JSON ends in the middle.'],
  [
    'is four thousand levels deep',
    `{"openapi":"3.1.0","paths":${'{"a":'.repeat(4_000)}1${'}'.repeat(4_000)}}`,
    'a: its objects stand more than 500 levels within each other.',
  ],
  [
    'is as deep in YAML',
    `openapi: 3.1.0\npaths: ${'['.repeat(4_000)}${']'.repeat(4_000)}\n`,
    'a: its objects stand more than 500 levels within each other.',
  ],
])('says so of a document that %s', (_, text, message) => {
  expect(() => parseDocument(text, 'a')).toThrow(DocumentError);
  expect(() => parseDocument(text, 'a')).toThrow(message);
});

test('reads merge keys, statuses as numbers, and dates as texts', () => {
  const text = 'openapi: 3.0.1\nx-a: &a {b: 1}\npaths:\n  /x:\n    200: {<<: *a, since: 2026-01-01}\n';
  expect(parseDocument(text, 'a').root.paths).toEqual({ '/x': { 200: { b: 1, since: '2026-01-01' } } });
});

test.each([
  [
    'Swagger 2.0',
    '{"swagger":"2.0","paths":{}}',
    'a: expected OpenAPI 3.x, got Swagger 2.0. Convert it first: npx swagger2openapi <file> --outfile openapi.json',
  ],
  [
    'another version',
    'openapi: 4.0.0',
    /^a: expected OpenAPI 3\.x, got openapi: "4\.0\.0"\. Give the file itself/,
  ],
  [
    'something else in JSON',
    '{"name":"x"}',
    /^a: expected OpenAPI 3\.x, got a document without "openapi"\. Give/,
  ],
  ['no paths', '{"openapi":"3.1.0","webhooks":{}}', /^a: the document has no "paths", so there is nothing/],
  ['a web page', '<!doctype html><p>', /^a: expected JSON or YAML, got a web page or XML\. Give/],
  ['nothing', ' \n', 'a: expected an OpenAPI document, got nothing.'],
  ['a list', '[1]', /^a: expected an OpenAPI 3\.x document, got a list\. Give/],
  ['a sentence', 'Not found', /^a: expected an OpenAPI 3\.x document, got text\. Give/],
  [
    'broken JSON',
    '{"openapi": "3.0.0", ',
    /^a: expected JSON or YAML, got neither: .+ at line 1, column \d+\. Correct it there/,
  ],
  [
    'a key that is there twice',
    'openapi: 3.0.0\nopenapi: 3.0.0',
    /got neither: Map keys must be unique at line 2, column 1\./,
  ],
  [
    'a reference to another file',
    'openapi: 3.0.0\npaths:\n  /x: {get: {responses: {default: {$ref: "r.yaml#/R"}}}}',
    'a: expected one file, got a $ref to another, "r.yaml#/R", at #/paths/~1x/get/responses/default. Bundle it first: npx @redocly/cli bundle <file> --output openapi.json',
  ],
  [
    'an anchor that leads into itself',
    'openapi: 3.0.0\npaths: &p\n  /x: *p',
    'a: the YAML anchor at #/paths/~1x leads into itself. Write the circle with $ref instead.',
  ],
])('refuses %s, and says what to do', (_, text, message) => {
  expect(() => parseDocument(text, 'a')).toThrow(DocumentError);
  expect(() => parseDocument(text, 'a')).toThrow(message);
});

test('a $ref within an example is data, and a field called example is not', () => {
  const schema = { example: { $ref: 'a.json' }, properties: { $ref: { type: 'string' } } };
  const document = (properties: object) =>
    JSON.stringify({
      openapi: '3.0.0',
      paths: {},
      components: { schemas: { a: { ...schema, properties } } },
    });
  expect(() => parseDocument(document(schema.properties), 'a')).not.toThrow();
  expect(() => parseDocument(document({ example: { $ref: 'a.json' } }), 'a')).toThrow(
    'at #/components/schemas/a/properties/example',
  );
});

test('whatever the text, the outcome is a document or a DocumentError', () => {
  const parts = fc.constantFrom(
    'openapi',
    ': ',
    '3.1.0',
    '\n',
    ' ',
    '{',
    '}',
    '[',
    ']',
    '- ',
    '&a',
    '*a',
    '"',
    '#',
    '<',
    'paths',
    '$ref',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(parts).map((all) => all.join('')),
      ),
      (text) => {
        try {
          expect(parseDocument(text, 'a').root.paths).toBeTypeOf('object');
        } catch (error) {
          expect(error).toBeInstanceOf(DocumentError);
        }
      },
    ),
  );
});
