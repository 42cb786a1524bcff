import { expect, test } from 'vitest';
import type { Verdict } from '../../../../functions/core/declare/destination.ts';
import { decide } from '../../../../functions/core/deliver/decision.ts';
import type { DeliveryProgress } from '../../../../functions/core/deliver/delivery-record.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { createThing } from '../../../fixtures/fixture-integration.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';

const settings = {
  backoff: { baseMs: 5_000, capMs: 900_000, horizonMs: 20_000 },
  parkedRecheckMs: 60_000,
};
const nowMs = Date.UTC(2026, 2, 1);
const before: DeliveryProgress = { ...newProgress, attempts: 2, backedOffMs: 10_000 };
const byKey = createThing();
const never = createThing({ by: 'never' });
const at = (operation: typeof byKey, random: number) => ({ operation, settings, nowMs, random });
const found = (verdict: Verdict, pauseMs?: number) => ({
  verdict,
  scope: 'event' as const,
  fromApplication: true,
  code: 'CODE',
  message: ownWords('said so'),
  requestId: undefined,
  receipt: undefined,
  thirdPartyCode: undefined,
  ...(pauseMs === undefined ? {} : { pauseMs }),
});

test('a failed attempt waits by the backoff, and the wait is counted', () => {
  expect(decide(found('retryable'), before, at(byKey, 0.5))).toEqual({
    status: 'waiting',
    outcome: 'retry',
    waitMs: 5_000,
    progress: { ...before, backedOffMs: 15_000 },
  });
});

test('a longer wait that was asked for goes before the backoff', () => {
  expect(decide(found('ambiguous', 8_000), before, at(byKey, 0.5))).toMatchObject({
    waitMs: 8_000,
  });
});

test('a wait that reaches the horizon is the last, one beyond it is not begun', () => {
  const third = { ...before, attempts: 3 };
  expect(decide(found('retryable'), third, at(byKey, 0.5))).toMatchObject({ waitMs: 10_000 });
  expect(decide(found('retryable'), third, at(byKey, 0.500_05))).toEqual({
    status: 'dead-lettered',
    progress: third,
    failedAtMs: nowMs,
    cause: { code: 'RETRIES_EXHAUSTED', stage: 'attempt', reason: 'said so' },
  });
});

test('a pause that is asked of everybody, of an hour even, brings the end of this event no nearer', () => {
  expect(decide(found('ambiguous', 3_600_000), before, at(byKey, 0.5))).toEqual({
    status: 'waiting',
    outcome: 'retry',
    waitMs: 3_600_000,
    progress: { ...before, backedOffMs: 15_000 },
  });
});

test('who is throttled never comes back at once', () => {
  expect(decide(found('throttled'), before, at(byKey, 0))).toMatchObject({ waitMs: 1_000 });
});

test.each([
  ['throttled', 90_000, 90_000, 'deferred'],
  ['throttled', undefined, 2_500, 'deferred'],
  ['credentials', undefined, 60_000, 'parked'],
  ['refused', undefined, 60_000, 'deferred'],
] as const)(
  '%s with a wait of %s waits %d ms as %s, beside the horizon',
  (verdict, asked, waitMs, outcome) => {
    expect(decide(found(verdict, asked), before, at(byKey, 0.5))).toEqual({
      status: 'waiting',
      outcome,
      waitMs,
      progress: before,
    });
  },
);

test('a token that was refused is waited for, and nothing is said to be parked', () => {
  const waiting = { ...at(byKey, 0.5), waitsForToken: true };
  expect(decide(found('credentials'), before, waiting)).toMatchObject({
    outcome: 'deferred',
    waitMs: 60_000,
  });
});

test('a success settles what was unknown', () => {
  const classification = { ...found('success'), receipt: ownWords('thing_1') };
  expect(decide(classification, { ...before, outcomeUnknown: true }, at(byKey, 0))).toEqual({
    status: 'delivered',
    receipt: 'thing_1',
    progress: { ...before, outcomeUnknown: false },
  });
});

test('a refusal is dead at once', () => {
  expect(decide(found('terminal'), before, at(byKey, 0))).toMatchObject({
    status: 'dead-lettered',
    cause: { code: 'REQUEST_REJECTED' },
  });
});

test('what cannot be repeated is dead when unknown, and waits when it is known not to have happened', () => {
  expect(decide(found('ambiguous'), { ...before, outcomeUnknown: true }, at(never, 0))).toMatchObject({
    status: 'dead-lettered',
    cause: { code: 'OUTCOME_UNKNOWN', stage: 'settle' },
  });
  expect(decide(found('retryable'), before, at(never, 0)).status).toBe('waiting');
});

test('an outcome that nobody knows and no repetition will tell is for a person', () => {
  expect(decide(found('unknown'), before, at(byKey, 0.5))).toEqual({
    status: 'dead-lettered',
    progress: before,
    failedAtMs: nowMs,
    cause: { code: 'OUTCOME_UNKNOWN', stage: 'settle', reason: 'said so' },
  });
});
