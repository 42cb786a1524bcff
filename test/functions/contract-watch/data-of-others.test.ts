import { expect, it } from 'vitest';
import { sparingDataOfOthers } from '../../../functions/contract-watch/data-of-others.ts';
import type { Difference } from '../../../functions/core/contract/difference.ts';

const difference = (operation: string, kind: Difference['kind'], place: string): Difference => ({
  operation,
  statusCode: 200,
  kind,
  breaking: true,
  place,
});
const list = { name: 'list-things' };
const breaking = (differences: readonly Difference[]) =>
  sparingDataOfOthers(differences, list).map((one) => one.breaking);

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
  expect(sparingDataOfOthers(kept, list)).toEqual(kept);
  expect(sparingDataOfOthers(kept, undefined)).toEqual(kept);
});
