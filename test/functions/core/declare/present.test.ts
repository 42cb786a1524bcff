import { expect, test } from 'vitest';
import { present } from '../../../../functions/core/declare/present.ts';

test('what is undefined is absent, and what is null, empty or false is there', () => {
  const fields = present({ a: undefined, b: null, c: '', d: false, e: 0 });
  expect(Object.entries(fields)).toEqual([
    ['b', null],
    ['c', ''],
    ['d', false],
    ['e', 0],
  ]);
});
