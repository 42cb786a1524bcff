import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../../functions/core/declare/destination.ts';
import { decide } from '../../../../functions/core/deliver/decision.ts';
import type { DeliveryProgress } from '../../../../functions/core/deliver/delivery-record.ts';
import { ownWords } from '../../../../functions/core/redact/redacted.ts';
import { byLookup, createThing } from '../../../fixtures/fixture-integration.ts';
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
  expect(decide(found('retryable'), before, at(byKey, 0))).toMatchObject({ waitMs: 0 });
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

/** The dead letter of a delivery that ends so. */
const dead = (code: string, stage: string, progress: DeliveryProgress, reason = 'said so') => ({
  status: 'dead-lettered',
  progress,
  failedAtMs: nowMs,
  cause: { code, stage, reason },
});

test('a refusal is dead at once, with what the third party calls it', () => {
  const told = { statusCode: 422, requestId: ownWords('req_1'), thirdPartyCode: ownWords('bad_email') };
  expect(decide({ ...found('terminal'), ...told }, before, at(byKey, 0))).toEqual({
    ...dead('REQUEST_REJECTED', 'attempt', before),
    cause: { code: 'REQUEST_REJECTED', stage: 'attempt', reason: 'said so', ...told },
  });
});

test('a refusal under a key whose request may have been carried out says so, the second time for a person', () => {
  const refused = (count: number | undefined): DeliveryProgress => ({
    ...before,
    outcomeUnknown: true,
    last: { code: 'CODE', refused: count },
  });
  const sameBytes =
    'said so; an earlier request may have been carried out, so that a redrive sends the same bytes under the same key';
  const again =
    'said so; it was refused under its key again, and an earlier request may have been carried out';
  const decided = (progress: DeliveryProgress, operation = byKey) =>
    decide(found('terminal'), progress, at(operation, 0));
  for (const progress of [refused(undefined), refused(1), { ...refused(1), last: undefined }])
    expect(decided(progress)).toEqual(dead('REQUEST_REJECTED', 'attempt', progress, sameBytes));
  expect(decided(refused(2))).toEqual(dead('OUTCOME_UNKNOWN', 'settle', refused(2), again));
  // Without a key, and where nothing is unknown, a refusal is one.
  const known = { ...refused(2), outcomeUnknown: false };
  expect(decided(known)).toEqual(dead('REQUEST_REJECTED', 'attempt', known));
  for (const repeat of [{ by: 'upsert' }, byLookup, { by: 'never' }] as const)
    expect(decided(refused(2), createThing(repeat))).toEqual(dead('REQUEST_REJECTED', 'attempt', refused(2)));
});

test('what a lookup knows not to have happened goes out again, whatever its verdict', () => {
  for (const verdict of ['success', 'terminal', 'ambiguous', 'unknown', 'refused'] as const)
    expect(decide({ ...found(verdict), found: 'no' }, before, at(byKey, 0.5))).toEqual({
      status: 'waiting',
      outcome: 'retry',
      waitMs: 5_000,
      progress: { ...before, backedOffMs: 15_000 },
    });
});

test('a yes that cannot be read is asked for twice more, then a person looks', () => {
  const read = (unreadable: number): DeliveryProgress => ({ ...before, last: { code: 'CODE', unreadable } });
  for (const verdict of ['ambiguous', 'retryable'] as const) {
    expect(decide(found(verdict), read(2), at(byKey, 0.5))).toMatchObject({ outcome: 'retry' });
    expect(decide(found(verdict), read(3), at(byKey, 0.5))).toEqual(
      dead('OUTCOME_UNKNOWN', 'settle', read(3)),
    );
  }
});

describe('who is refused as everybody is', () => {
  const refused = (progress: DeliveryProgress, circuitUntilMs?: number) =>
    decide(found('refused'), progress, { ...at(byKey, 0.5), circuitUntilMs });

  test('waits for the end of the circuit, and never less than a second', () => {
    expect(refused(before, nowMs + 30_000)).toEqual({
      status: 'waiting',
      outcome: 'deferred',
      waitMs: 30_000,
      progress: before,
    });
    expect(refused(before, nowMs + 999)).toMatchObject({ waitMs: 1_000 });
    expect(refused(before, nowMs - 5_000)).toMatchObject({ waitMs: 1_000 });
  });

  test('is dead the third time that others passed in between', () => {
    const times = (refusals: number, outcomeUnknown = false) => ({ ...before, refusals, outcomeUnknown });
    expect(refused(times(2))).toMatchObject({ outcome: 'deferred' });
    expect(refused(times(3))).toEqual(
      dead(
        'REQUEST_REJECTED',
        'attempt',
        times(3),
        'said so — refused 3 times, and others passed in between: look at what is special about this event',
      ),
    );
    expect(refused(times(3, true))).toEqual(dead('OUTCOME_UNKNOWN', 'settle', times(3, true)));
  });
});

test('what cannot be repeated is dead when unknown, and waits when it is known not to have happened', () => {
  const unknown = { ...before, outcomeUnknown: true };
  for (const verdict of ['ambiguous', 'retryable'] as const) {
    expect(decide(found(verdict), unknown, at(never, 0))).toEqual(dead('OUTCOME_UNKNOWN', 'settle', unknown));
    expect(decide(found(verdict), unknown, at(byKey, 0)).status).toBe('waiting');
    expect(decide(found(verdict), before, at(never, 0)).status).toBe('waiting');
  }
});

test('an outcome that nobody knows and no repetition will tell is for a person', () => {
  expect(decide(found('unknown'), before, at(byKey, 0.5))).toEqual({
    status: 'dead-lettered',
    progress: before,
    failedAtMs: nowMs,
    cause: { code: 'OUTCOME_UNKNOWN', stage: 'settle', reason: 'said so' },
  });
});
