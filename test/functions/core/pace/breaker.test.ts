import { expect, test } from 'vitest';
import { type AccountState, emptyAccount } from '../../../../functions/core/pace/account.ts';
import {
  failureWindowMs,
  nextTryMs,
  opensUntilMs,
  whyOpen,
} from '../../../../functions/core/pace/breaker.ts';

const nowMs = Date.UTC(2026, 2, 1);
const why = (state: Partial<AccountState>) => whyOpen({ ...emptyAccount, ...state }, nowMs);

test('failures are counted over half a minute', () => {
  expect(failureWindowMs).toBe(30_000);
});

test.each([
  [10, 10, true],
  [9, 9, false],
  [10, 20, true],
  [10, 21, false],
  [11, 22, true],
  [30, 61, false],
])('of %d failures among %d requests the circuit opens: %s', (failures, requests, opens) => {
  const state = { failures, granted: 1_000 + requests, grantedBefore: 1_000 };
  expect(why(state)).toBe(opens ? 'too many requests failed' : undefined);
});

test.each([
  [5, 120_000, true],
  [4, 120_000, false],
  [5, 119_999, false],
  [500, 3_600_000, true],
])('of %d failures and nothing else for %d ms it opens: %s', (unanswered, ms, opens) => {
  const expected = opens ? 'nothing but failures for two minutes' : undefined;
  expect(why({ unanswered, unansweredSinceMs: nowMs - ms })).toBe(expected);
});

test('without a moment since when nothing was answered it stays closed', () => {
  expect(why({ unanswered: 500 })).toBeUndefined();
  expect(why({})).toBeUndefined();
});

test.each([
  [0, 30_000],
  [1, 60_000],
  [3, 240_000],
  [4, 300_000],
  [2_000, 300_000],
])('after %d openings in a row it stays open for %d ms', (openings, ms) => {
  expect(opensUntilMs({ firstMs: 30_000, mostMs: 300_000 }, openings, nowMs)).toBe(nowMs + ms);
});

test.each([
  [0, 60_000],
  [1, 120_000],
  [5, 1_920_000],
  [6, 3_600_000],
  [2_000, 3_600_000],
])('after %d tries that failed no delivery tries for %d ms', (tries, ms) => {
  expect(nextTryMs(tries)).toBe(ms);
});
