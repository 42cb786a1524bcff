import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccountState, emptyAccount } from '../../../../functions/core/pace/account.ts';
import { createAccountFeedback } from '../../../../functions/core/pace/account-feedback.ts';
import { createAccountStore } from '../../../../functions/core/pace/account-store.ts';
import { together, type Update } from '../../../../functions/core/pace/account-update.ts';
import { beginParking } from '../../../../functions/core/pace/begin-parking.ts';
import { reservationStep } from '../../../../functions/core/pace/reservation.ts';
import { paceOf } from '../../../../functions/core/pace/spacing.ts';

const nowMs = Date.UTC(2026, 2, 1);

test('two updates that are made one keep all that either says', () => {
  const one: Partial<Update> = { conditions: ['tatUs >= :nowUs'], values: { ':nowUs': 1 } };
  const other: Partial<Update> = {
    sets: ['granted = :given'],
    removes: ['resumedAtMs'],
    values: { ':given': 2 },
  };
  expect(together([one, other, { values: { ':nowUs': 1 } }])).toEqual({
    conditions: ['tatUs >= :nowUs'],
    sets: ['granted = :given'],
    removes: ['resumedAtMs'],
    values: { ':nowUs': 1, ':given': 2 },
  });
});

test('a placeholder that means something else in each of two updates is refused', () => {
  expect(() => together([{ values: { ':nowMs': 1 } }, { values: { ':nowMs': 2 } }])).toThrow(
    ':nowMs stands for 1 and 2',
  );
});

test.each<[string, Partial<Update>]>([
  ['set by both', { sets: ['tatUs = tatUs + :costUs'] }],
  ['set by one and removed by the other', { removes: ['tatUs'] }],
])('an attribute that is %s of two updates is refused', (_, other) => {
  expect(() => together([{ sets: ['tatUs = :tatUs'] }, other])).toThrow('tatUs is changed twice');
});

/** The placeholders of an update: those it uses, and those it gives values for. */
function placeholders({ conditions = [], sets = [], values = {} }: Partial<Update>) {
  const used = new Set([...conditions, ...sets].join(' ').match(/:\w+/g) ?? []);
  return { used: [...used].sort(), given: Object.keys(values).sort() };
}

const pace = paceOf(
  [
    { requests: 10, windowMs: 1_000 },
    { requests: 500, windowMs: 3_600_000 },
    { requests: 5_000, windowMs: 86_400_000 },
  ],
  { dispersionMs: 250, clockSkewMs: 500 },
);
const moment = fc.integer({ min: nowMs - 100_000, max: nowMs + 100_000 });
const use = fc.record({
  bucket: fc.constantFrom(...pace.budgets.map(({ bucketMs }) => Math.floor(nowMs / bucketMs)), 7),
  used: fc.nat(20),
  before: fc.constant({}),
});
const state = fc
  .record(
    {
      tatUs: moment.map((ms) => ms * 1_000),
      uses: fc.dictionary(fc.constantFrom('3600000', '86400000'), use),
      holdUntilMs: moment,
      resumedAtMs: moment,
      openUntilMs: moment,
      trialUntilMs: moment,
      failures: fc.nat(20),
      failingSinceMs: moment,
      incidents: fc.nat(1),
    },
    { requiredKeys: [] },
  )
  .map((known): AccountState => ({ ...emptyAccount, ...known }) as AccountState);

test('each value of a reservation is used, and each that is used is given, whatever is known of the account', () => {
  let updates = 0;
  fc.assert(
    fc.property(
      state,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 1, max: 10 }),
      (known, fresh, expectsBacklog, isProbe, count) => {
        const { update } = reservationStep({
          known,
          fresh,
          expectsBacklog,
          isProbe,
          count,
          nowMs,
          writeLatencyMs: 20,
          pace,
          recheckMs: 60_000,
          trialMs: 20_000,
        });
        if (update === undefined) return;
        updates += 1;
        const { used, given } = placeholders(update);
        expect(given).toEqual(used);
      },
    ),
    { numRuns: 500 },
  );
  expect(updates).toBeGreaterThan(100);
});

test('each value of every other update is used, and each that is used is given', async () => {
  const updates: Partial<Update>[] = [];
  let known: AccountState = emptyAccount;
  const item = {
    read: async () => known,
    write: async (update: Partial<Update>) => {
      updates.push(update);
      return { done: true, state: { ...known, failures: 20 } };
    },
  };
  const feedback = createAccountFeedback({
    write: item.write,
    known: () => known,
    pace,
    breaker: { firstMs: 30_000, mostMs: 300_000 },
    now: () => nowMs,
  });
  const result = (verdict: 'throttled' | 'ambiguous' | 'success', trial: boolean) =>
    feedback.recordResult(
      { verdict, scope: 'destination', fromApplication: false, code: 'CODE', message: '' },
      { given: true, atMs: nowMs, trial },
    );
  await result('throttled', false);
  await result('ambiguous', false);
  known = { ...emptyAccount, failingSinceMs: nowMs - 1 };
  await result('ambiguous', false);
  known = {
    ...emptyAccount,
    circuit: { kind: 'failing', sinceMs: nowMs - 1, untilMs: nowMs - 1, openings: 1, reason: '' },
  };
  await result('ambiguous', true);
  await result('success', true);
  for (const incidents of [0, 3]) {
    await beginParking(item, { reason: 'refused', refusedVersion: 'v1' }, incidents, nowMs);
    await beginParking(item, { reason: 'by hand' }, incidents, nowMs);
  }
  const store = createAccountStore({ item, pace, now: () => nowMs });
  await store.claimAlert(nowMs);
  await store.alerted(nowMs);
  await store.refusedAgain(nowMs, 'v2');
  await store.resume(nowMs);
  expect(updates).toHaveLength(15);
  for (const update of updates) {
    const { used, given } = placeholders(update);
    expect(given).toEqual(used);
  }
});
