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
const circuit = fc.record(
  {
    kind: fc.constantFrom('failing', 'throttled', 'refused'),
    sinceMs: moment,
    untilMs: moment,
    openings: fc.nat(9),
    reason: fc.constant('why'),
    trialUntilMs: moment,
  },
  { requiredKeys: ['kind', 'sinceMs', 'untilMs', 'openings', 'reason'] },
);
const state = fc
  .record(
    {
      tatUs: moment.map((ms) => ms * 1_000),
      vagueUntilUs: moment.map((ms) => ms * 1_000),
      uses: fc.dictionary(fc.constantFrom('3600000', '86400000'), use),
      holdUntilMs: moment,
      resumedAtMs: moment,
      circuit,
      operations: fc.dictionary(fc.constantFrom('create-thing', 'delete-thing'), circuit),
      failures: fc.nat(20),
      failingSinceMs: moment,
      slowStartAtMs: moment,
      slowStartUsed: fc.nat(20),
      answeredAtMs: moment,
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
      fc.constantFrom(undefined, 0, 40_000),
      fc.oneof(moment, fc.constant(0)),
      (known, fresh, expectsBacklog, isProbe, count, tailUs, answeredHereAtMs) => {
        const { update } = reservationStep({
          known,
          fresh,
          expectsBacklog,
          isProbe,
          count,
          tailUs,
          nowMs,
          writeLatencyMs: 20,
          pace,
          recheckMs: 60_000,
          operation: 'create-thing',
          trialMs: 20_000,
          trialRecheckMs: 1_000,
          slowStart: { requestsMax: 16, roundMs: 20_000, answeredAtMs: answeredHereAtMs },
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

const verdicts = [
  ['success', 'event'],
  ['terminal', 'event'],
  ['retryable', 'destination'],
  ['retryable', 'event'],
  ['throttled', 'destination'],
  ['credentials', 'destination'],
  ['refused', 'operation'],
  ['refused', 'destination'],
] as const;

test('each value of every update that a result makes is used, and each that is used is given, whatever is known', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      state,
      fc.constantFrom(...verdicts),
      fc.option(moment, { nil: undefined }),
      fc.record({
        given: fc.constant(true as const),
        atMs: moment,
        withinMs: fc.constant(150),
        trial: fc.boolean(),
        operationTrial: fc.boolean(),
      }),
      fc.option(
        fc.record({ dueAtMs: moment, count: fc.nat(9), failedTries: fc.nat(9), passedAtMs: moment }),
        {
          nil: undefined,
        },
      ),
      fc.boolean(),
      async (seen, [verdict, scope], notBeforeMs, permit, looks, done) => {
        const known = { ...seen, looks };
        const feedback = createAccountFeedback({
          write: async (update) => {
            const { used, given } = placeholders(update);
            expect(given).toEqual(used);
            kinds.add([...(update.sets ?? []), ...(update.removes ?? [])].join());
            return { done, state: { ...known, failures: 20 } };
          },
          known: () => known,
          operation: 'create-thing',
          pace,
          breaker: { firstMs: 30_000, mostMs: 300_000 },
          slowStart: () => ({ requestsMax: 16, roundMs: 20_000, answeredAtMs: 0 }),
          now: () => nowMs,
        });
        const fromApplication = scope === 'event';
        const told = { verdict, scope, fromApplication, notBeforeMs, code: 'CODE', message: '' };
        await feedback.recordResult(told, permit);
      },
    ),
    { numRuns: 2_000 },
  );
  // Pauses, counts, marks, circuits that open, stay open and close: of all and of operations.
  expect(kinds.size).toBeGreaterThan(15);
});

test('each value of every other update is used, and each that is used is given', async () => {
  const updates: Partial<Update>[] = [];
  const open = { kind: 'refused', sinceMs: nowMs, untilMs: nowMs, openings: 1, reason: '' } as const;
  const state = { ...emptyAccount, circuit: open, operations: { 'create-thing': open } };
  const item = {
    read: async () => state,
    write: async (update: Partial<Update>) => {
      updates.push(update);
      return { done: true, state };
    },
  };
  for (const incidents of [0, 3]) {
    await beginParking(item, { reason: 'refused', refusedVersion: 'v1' }, incidents, nowMs);
    await beginParking(item, { reason: 'by hand' }, incidents, nowMs);
  }
  const store = createAccountStore({ item, pace, now: () => nowMs });
  await store.claimAlert(nowMs);
  await store.alerted(nowMs);
  await store.refusedAgain(nowMs, 'v2');
  await store.resume(nowMs);
  await store.resume(undefined);
  await store.claimLook(undefined, nowMs);
  await store.claimLook(nowMs, nowMs + 1);
  await store.recordLook(nowMs, 'HTTP 503');
  await store.claimSweep(nowMs);
  for (const incident of [{ sinceMs: nowMs }, { sinceMs: nowMs, operation: 'create-thing' }]) {
    await store.claimCircuitAlert(incident);
    await store.circuitAlerted(incident);
    await store.postpone(incident, nowMs + 1);
    await store.letTry(incident);
  }
  expect(updates).toHaveLength(21);
  for (const update of updates) {
    const { used, given } = placeholders(update);
    expect(given).toEqual(used);
  }
});
