import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeShapes } from '../../../../../functions/core/contract/shape/merge-shapes.ts';
import type { Shape } from '../../../../../functions/core/contract/shape/shape.ts';
import { shapeOf } from '../../../../../functions/core/contract/shape/shape-of.ts';
import { jsonValues, maps } from '../../../../fixtures/json-values.ts';

/** Small bounds, so that some are partial. */
const shapes = jsonValues.map((value) => shapeOf(value, maps, { levelsMax: 3, placesMax: 12, itemsMax: 2 }));
const plain = ({ fields, partial }: Shape) => ({ fields: [...fields], partial });

test('the order in which two are merged makes no difference', () => {
  fc.assert(
    fc.property(shapes, shapes, (a, b) => {
      expect(plain(mergeShapes(a, b))).toEqual(plain(mergeShapes(b, a)));
    }),
  );
});

test('nor does it which two of three are merged first', () => {
  fc.assert(
    fc.property(shapes, shapes, shapes, (a, b, c) => {
      expect(plain(mergeShapes(mergeShapes(a, b), c))).toEqual(plain(mergeShapes(a, mergeShapes(b, c))));
    }),
    { numRuns: 500 },
  );
});

test('what was merged already changes nothing', () => {
  fc.assert(
    fc.property(shapes, shapes, (a, b) => {
      const merged = mergeShapes(a, b);
      expect(plain(mergeShapes(merged, a))).toEqual(plain(merged));
      expect(plain(mergeShapes(merged, merged))).toEqual(plain(merged));
    }),
  );
});

test('two responses say what a list of the two says of its items', () => {
  fc.assert(
    fc.property(jsonValues, jsonValues, (a, b) => {
      const merged = mergeShapes(shapeOf(a, maps), shapeOf(b, maps));
      const asItems = [...merged.fields].map(([path, field]) => [path.replace('$', '$[]'), field]);
      const list = [...shapeOf([a, b], maps).fields].filter(([path]) => path !== '$');
      expect(Object.fromEntries(asItems)).toEqual(Object.fromEntries(list));
    }),
    { numRuns: 500 },
  );
});

test('what a partial shape lacks is optional, and the result is partial', () => {
  const few = shapeOf({ a: 1, b: 2 }, maps, { levelsMax: 16, placesMax: 2, itemsMax: 50 });
  const merged = mergeShapes(few, shapeOf({ a: 1, b: 2 }, maps));
  expect(merged.fields.get('$.b')?.optional).toBe(true);
  expect(merged.partial).toBe(true);
});

test('more than twelve names together are free text, whoever adds the thirteenth', () => {
  const typed = (letters: string) =>
    shapeOf(
      [...letters].map((type) => ({ type })),
      maps,
    );
  const names = (shape: Shape) => shape.fields.get('$[].type')?.names.length;
  const [seven, six, both] = [typed('abcdefg'), typed('hijklm'), typed('fg')];
  expect(names(mergeShapes(seven, both))).toBe(7);
  expect(names(mergeShapes(seven, six))).toBe(0);
  expect(names(mergeShapes(mergeShapes(seven, six), both))).toBe(0);
});
