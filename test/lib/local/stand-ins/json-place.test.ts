import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFieldPath, placesAt, putAt } from '../../../../lib/local/stand-ins/json-place.ts';

describe('places', () => {
  const root = {
    id: 1,
    list: [{ id: 2 }, 7, { name: 'x' }],
    map: { a: { n: 3 }, b: null },
    deep: [[{ id: 4 }]],
  };

  test.each([
    ['$.id', [1]],
    ['$.list[].id', [2, undefined]],
    ['$.map.*', [{ n: 3 }, null]],
    ['$.map.*.n', [3]],
    ['$.deep[][].id', [4]],
    ['$.list.id', []],
    ['$.nothing.id', []],
    ['$.__proto__.name', []],
  ])('at %s hold %j', (path, values) => {
    expect(placesAt(root, path).map(({ holder, key }) => holder[key])).toEqual(values);
  });

  test('of a list at the root are found', () => {
    expect(placesAt([{ id: 1 }], '$[].id')).toEqual([{ holder: { id: 1 }, key: 'id' }]);
  });

  test.each(['', '$', 'id', '$.', '$.a[]', '$.a..b', '$.a[0].b'])('cannot be named by "%s"', (path) => {
    expect(isFieldPath(path)).toBe(false);
    expect(() => placesAt({}, path)).toThrow(TypeError);
  });

  test('are found, and never throw, in whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('$.a', '$[].a.*', '$.*.*', '$.a[].b'), (value, path) => {
        for (const { holder } of placesAt(value, path)) expect(holder).toBeTypeOf('object');
      }),
    );
  });
});

test('a value is put at a path, with the objects on the way, and over what is no object', () => {
  const root = { page: 'x' };
  putAt(root, '$.page.next.token', 't');
  expect(root).toEqual({ page: { next: { token: 't' } } });
  expect(() => putAt([], '$.a', 1)).not.toThrow();
});
