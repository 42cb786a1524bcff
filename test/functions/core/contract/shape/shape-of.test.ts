import fc from 'fast-check';
import { expect, test } from 'vitest';
import { notationOf } from '../../../../../functions/core/contract/shape/field-notation.ts';
import type { Shape } from '../../../../../functions/core/contract/shape/shape.ts';
import { shapeOf } from '../../../../../functions/core/contract/shape/shape-of.ts';
import { jsonValues, maps } from '../../../../fixtures/json-values.ts';

/** As the lock shows it. */
const told = ({ fields }: Shape) =>
  Object.fromEntries(
    [...fields].map(([path, field]) => [path + (field.optional ? '?' : ''), notationOf(field)]),
  );
const shapeIn = (value: unknown) => told(shapeOf(value, maps));

test('tells every place with its types, sorted by path', () => {
  const shape = shapeOf(
    {
      type: 'contact',
      id: 'joe',
      age: 42,
      score: 0.5,
      isNew: true,
      phone: null,
      'name-x': 'x',
      name: { first: 'Joe' },
    },
    maps,
  );
  expect([...shape.fields.keys()]).toEqual([
    '$',
    '$.age',
    '$.id',
    '$.isNew',
    '$.name',
    '$.name-x',
    '$.name.first',
    '$.phone',
    '$.score',
    '$.type',
  ]);
  expect(told(shape)).toEqual({
    $: 'object',
    '$.age': 'integer',
    '$.id': 'string',
    '$.isNew': 'boolean',
    '$.name': 'object',
    '$.name-x': 'string',
    '$.name.first': 'string',
    '$.phone': 'null',
    '$.score': 'number',
    '$.type': 'string("contact")',
  });
  expect(shape.partial).toBe(false);
});

test('tells all items of a list together; what one object lacked is optional', () => {
  expect(shapeIn([{ id: 1, at: '2026-01-31' }, { id: 1.5, at: null }, { id: 2 }, 'x'])).toEqual({
    $: 'array',
    '$[]': 'object | string',
    '$[].at?': 'string(date) | null',
    '$[].id': 'number',
  });
});

test('what lacks only where there is no object is not optional', () => {
  expect(shapeIn([{ a: { b: 1 } }, { a: null }])).toEqual({
    $: 'array',
    '$[]': 'object',
    '$[].a': 'object | null',
    '$[].a.b': 'integer',
  });
});

test('a list without items and an object without fields have no places in them', () => {
  expect(shapeIn({ data: [], tags: {} })).toEqual({ $: 'object', '$.data': 'array', '$.tags': 'object' });
});

test('tells of a map’s values together, and of no key in it', () => {
  expect(shapeIn({ metadata: { 'joe@b.example': 'x', joe: { type: 'contact', n: 1 } } })).toEqual({
    $: 'object',
    '$.metadata': 'object',
    '$.metadata.*?': 'object | string',
    // Whatever is called so in a map is somebody's own word.
    '$.metadata.*.n': 'integer',
    '$.metadata.*.type': 'string',
  });
});

test('tells keys that are data together wherever they stand', () => {
  expect(shapeIn({ byEmail: { 'joe@b.example': 1, 'ann@b.example': 2, total: 2 } })).toEqual({
    $: 'object',
    '$.byEmail': 'object',
    '$.byEmail.*?': 'integer',
    '$.byEmail.total': 'integer',
  });
});

test('strings have the formats that all of them have; the empty string spoils none', () => {
  expect(shapeIn(['2026-01-31', ''])).toEqual({ $: 'array', '$[]': 'string(date|empty)' });
  expect(shapeIn(['2026-01-31', '2026-01-31T10:00:00Z'])).toEqual({
    $: 'array',
    '$[]': 'string(date|date-time)',
  });
  expect(shapeIn(['2026-01-31', 'soon'])).toEqual({ $: 'array', '$[]': 'string' });
});

test('keeps names of kinds until one is none, or there are more than twelve', () => {
  const types = (...names: string[]) => shapeIn(names.map((type) => ({ type })))['$[].type'];
  const letters = [...'abcdefghijkl'];
  expect(types('user', 'lead', 'user', '')).toBe('string("lead"|"user")');
  expect(types('user', 'of my own')).toBe('string');
  expect(types('of my own', 'user')).toBe('string');
  expect(types(...letters)).toBe(`string(${letters.map((letter) => `"${letter}"`).join('|')})`);
  expect(types(...letters, 'm')).toBe('string');
});

