import { describe, expect, test } from 'vitest';
import type { Direction } from '../../../../lib/contract/openapi/direction.ts';
import { parseDocument } from '../../../../lib/contract/openapi/read-document.ts';
import { openSchemas } from '../../../../lib/contract/openapi/schemas.ts';
import type { Version } from './fixture-document.ts';

function schemasOf(version: Version, schemas: object, direction: Direction = 'response') {
  const text = JSON.stringify({ openapi: `${version}.0`, paths: {}, components: { schemas } });
  return openSchemas(parseDocument(text, 'a'), direction);
}

const accepts = (version: Version, schema: unknown, value: unknown, others: object = {}) => {
  const schemas = schemasOf(version, others);
  return schemas.accepts(schemas.read(schema), value);
};

const text = { $ref: '#/components/schemas/text' };
const others = { text: { type: 'string' } };

describe('null', () => {
  test.each<[string, Version, unknown, boolean]>([
    ['a plain type does not take it', '3.0', { type: 'string' }, false],
    ['nullable does', '3.0', { type: 'string', nullable: true }, true],
    ['nullable beside an enum', '3.0', { type: 'string', nullable: true, enum: ['a'] }, true],
    ['nullable beside a reference', '3.0', { ...text, nullable: true }, true],
    ['nullable beside allOf', '3.0', { allOf: [text], nullable: true }, true],
    ['nullable: false says nothing', '3.0', { type: 'string', nullable: false }, false],
    ['a list of types', '3.1', { type: ['string', 'null'] }, true],
    ['anyOf with null', '3.1', { anyOf: [text, { type: 'null' }] }, true],
    ['anyOf without null', '3.1', { anyOf: [text, { type: 'integer' }] }, false],
    ['nullable that was left over from 3.0', '3.1', { type: 'string', nullable: true }, true],
    ['const', '3.1', { const: null }, true],
  ])('%s (%s)', (_, version, schema, isTaken) => {
    expect(accepts(version, schema, null, others)).toBe(isTaken);
    expect(accepts(version, schema, {}, others)).toBe(false);
  });
});

test.each<[string, Version, unknown, unknown, boolean]>([
  ['3.0 says exclusive beside the bound', '3.0', { minimum: 5, exclusiveMinimum: true }, 5, false],
  ['3.0 says exclusive beside the bound', '3.0', { maximum: 5, exclusiveMaximum: true }, 4, true],
  ['3.0 says that it is not exclusive', '3.0', { minimum: 5, exclusiveMinimum: false }, 5, true],
  ['3.1 says the bound itself', '3.1', { exclusiveMaximum: 5 }, 5, false],
  ['formats are notes', '3.0', { type: 'integer', format: 'date-time' }, 5, true],
  ['formats are notes, even unknown ones', '3.1', { type: 'string', format: 'made-up' }, 'x', true],
  ['anyOf that only requires', '3.0', { anyOf: [{ required: ['a'] }, { required: ['b'] }] }, { c: 1 }, false],
  ['anyOf that only requires', '3.0', { anyOf: [{ required: ['a'] }, { required: ['b'] }] }, { b: 1 }, true],
  ['what stands beside a reference does not count in 3.0', '3.0', { ...text, maxLength: 1 }, 'long', true],
  ['what stands beside a reference counts in 3.1', '3.1', { ...text, maxLength: 1 }, 'long', false],
  ['no field is there because every object has it', '3.1', { required: ['constructor'] }, {}, false],
  ['a type that is none', '3.0', { type: 'int' }, 'x', true],
  ['a required that is none', '3.0', { type: 'string', required: true }, 'x', true],
  ['a pattern that is none', '3.0', { type: 'string', pattern: '[' }, 'x', true],
  ['a reference that leads nowhere', '3.1', { $ref: '#/components/schemas/gone' }, 'x', true],
  ['a schema that is none', '3.1', 'string', 5, true],
  [
    'lists of items one by one',
    '3.1',
    { prefixItems: [{ type: 'string' }], items: false },
    ['a', 'b'],
    false,
  ],
])('%s (%s)', (_, version, schema, value, isTaken) => {
  expect(accepts(version, schema, value, others)).toBe(isTaken);
});

test('circles of references are followed as far as the value goes', () => {
  const tree = {
    type: 'object',
    properties: { children: { type: 'array', items: { $ref: '#/components/schemas/tree' } } },
  };
  const schema = { $ref: '#/components/schemas/tree' };
  expect(accepts('3.0', schema, { children: [{ children: [{}] }] }, { tree })).toBe(true);
  expect(accepts('3.0', schema, { children: [{ children: [5] }] }, { tree })).toBe(false);
});

test('of references that only lead to each other, nobody can tell', () => {
  const loop = { a: { $ref: '#/components/schemas/b' }, b: { $ref: '#/components/schemas/a' } };
  expect(accepts('3.1', { $ref: '#/components/schemas/a' }, 'x', loop)).toBeUndefined();
});

test('a thousand schemas that lead to one another are more than the stack holds at once, and no matter', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 3_000 }, (_, at) => [
      `s${at}`,
      { properties: { next: { $ref: `#/components/schemas/s${at + 1}` } } },
    ]),
  );
  expect(accepts('3.0', { $ref: '#/components/schemas/s0' }, { next: { next: {} } }, chain)).toBe(true);
});

test('fields that do not travel in a direction are not required in it, wherever they were said to be so', () => {
  const base = {
    properties: { id: { type: 'string', readOnly: true }, password: { type: 'string', writeOnly: true } },
  };
  const schema = { allOf: [{ $ref: '#/components/schemas/base' }, { required: ['id', 'password', 'name'] }] };
  const takes = (direction: Direction, value: object) => {
    const schemas = schemasOf('3.0', { base }, direction);
    return schemas.accepts(schemas.read(schema), value);
  };
  expect(takes('request', { password: 'p', name: 'n' })).toBe(true);
  expect(takes('response', { id: 'i', name: 'n' })).toBe(true);
  expect(takes('request', { id: 'i', name: 'n' })).toBe(false);
  expect(takes('response', { password: 'p', name: 'n' })).toBe(false);
});

test('says which bound is broken, and where, behind references as well', () => {
  const schemas = schemasOf('3.1', { name: { type: 'string', maxLength: 3 } });
  const schema = schemas.read({ properties: { names: { items: { $ref: '#/components/schemas/name' } } } });
  expect(schemas.brokenBound(schema, { names: ['ab', 'abcd'] })).toEqual({
    pointer: '/names/1',
    rule: 'maxLength 3',
  });
  expect(schemas.brokenBound(schema, { names: ['ab', 5] })).toBeUndefined();
});
