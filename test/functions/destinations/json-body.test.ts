import { expect, test } from 'vitest';
import { asId } from '../../../functions/destinations/json-body.ts';

test('an id is a text or a number that is exact, and nothing else is one', () => {
  expect(['cus_1', 12_345, 0].map(asId)).toEqual(['cus_1', '12345', '0']);
  for (const none of ['', 1.5, 2 ** 53, Number.NaN, null, undefined, true, {}, ['1']])
    expect(asId(none)).toBeUndefined();
});