test('keeps the codes of errors, and no other codes', () => {
  expect(shapeIn({ code: 'OPEN', errors: [{ code: 'conflict' }] })).toEqual({
    $: 'object',
    '$.code': 'string',
    '$.errors': 'array',
    '$.errors[]': 'object',
    '$.errors[].code': 'string("conflict")',
  });
});

test('no value is in it, but for names of kinds', () => {
  const secret = fc.stringMatching(/^zq[a-z]{2} [a-z]{4}$/);
  const key = fc.oneof(secret, fc.constantFrom('type', 'status', 'metadata', 'email', 'code', 'error'));
  const value = fc.object({
    key,
    values: [secret, fc.integer({ min: 700_000 })],
    withNullPrototype: false,
    maxDepth: 4,
  });
  fc.assert(
    fc.property(value, (body) => {
      const text = JSON.stringify([...shapeOf(JSON.parse(JSON.stringify(body)), maps).fields]);
      expect(text).not.toMatch(/zq|\d{6}/);
    }),
  );
});

test('the order of keys makes no difference', () => {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== 'object' || value === null) return value;
    const pairs = Object.entries(value).map(
      ([name, inner]) => `${JSON.stringify(name)}:${JSON.stringify(turned(inner))}`,
    );
    return JSON.parse(`{${pairs.reverse().join()}}`);
  };
  fc.assert(
    fc.property(jsonValues, (value) => {
      expect([...shapeOf(turned(value), maps).fields]).toEqual([...shapeOf(value, maps).fields]);
    }),
  );
});

test('is partial beyond sixteen levels, and whole at sixteen', () => {
  const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  expect(shapeOf(nested(15), maps)).toMatchObject({ partial: false });
  expect(shapeOf(nested(16), maps)).toMatchObject({ partial: true });
  expect(shapeOf(nested(1_000), maps).fields.size).toBe(16);
  const lists = shapeOf(JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`), maps);
  expect([lists.fields.size, lists.partial]).toEqual([16, true]);
});

test('is partial beyond a thousand places', () => {
  const wide = (keys: number) =>
    Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, { x: 1 }]));
  const shape = shapeOf(wide(10_000), maps);
  expect([shape.fields.size, shape.partial]).toEqual([1_000, true]);
  expect(shapeOf(wide(499), maps)).toMatchObject({ partial: false });
});

test('is partial beyond fifty items', () => {
  const list = (items: number) =>
    shapeOf(
      Array.from({ length: items }, (_, index) => (index < 50 ? 1 : 'x')),
      maps,
    );
  expect(list(50).partial).toBe(false);
  expect([list(51).partial, told(list(51))['$[]']]).toEqual([true, 'integer']);
});

test('visits no more than five thousand values, however lists multiply', () => {
  const lists = (items: number) => Array.from({ length: 50 }, () => Array.from({ length: items }, () => [1]));
  // One, fifty, and twice fifty times the items.
  expect(shapeOf(lists(49), maps).partial).toBe(false);
  expect(shapeOf(lists(50), maps).partial).toBe(true);
  let list: unknown = [1];
  for (let level = 1; level < 16; level += 1) list = Array(50).fill(list);
  expect(shapeOf(list, maps).partial).toBe(true);
});

test('keys that harm careless code are keys like all others', () => {
  expect(shapeIn(JSON.parse('{"__proto__":{"a":1},"constructor":2,"hasOwnProperty":null}'))).toEqual({
    $: 'object',
    '$.__proto__': 'object',
    '$.__proto__.a': 'integer',
    '$.constructor': 'integer',
    '$.hasOwnProperty': 'null',
  });
});

test('numbers beyond what JavaScript counts are numbers', () => {
  expect(shapeIn(JSON.parse('[1e999]'))).toEqual({ $: 'array', '$[]': 'number' });
});

test('is partial beyond five thousand values, in a map too', () => {
  const mapOf = (count: number) => ({
    metadata: Object.fromEntries(Array.from({ length: count }, (_, n) => [`key ${n}`, n])),
  });
  const names = new Set(['metadata']);
  // The whole and the map itself are values as well.
  expect([4_998, 4_999].map((count) => shapeOf(mapOf(count), names).partial)).toEqual([false, true]);
});

test('is whole where the last level is empty', () => {
  const bounds = { levelsMax: 2, placesMax: 100, itemsMax: 50 };
  const partial = (value: unknown) => shapeOf(value, new Set(), bounds).partial;
  expect([{ a: {} }, { a: [] }, { a: { b: 1 } }, { a: [1] }].map(partial)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
