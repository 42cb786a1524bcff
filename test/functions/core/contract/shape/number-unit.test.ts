import { expect, test } from 'vitest';
import { notationOf, parseNotation } from '../../../../../functions/core/contract/shape/field-notation.ts';
import { unitOf } from '../../../../../functions/core/contract/shape/number-unit.ts';
import { shapeOf } from '../../../../../functions/core/contract/shape/shape-of.ts';

test.each([
  [999_999_999, undefined],
  [1_000_000_000, 'epoch-seconds'],
  [1_764_201_600.5, 'epoch-seconds'],
  [2_499_999_999, 'epoch-seconds'],
  [2_500_000_000, undefined],
  [999_999_999_999, undefined],
  [1_000_000_000_000, 'epoch-milliseconds'],
  [2_500_000_000_000, undefined],
  [1_764_201_600_000_000, 'epoch-microseconds'],
  [2_500_000_000_000_000, undefined],
  [-1_764_201_600, undefined],
  [0, undefined],
])('%d counts %s', (number, unit) => {
  expect(unitOf(number)).toBe(unit);
});

test.each([
  [[1_764_201_600, 1_764_201_601], 'integer(epoch-seconds)'],
  [[1_764_201_600, 1_764_201_600_000], 'integer(epoch-milliseconds|epoch-seconds)'],
  [[1_764_201_600, 0], 'integer(epoch-seconds)'],
  [[1_764_201_600, 7], 'integer'],
  [[1_764_201_600, null, 'x'], 'integer(epoch-seconds) | string | null'],
  [[0], 'integer'],
])('of %j every number is told as %s', (list, notation) => {
  const field = shapeOf(list, new Set()).fields.get('$[]');
  expect(field && notationOf(field)).toBe(notation);
  expect(parseNotation(notation, false)).toEqual(field);
});
