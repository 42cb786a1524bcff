import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Account } from '../../../../functions/core/pace/account.ts';
import type { AccountStore } from '../../../../functions/core/pace/account-store.ts';
import { nextTryMs, opensUntilMs } from '../../../../functions/core/pace/breaker.ts';
import { first, found, startMs, world } from './account-world.ts';

const minuteMs = 60_000;
const breaker = { firstMs: 30_000, mostMs: 300_000 };

test('from try to try that fails the wait doubles, from a minute to an hour', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 2_000].map((failed) => nextTryMs(failed) / minuteMs)).toEqual([
    1, 2, 4, 8, 16, 32, 60, 60, 60,
  ]);
});

test('no wait is shorter than the one before, and none is longer than the most', () => {
  fc.assert(
    fc.property(fc.nat(3_000), (before) => {
      expect(nextTryMs(before + 1)).toBeGreaterThanOrEqual(nextTryMs(before));
      expect(nextTryMs(before)).toBeLessThanOrEqual(60 * minuteMs);
      expect(opensUntilMs(breaker, before + 1, 0)).toBeGreaterThanOrEqual(opensUntilMs(breaker, before, 0));
      expect(opensUntilMs(breaker, before, 0)).toBeLessThanOrEqual(breaker.mostMs);
    }),
  );
});

/** Which of an account's circuits is open, and how one of its sandboxes opens it. */
const circuits = [
  ['of all', { sinceMs: startMs }, found('refused')],
  [
    'of an operation',
    { sinceMs: startMs, operation: 'create-thing' },
    found('refused', { scope: 'operation' }),
  ],
] as const;

async function opened(classification: (typeof circuits)[number][2]) {
  const made = world();
  const one = made.sandboxOf('create-thing');
  await one.recordResult(classification, first(await one.reserve(1)));
  return { ...made, one };
}

const circuitIn = async (store: AccountStore, operation: string | undefined) => {
  const { circuit, operations } = await store.state();
  return operation === undefined ? circuit : operations[operation];
};

test.each(circuits)(
  'the alert of the circuit %s is one supervisor’s to publish, and another’s when that one died',
  async (_, incident, why) => {
    const { clock, store } = await opened(why);
    expect(await store.claimCircuitAlert(incident)).toBe(true);
    clock.ms += 59_999;
    expect(await store.claimCircuitAlert(incident)).toBe(false);
    clock.ms += 1;
    expect(await store.claimCircuitAlert(incident)).toBe(true);
    await store.circuitAlerted(incident);
    expect(await circuitIn(store, 'operation' in incident ? incident.operation : undefined)).toMatchObject({
      alertedAtMs: startMs + 60_000,
    });
    clock.ms += 60_000;
    expect(await store.claimCircuitAlert(incident)).toBe(false);
  },
);

test.each(circuits)(
  'the circuit %s is tried later after a look that failed, and never sooner',
  async (_, incident, why) => {
    const { clock, one, store } = await opened(why);
    clock.ms += 10_000;
    expect(await store.postpone(incident, clock.ms + minuteMs)).toBe(true);
    expect(await store.postpone(incident, clock.ms + 1_000)).toBe(false);
    clock.ms = startMs + 69_999;
    expect((await one.reserve(1))[0]).toMatchObject({ given: false, untilMs: startMs + 70_000 });
    clock.ms += 1;
    expect((await one.reserve(1))[0]).toMatchObject({ given: true });
  },
);

test.each(circuits)('the circuit %s is tried at once when a look has passed', async (_, incident, why) => {
  const { clock, one, store } = await opened(why);
  clock.ms += 1_000;
  expect(await store.letTry(incident)).toBe(true);
  const permits = await one.reserve(2);
  expect(permits.map(({ given }) => given)).toEqual([true, false]);
  expect(await one.recordResult(found('success'), first(permits))).toBe('closed');
  expect(await circuitIn(store, 'operation' in incident ? incident.operation : undefined)).toBeUndefined();
});

test.each(circuits)(
  'what is about another incident of the circuit %s changes nothing',
  async (_, incident, why) => {
    const { store } = await opened(why);
    const before = await store.state();
    const earlier = { ...incident, sinceMs: startMs - 1 };
    expect(await store.claimCircuitAlert(earlier)).toBe(false);
    await store.circuitAlerted(earlier);
    expect(await store.postpone(earlier, startMs + 600_000)).toBe(false);
    expect(await store.letTry(earlier)).toBe(false);
    expect(await store.state()).toEqual(before);
  },
);

test('where no circuit is open there is nothing to claim, to postpone or to try', async () => {
  const { store } = world();
  for (const [, incident] of circuits) {
    expect(await store.claimCircuitAlert(incident)).toBe(false);
    expect(await store.postpone(incident, startMs + 1)).toBe(false);
    expect(await store.letTry(incident)).toBe(false);
  }
});

