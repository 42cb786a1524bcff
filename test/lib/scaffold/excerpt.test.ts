import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../functions/core/contract/shape/shape-of.ts';
import { excerpt } from '../../../lib/scaffold/excerpt.ts';

const maps = new Set(['metadata']);

describe('an excerpt', () => {
  it('keeps those items of a list that show something new', () => {
    const one = { id: 1, name: 'a' };
    const without = { id: 2 };
    const nameless = { id: 3, name: null };
    const data = [one, { id: 4, name: 'b' }, without, { id: 5 }, nameless, { id: 6, name: null }];
    expect(excerpt({ data }, maps)).toEqual({ data: [one, without, nameless] });
  });

  it('has the shape of the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 20 }), (value) => {
        expect(shapeOf(excerpt(value, maps), maps).fields).toEqual(shapeOf(value, maps).fields);
      }),
    );
  });
});
