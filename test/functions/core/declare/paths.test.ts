import { expect, test } from 'vitest';
import { pathReader } from '../../../../functions/core/declare/paths.ts';

const event = {
  name: 'Ada',
  none: null,
  home: { city: 'London', geo: null },
  'a.b': 1,
  items: [{ sku: 'a', tags: ['x', 'y'], box: { size: 1 } }, { sku: 'b', tags: [] }, null, 7],
  empty: [],
  limits: { day: { max: 3 }, hour: { max: 4 }, none: null },
  notAList: { sku: 'z' },
};

test.each<[string, unknown]>([
  ['name', 'Ada'],
  ['home', event.home],
  ['home.city', 'London'],
  ['items', event.items],
  // A step that is null makes the whole null, one that is absent makes it absent.
  ['none', null],
  ['none.deeper.still', null],
  ['home.geo.lat', null],
  ['absent', undefined],
  ['absent.deeper', undefined],
  ['name.length', undefined],
  ['home.city.deeper', undefined],
  // Of a list a list.
  ['items[].sku', ['a', 'b', null, undefined]],
  ['items[].box.size', [1, undefined, null, undefined]],
  ['items[].tags[].length', [[undefined, undefined], [], null, undefined]],
  ['empty[].sku', []],
  ['absent[].sku', undefined],
  ['none[].sku', null],
  ['notAList[].sku', 'z'],
  ['items.sku', undefined],
  // Of a record whatever each entry has.
  ['limits.*.max', [3, 4, null]],
  ['limits.*', [{ max: 3 }, { max: 4 }, null]],
  ['none.*.max', null],
  ['name.*.max', undefined],
  // What nobody put there is not there.
  ['toString', undefined],
  ['home.constructor', undefined],
  ['__proto__.polluted', undefined],
])('at %s there is %j', (path, expected) => {
  expect(pathReader(path)(event)).toEqual(expected);
});

test.each([
  [null, null],
  [undefined, undefined],
  ['text', undefined],
  [7, undefined],
])('of %j nothing is read', (source, expected) => {
  expect(pathReader('name')(source)).toBe(expected);
});
