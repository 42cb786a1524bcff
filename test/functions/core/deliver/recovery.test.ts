import { expect, test } from 'vitest';
import type { Operation } from '../../../../functions/core/declare/operation.ts';
import type { DeliveryRecord } from '../../../../functions/core/deliver/delivery-record.ts';
import { recoveryOf } from '../../../../functions/core/deliver/recovery.ts';
import { byLookup, createThing, type ThingParams } from '../../../fixtures/fixture-integration.ts';
import { newProgress } from '../../../fixtures/new-progress.ts';

const nowMs = Date.UTC(2026, 2, 1);

const settled: DeliveryRecord = {
  ...newProgress,
  attempts: 1,
  leasesSinceRelease: 1,
  firstTakenAtMs: nowMs,
  request: undefined,
};
const unknown: DeliveryRecord = { ...settled, outcomeUnknown: true };
const crashed: DeliveryRecord = { ...settled, leasesSinceRelease: 2 };
const repeats: Record<string, Operation<ThingParams>['repeat']> = {
  key: { by: 'key', header: 'Idempotency-Key', windowMs: 3_600_000 },
  upsert: { by: 'upsert' },
  lookup: byLookup,
  never: { by: 'never' },
};

test.each([
  ['key', settled, 'resend'],
  ['key', unknown, 'resend'],
  ['key', crashed, 'resend'],
  ['upsert', settled, 'resend'],
  ['upsert', unknown, 'resend'],
  ['upsert', crashed, 'resend'],
  ['lookup', settled, 'resend'],
  ['lookup', unknown, 'look-up'],
  ['lookup', crashed, 'look-up'],
  ['never', settled, 'resend'],
  ['never', unknown, 'give-up'],
  ['never', crashed, 'give-up'],
] as const)('%s goes on after %j by: %s', (by, record, expected) => {
  expect(recoveryOf(createThing(repeats[by]), record, nowMs)).toBe(expected);
});

test('a key is sent again until ten minutes before the third party forgets it, counted from the first request', () => {
  const one = createThing(repeats.key);
  const sent: DeliveryRecord = { ...unknown, firstTakenAtMs: nowMs - 86_400_000, firstSentAtMs: nowMs };
  expect(recoveryOf(one, sent, nowMs + 3_000_000 - 1)).toBe('resend');
  expect(recoveryOf(one, sent, nowMs + 3_000_000)).toBe('give-up');
  // Nobody knows when a dead sandbox sent it: from when it took it.
  expect(recoveryOf(one, { ...crashed, firstTakenAtMs: nowMs }, nowMs + 3_000_000)).toBe('give-up');
});

test('a key too old to repeat does not stop what is known not to have happened', () => {
  expect(recoveryOf(createThing(repeats.key), settled, nowMs + 86_400_000)).toBe('resend');
});
