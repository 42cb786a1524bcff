import { expect, test } from 'vitest';
import { createDriftDebounce } from '../../../../../functions/core/contract/drift/drift-debounce.ts';
import type { Difference } from '../../../../../functions/core/contract/lock/difference.ts';
import type { Observation } from '../../../../../functions/core/contract/lock/observation.ts';

const difference = (kind: Difference['kind'], place: string): Difference => ({
  operation: 'create-thing',
  statusCode: 201,
  kind,
  breaking: true,
  place,
});

function observation(places: readonly string[], headers: readonly string[] = []): Observation {
  const field = { types: ['string'], optional: false, formats: [], names: [] } as const;
  return {
    statusCode: 201,
    body: 'json',
    contentType: 'application/json',
    charset: undefined,
    encoding: undefined,
    headers,
    limits: new Map(),
    shape: { fields: new Map(places.map((place) => [place, field])), partial: false },
    carriesError: false,
    redirect: undefined,
  };
}

const nameGone = difference('field-gone', '$.name');
const without = observation(['$', '$.id']);
const withName = observation(['$', '$.id', '$.name']);

test('a field that is gone is told of after ten responses without it', () => {
  const evidence = createDriftDebounce();
  const told = Array.from({ length: 12 }, () => evidence.due('create-thing 201', without, [nameGone]).length);
  expect(told).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
});

test('a header that is gone is told of after ten responses without it', () => {
  const evidence = createDriftDebounce();
  const gone = difference('header-gone', 'request-id');
  const told = Array.from({ length: 10 }, () => evidence.due('create-thing 201', without, [gone]).length);
  expect(told).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test('what differs in another way is told of at once', () => {
  const evidence = createDriftDebounce();
  const null_ = difference('field-null', '$.name');
  expect(evidence.due('create-thing 201', withName, [null_, nameGone])).toEqual([null_]);
});

test('a field that comes back comes and goes, and is never told of', () => {
  const evidence = createDriftDebounce();
  evidence.due('create-thing 201', without, [nameGone]);
  evidence.due('create-thing 201', withName, []);
  const told = Array.from({ length: 30 }, () => evidence.due('create-thing 201', without, [nameGone]).length);
  expect(told.every((length) => length === 0)).toBe(true);
});

test('a header that comes back comes and goes', () => {
  const evidence = createDriftDebounce();
  const gone = difference('header-gone', 'request-id');
  evidence.due('create-thing 201', without, [gone]);
  evidence.due('create-thing 201', observation(['$'], ['request-id']), []);
  const told = Array.from({ length: 30 }, () => evidence.due('create-thing 201', without, [gone]).length);
  expect(told.every((length) => length === 0)).toBe(true);
});

test('what some items of a list are without comes and goes too', () => {
  const evidence = createDriftDebounce();
  const optional = difference('field-optional', '$.items[].name');
  const told = Array.from(
    { length: 30 },
    () => evidence.due('create-thing 201', withName, [optional]).length,
  );
  expect(told.every((length) => length === 0)).toBe(true);
});

test('a response in which the place could not be looked for says nothing of it', () => {
  const evidence = createDriftDebounce();
  const told = Array.from({ length: 20 }, (_, turn) =>
    turn % 2 === 0
      ? evidence.due('create-thing 201', without, [nameGone]).length
      : evidence.due('create-thing 201', { ...without, body: 'unread', shape: undefined }, []).length,
  );
  expect(told.lastIndexOf(1)).toBe(18);
  expect(told.indexOf(1)).toBe(18);
});

test('each operation and status has evidence of its own', () => {
  const evidence = createDriftDebounce();
  for (let turn = 0; turn < 9; turn += 1) evidence.due('create-thing 201', without, [nameGone]);
  expect(evidence.due('create-thing 200', without, [nameGone])).toEqual([]);
  expect(evidence.due('create-thing 201', without, [nameGone])).toEqual([nameGone]);
});

test('what was told of and came back is told of again when it is gone again', () => {
  const evidence = createDriftDebounce();
  const look = () => evidence.due('create-thing 201', without, [nameGone]).length;
  for (let times = 1; times <= 10; times += 1) look();
  evidence.due('create-thing 201', withName, []);
  expect(look()).toBe(1);
});

test('of five thousand places it is counted how often they are missing, and of no more', () => {
  const evidence = createDriftDebounce();
  const gone = Array.from({ length: 5_001 }, (_, n) => difference('field-gone', `$.f${n}`));
  const told = Array.from({ length: 10 }, () => evidence.due('create-thing 201', without, gone).length);
  expect(told).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 5_000]);
});
