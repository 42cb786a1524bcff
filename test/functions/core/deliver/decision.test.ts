import { expect, test } from 'vitest';
import type { Verdict } from '../../../../functions/core/declare/destination.ts';
import { decide } from '../../../../functions/core/deliver/decision.ts';
import type { Facts } from '../../../../functions/core/deliver/ledger.ts';
import type { Classification } from '../../../../functions/core/http/classify.ts';
import { createThing } from '../../../fixtures/fixture-integration.ts';

const settings = {
  environment: 'dev',
  loggedShare: 1,
  backoff: { baseMs: 5_000, capMs: 900_000, horizonMs: 20_000 },
  parkedRecheckMs: 60_000,
  breaker: { firstMs: 30_000, mostMs: 300_000 },
  pacing: { dispersionMs: 250, clockSkewMs: 500 },
  allowPrivateAddresses: false,
};
const before: Facts = { attempts: 2, backedOffMs: 10_000, unsettled: false };
const byKey = createThing();
const never = createThing({ by: 'never' });
const found = (verdict: Verdict, pauseMs?: number): Classification => ({
  verdict,
  scope: 'event',
  fromApplication: true,
  code: 'CODE',
  message: 'said so',
  ...(pauseMs === undefined ? {} : { pauseMs }),
});

test('a failed attempt waits by the backoff, and the wait is counted', () => {
  expect(decide(found('retryable'), before, byKey, settings, 0.5)).toEqual({
    decision: { end: 'wait', outcome: 'retry', waitMs: 5_000 },
    facts: { ...before, backedOffMs: 15_000 },
  });
});

test('a longer wait that was asked for goes before the backoff', () => {
  expect(decide(found('ambiguous', 8_000), before, byKey, settings, 0.5).decision).toMatchObject({
    waitMs: 8_000,
  });
});

test('a wait that reaches the horizon is the last, one beyond it is not begun', () => {
  const third = { ...before, attempts: 3 };
  expect(decide(found('retryable'), third, byKey, settings, 0.5).decision).toMatchObject({ waitMs: 10_000 });
  expect(decide(found('retryable'), third, byKey, settings, 0.500_05).decision).toEqual({
    end: 'dead',
    cause: { code: 'RETRIES_EXHAUSTED', stage: 'attempt', reason: 'said so' },
  });
});

test('a pause that is asked of everybody, of an hour even, brings the end of this event no nearer', () => {
  expect(decide(found('ambiguous', 3_600_000), before, byKey, settings, 0.5)).toEqual({
    decision: { end: 'wait', outcome: 'retry', waitMs: 3_600_000 },
    facts: { ...before, backedOffMs: 15_000 },
  });
});

test('who is throttled never comes back at once', () => {
  expect(decide(found('throttled'), before, byKey, settings, 0).decision).toMatchObject({ waitMs: 1_000 });
});

test.each([
  ['throttled', 90_000, 90_000, 'deferred'],
  ['throttled', undefined, 2_500, 'deferred'],
  ['credentials', undefined, 60_000, 'parked'],
  ['refused', undefined, 60_000, 'deferred'],
] as const)(
  '%s with a wait of %s waits %d ms as %s, beside the horizon',
  (verdict, asked, waitMs, outcome) => {
    expect(decide(found(verdict, asked), before, byKey, settings, 0.5)).toEqual({
      decision: { end: 'wait', outcome, waitMs },
      facts: before,
    });
  },
);

test('a success settles what was unknown', () => {
  const classification = { ...found('success'), receipt: 'thing_1' };
  expect(decide(classification, { ...before, unsettled: true }, byKey, settings, 0)).toEqual({
    decision: { end: 'delivered', receipt: 'thing_1' },
    facts: { ...before, unsettled: false },
  });
});

test('a refusal is dead at once', () => {
  expect(decide(found('terminal'), before, byKey, settings, 0).decision).toMatchObject({
    end: 'dead',
    cause: { code: 'REQUEST_REJECTED' },
  });
});

test('what cannot be repeated is dead when unknown, and waits when it is known not to have happened', () => {
  expect(
    decide(found('ambiguous'), { ...before, unsettled: true }, never, settings, 0).decision,
  ).toMatchObject({
    end: 'dead',
    cause: { code: 'OUTCOME_UNKNOWN', stage: 'settle' },
  });
  expect(decide(found('retryable'), before, never, settings, 0).decision.end).toBe('wait');
});

test('an outcome that nobody knows and no repetition will tell is for a person', () => {
  expect(decide(found('unknown'), before, byKey, settings, 0.5).decision).toEqual({
    end: 'dead',
    cause: { code: 'OUTCOME_UNKNOWN', stage: 'settle', reason: 'said so' },
  });
});