/** The supervisor looks, the look passes, a delivery tries, and fails with `verdict`. */
async function lookAndTry(store: AccountStore, one: Account, verdict: 'ambiguous' | 'throttled') {
  await store.letTry({ sinceMs: startMs });
  return one.recordResult(found(verdict), first(await one.reserve(1)));
}

test.each(['ambiguous', 'throttled'] as const)(
  'a try that is %s after a look that had passed makes the next wait longer each time',
  async (verdict) => {
    const { clock, one, store } = await opened(found('refused'));
    await store.claimLook(undefined, startMs + minuteMs);
    const waits: number[] = [];
    for (let tried = 1; tried <= 8; tried += 1) {
      clock.ms += 3_600_000;
      expect(await lookAndTry(store, one, verdict)).toBe('opened');
      const { circuit, looks } = await store.state();
      expect(looks).toMatchObject({ failedTries: tried, passedAtMs: undefined });
      waits.push(((circuit?.untilMs ?? 0) - clock.ms) / minuteMs);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  },
);

test('a look that failed takes back that an earlier one had passed', async () => {
  const { clock, store } = await opened(found('refused'));
  await store.claimLook(undefined, startMs + minuteMs);
  await store.letTry({ sinceMs: startMs });
  expect((await store.state()).looks).toMatchObject({ passedAtMs: startMs });
  clock.ms += minuteMs;
  await store.postpone({ sinceMs: startMs }, clock.ms + minuteMs);
  expect((await store.state()).looks).toMatchObject({ passedAtMs: undefined });
});

test('each look is one supervisor’s, and the first one begins to count', async () => {
  const { store } = world();
  expect((await store.state()).looks).toBeUndefined();
  const first = await Promise.all([store.claimLook(undefined, 1_000), store.claimLook(undefined, 1_000)]);
  expect(first).toEqual([true, false]);
  expect((await store.state()).looks).toEqual({ dueAtMs: 1_000, count: 1, failedTries: 0 });
  const next = await Promise.all([store.claimLook(1_000, 2_000), store.claimLook(1_000, 2_500)]);
  expect(next).toEqual([true, false]);
  expect((await store.state()).looks).toMatchObject({ dueAtMs: 2_000, count: 2 });
});

test('what a look came to is kept, unless another has been claimed since', async () => {
  const { clock, store } = world();
  await store.claimLook(undefined, 1_000);
  await store.recordLook(1_000, 'HTTP 503');
  await store.claimLook(1_000, 2_000);
  clock.ms += 5;
  await store.recordLook(1_000, 'too late');
  expect((await store.state()).looks).toMatchObject({ outcome: 'HTTP 503', atMs: startMs });
});

test('when the circuit closes nothing is left of its looks', async () => {
  const { one, store } = await opened(found('refused'));
  await store.claimLook(undefined, startMs + minuteMs);
  await store.recordLook(startMs + minuteMs, 'HTTP 301');
  await store.letTry({ sinceMs: startMs });
  await one.recordResult(found('success'), first(await one.reserve(1)));
  expect(await store.state()).toMatchObject({ circuit: undefined, looks: undefined });
  // The next incident begins anew.
  await store.claimLook(undefined, startMs + 2 * minuteMs);
  expect((await store.state()).looks).toEqual({ dueAtMs: startMs + 2 * minuteMs, count: 1, failedTries: 0 });
});

test('an operator’s resume closes all circuits, parked or not', async () => {
  for (const isParked of [false, true]) {
    const { clock, one, sandboxOf, store } = await opened(found('refused', { scope: 'operation' }));
    const other = sandboxOf('delete-thing');
    await other.recordResult(found('refused'), first(await other.reserve(1)));
    await store.claimLook(undefined, startMs + minuteMs);
    if (isParked) await store.park({ reason: 'by hand' });
    clock.ms += 1_000;
    expect(await store.resume(isParked ? startMs : undefined)).toBe(true);
    expect(await store.state()).toMatchObject({
      parking: undefined,
      circuit: undefined,
      operations: {},
      looks: undefined,
      resumedAtMs: clock.ms,
    });
    expect((await one.reserve(1))[0]).toMatchObject({ given: true, trial: false });
  }
});

test('a resume without an incident changes nothing where a destination is parked, and where nothing is open', async () => {
  const { store } = await opened(found('refused'));
  await store.park({ reason: 'by hand' });
  expect(await store.resume(undefined)).toBe(false);
  expect((await store.state()).circuit).toBeDefined();
  const calm = world();
  expect(await calm.store.resume(undefined)).toBe(false);
  expect((await calm.store.state()).resumedAtMs).toBeUndefined();
});
