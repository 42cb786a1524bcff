import { expect, it } from 'vitest';
import type { Difference } from '../../../../../functions/core/contract/lock/difference.ts';
import { lenient } from '../../../../../functions/core/contract/lock/leniency.ts';

const difference = (operation: string, kind: Difference['kind'], place: string): Difference => ({
  operation,
  statusCode: 200,
  kind,
  breaking: true,
  place,
});
const list = { name: 'list-things' };
const breaking = (differences: readonly Difference[]) =>
  lenient(differences, { list, hasOwnLimits: false }).map((one) => one.breaking);

it('does not ring for what the next item of a list may be without', () => {
  expect(
    breaking([
      difference('list-things', 'field-null', '$.data[].name'),
      difference('list-things', 'field-gone', '$.data[].phone'),
      difference('list-things', 'field-optional', '$.data[].phone'),
      difference('list-things', 'format-changed', '$.data[].email'),
    ]),
  ).toEqual([false, false, false, false]);
});

it('rings for another type in an item, for the list around the items, and for what was asked for by name', () => {
  const kept = [
    difference('list-things', 'field-retyped', '$.data[].name'),
    difference('list-things', 'field-gone', '$.has_more'),
    difference('list-things', 'paging-moved', '$.data[].id'),
    difference('create-thing lookup', 'field-null', '$.data[].name'),
  ];
  expect(lenient(kept, { list, hasOwnLimits: false })).toEqual(kept);
  expect(lenient(kept, { list: undefined, hasOwnLimits: false })).toEqual(kept);
});

it('does not ring for the next item of a probe that is a list', () => {
  expect(breaking([difference('probe', 'field-null', '$.results[].properties.*')])).toEqual([false]);
  expect(breaking([difference('probe', 'field-null', '$.name')])).toEqual([true]);
});

it('leaves amounts alone where the account has limits of its own', () => {
  const amounts = [
    difference('probe', 'limit-lowered', 'x-limit'),
    difference('probe', 'limit-raised', 'x-limit'),
  ];
  const meaning = difference('probe', 'limit-meaning', 'x-reset');
  expect(lenient([...amounts, meaning], { list, hasOwnLimits: true })).toEqual([meaning]);
  expect(lenient(amounts, { list, hasOwnLimits: false })).toEqual(amounts);
});
