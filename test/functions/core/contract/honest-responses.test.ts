import { expect, test } from 'vitest';
import { compareResponse } from '../../../../functions/core/contract/lock/compare-locks.ts';
import { describeDifference } from '../../../../functions/core/contract/lock/describe-difference.ts';
import { lockedResponse } from '../../../../functions/core/contract/lock/locked-response.ts';
import { observe } from '../../../../functions/core/contract/lock/observe.ts';
import { chanceOf, contactResponse, observeOptions } from './contact-response.ts';

/** A history of one honest third party. */
function history(seed: number) {
  const chance = chanceOf(seed);
  return (count: number) =>
    Array.from({ length: count }, () => observe(contactResponse(chance), observeOptions));
}

/** As many responses as a lock is inferred from when it is recorded with care. */
const samples = 40;

test.each([1, 2, 3])('a thousand honest responses ring no bell (seed %d)', (seed) => {
  const responses = history(seed);
  const lock = lockedResponse(responses(samples));
  const differences = responses(1_000).flatMap((one) =>
    compareResponse('create-contact', 200, lock, lockedResponse([one])),
  );
  expect(differences.map(describeDifference)).toEqual([]);
});

test.each([6, 7])('nor do they by the ten, as a daily probe sees them (seed %d)', (seed) => {
  const responses = history(seed);
  const lock = lockedResponse(responses(samples));
  const differences = Array.from({ length: 100 }, () => lockedResponse(responses(10))).flatMap((ten) =>
    compareResponse('create-contact', 200, lock, ten),
  );
  expect(differences.map(describeDifference)).toEqual([]);
});

test('a lock of too few samples is one that rings: what was never missing is taken for a promise', () => {
  const responses = history(9);
  const lock = lockedResponse(responses(1));
  const kinds = responses(100).flatMap((one) =>
    compareResponse('create-contact', 200, lock, lockedResponse([one])).map(({ kind }) => kind),
  );
  expect([...new Set(kinds)].sort()).toEqual([
    'field-gone',
    'field-new',
    'field-null',
    'field-retyped',
    'format-changed',
    'header-new',
    'name-new',
  ]);
});
