import { expect, test } from 'vitest';
import type { Classification } from '../../../../functions/core/http/classify.ts';
import { first, found, startMs, world } from './account-world.ts';

const ofOne = { scope: 'event', fromApplication: true } as const;
const ownNo = found('terminal', ofOne);
const minuteMs = 60_000;

/** A world whose circuit of all has just opened. */
async function opened() {
  const made = world();
  const one = made.sandbox();
  const refused = found('refused', { statusCode: 301, lookAt: 'address' });
  expect(await one.recordResult(refused, first(await one.reserve(1)))).toBe('opened');
  return { ...made, one };
}

test('a refusal of everybody opens the circuit at once, and says where to look', async () => {
  const { sandbox, store } = await opened();
  expect((await store.state()).circuit).toEqual({
    kind: 'refused',
    sinceMs: startMs,
    untilMs: startMs + 30_000,
    openings: 1,
    reason:
      'the answer was CODE (HTTP 301); look at the address: the baseUrl in the secret, the path, and what answers there',
  });
  expect((await sandbox().reserve(1))[0]).toMatchObject({
    given: false,
    outcome: 'deferred',
    untilMs: startMs + 30_000,
    reason: expect.stringMatching(/^the answer was CODE .*: the circuit is open$/),
  });
});

test('those who were refused beside the first open nothing more', async () => {
  const { one, store } = await opened();
  const permit = { given: true, atMs: startMs, withinMs: 150, trial: false } as const;
  expect(await one.recordResult(found('refused'), permit)).toBeUndefined();
  expect((await store.state()).circuit).toMatchObject({ openings: 1 });
});

test.each<[string, Classification, 'closed' | undefined]>([
  ['a success', found('success', ofOne), 'closed'],
  ['a no to its event in the application’s own words', ownNo, 'closed'],
  ['a no of a gateway', found('terminal', { scope: 'event', fromApplication: false }), undefined],
  ['a redirect', found('refused', { statusCode: 301 }), undefined],
  [
    'a right that one operation does not have',
    found('refused', { scope: 'operation', fromApplication: true }),
    undefined,
  ],
  ['another failure', found('ambiguous'), undefined],
  ['a lock of one thing', found('retryable', ofOne), undefined],
  ['throttling', found('throttled', { fromApplication: true }), undefined],
])('a trial that ends with %s: the circuit is %s', async (_, classification, change) => {
  const { clock, one, store } = await opened();
  clock.ms += 30_000;
  expect(await one.recordResult(classification, first(await one.reserve(1)))).toBe(change);
  const { circuit, resumedAtMs } = await store.state();
  if (change === 'closed') expect({ circuit, resumedAtMs }).toEqual({ resumedAtMs: clock.ms });
  else expect(circuit).toMatchObject({ sinceMs: startMs, openings: 2, untilMs: clock.ms + minuteMs });
});

test.each<[Classification, string]>([
  [found('throttled'), 'throttled'],
  [found('ambiguous'), 'failing'],
  [found('refused'), 'refused'],
  [found('retryable', ofOne), 'refused'],
])('a circuit is open for what its last trial found: %#', async (classification, kind) => {
  const { clock, one, store } = await opened();
  clock.ms += 30_000;
  await one.recordResult(classification, first(await one.reserve(1)));
  expect((await store.state()).circuit?.kind).toBe(kind);
});

test('a trial whose credentials are refused leaves the circuit as it is, for that parks the destination', async () => {
  const { clock, one, store } = await opened();
  clock.ms += 30_000;
  await one.recordResult(found('credentials'), first(await one.reserve(1)));
  expect((await store.state()).circuit).toMatchObject({ openings: 1, untilMs: startMs + 30_000 });
});

test('a trial that works closes the circuit though the supervisor has moved the next one on meanwhile', async () => {
  const { clock, one, store } = await opened();
  clock.ms += 30_000;
  const trial = first(await one.reserve(1));
  await store.postpone({ sinceMs: startMs }, clock.ms + minuteMs);
  expect(await one.recordResult(found('success'), trial)).toBe('closed');
  expect((await store.state()).circuit).toBeUndefined();
});

test('a trickle of nothing but failures opens the circuit after two minutes', async () => {
  const { clock, sandbox, store } = world();
  const one = sandbox();
  const changes: unknown[] = [];
  for (let failures = 1; failures <= 5; failures += 1) {
    changes.push(await one.recordResult(found('retryable'), first(await one.reserve(1))));
    clock.ms += 40_000;
  }
  expect(changes).toEqual([undefined, undefined, undefined, undefined, 'opened']);
  expect((await store.state()).circuit).toMatchObject({
    kind: 'failing',
    reason: 'nothing but failures for two minutes',
  });
});

test.each<[string, Classification]>([
  ['a success', found('success', ofOne)],
  ['a no to one event in the application’s own words', ownNo],
])('%s in between is an answer, and costs one write', async (_, answer) => {
  const { clock, calls, sandbox, store } = world();
  const one = sandbox();
  for (let failures = 1; failures <= 12; failures += 1) {
    await one.recordResult(found('retryable'), first(await one.reserve(1)));
    clock.ms += 40_000;
    if (failures % 3 !== 0) continue;
    const permit = first(await one.reserve(1));
    calls.splice(0);
    await one.recordResult(answer, permit);
    expect(calls).toEqual(['UpdateItem']);
  }
  expect(await store.state()).toMatchObject({
    circuit: undefined,
    unanswered: 0,
    unansweredSinceMs: undefined,
  });
});

test('few failures within two minutes open nothing', async () => {
  const { clock, sandbox, store } = world();
  const one = sandbox();
  for (let failures = 1; failures <= 4; failures += 1) {
    await one.recordResult(found('retryable'), first(await one.reserve(1)));
    clock.ms += 60_000;
  }
  expect((await store.state()).circuit).toBeUndefined();
});

test.each(['retryable', 'ambiguous', 'unknown'] as const)(
  'what is %s for the sake of single events never opens the circuit',
  async (verdict) => {
    const { clock, sandbox, store } = world();
    const one = sandbox();
    for (let failures = 1; failures <= 30; failures += 1) {
      await one.recordResult(found(verdict, ofOne), first(await one.reserve(1)));
      clock.ms += 10_000;
    }
    expect(await store.state()).toMatchObject({ circuit: undefined, failures: 0 });
  },
);

test.each<[string, Classification]>([
  ['a 503', found('ambiguous', { statusCode: 503 })],
  ['a conflict of one event', found('retryable', ofOne)],
  ['a redirect', found('refused', { statusCode: 301 })],
  ['a success whose limit is used up', found('success', ofOne)],
  ['a rejected key', found('credentials')],
])('a pause that %s asks for holds everybody', async (_, classification) => {
  const { sandbox, store } = world();
  const one = sandbox();
  const [permit, other] = await one.reserve(2);
  await one.recordResult({ ...classification, notBeforeMs: startMs + 120_000 }, first([permit as never]));
  expect((await store.state()).holdUntilMs).toBe(startMs + 120_000);
  expect(await sandbox().check(first([other as never]))).toMatchObject({
    outcome: 'deferred',
    untilMs: expect.closeTo(startMs + 120_000, -3),
  });
});

test('a circuit is not tried before the end of a pause that was asked for', async () => {
  const { sandbox, store } = world();
  const one = sandbox();
  const refused = found('refused', { notBeforeMs: startMs + 600_000 });
  await one.recordResult(refused, first(await one.reserve(1)));
  expect((await store.state()).circuit).toMatchObject({ untilMs: startMs + 600_000 });
});

const noRight = found('refused', { scope: 'operation', fromApplication: true, statusCode: 403 });

test('a refusal of one operation stops that one, and no other', async () => {
  const { clock, sandboxOf, store } = world();
  const [charges, refunds] = [sandboxOf('create-charge'), sandboxOf('create-refund')];
  const permit = first(await charges.reserve(1));
  expect(await charges.recordResult(noRight, permit)).toBe('opened');
  expect(await charges.recordResult(noRight, permit)).toBeUndefined();
  expect(await store.state()).toMatchObject({
    circuit: undefined,
    operations: {
      'create-charge': { kind: 'refused', sinceMs: startMs, untilMs: startMs + 30_000, openings: 1 },
    },
  });
  clock.ms += 1_000;
  expect((await sandboxOf('create-charge').reserve(1))[0]).toMatchObject({
    given: false,
    outcome: 'deferred',
    untilMs: startMs + 30_000,
    reason: 'the answer was CODE (HTTP 403): the circuit of create-charge is open',
  });
  expect((await refunds.reserve(1))[0]?.given).toBe(true);
  // A permit from before is void, too.
  clock.ms += 1_001;
  expect(await sandboxOf('create-charge').check(permit)).toMatchObject({ outcome: 'deferred' });
  expect(await refunds.check(permit)).toBeUndefined();
});

test('the circuit of an operation has trials of its own, one at a time, and grows', async () => {
  const { clock, sandboxOf, store } = world();
  const [one, other] = [sandboxOf('create-charge'), sandboxOf('create-charge')];
  await one.recordResult(noRight, first(await one.reserve(1)));
  clock.ms += 30_000;
  const [trial, beside] = await one.reserve(2);
  expect(trial).toMatchObject({ given: true, trial: false, operationTrial: true });
  expect(beside).toMatchObject({ given: false, untilMs: clock.ms + 20_000 });
  expect(await one.check(first([trial as never]))).toBeUndefined();
  expect((await other.reserve(1))[0]).toMatchObject({ given: false, untilMs: clock.ms + 20_000 });
  await one.recordResult(noRight, first([trial as never]));
  expect((await store.state()).operations['create-charge']).toMatchObject({
    sinceMs: startMs,
    openings: 2,
    untilMs: clock.ms + 60_000,
  });
});

test.each<[string, Classification, 'closed' | undefined]>([
  ['a success', found('success', ofOne), 'closed'],
  ['a no to its event', ownNo, 'closed'],
  ['a failure of the third party', found('ambiguous'), undefined],
])('a trial of an operation that ends with %s: its circuit is %s', async (_, classification, change) => {
  const { clock, sandboxOf, store } = world();
  const one = sandboxOf('create-charge');
  await one.recordResult(noRight, first(await one.reserve(1)));
  clock.ms += 30_000;
  expect(await one.recordResult(classification, first(await one.reserve(1)))).toBe(change);
  const { operations } = await store.state();
  if (change === 'closed') expect(operations).toEqual({});
  // It said nothing of the operation: the next may try at once.
  else expect((await one.reserve(1))[0]).toMatchObject({ given: true, operationTrial: true });
});

test('circuits of two operations that open at the same time are both there', async () => {
  const { sandboxOf, store } = world();
  const sandboxes = ['create-charge', 'create-refund'].map(sandboxOf);
  const permits = await Promise.all(sandboxes.map(async (one) => first(await one.reserve(1))));
  await Promise.all(sandboxes.map((one, at) => one.recordResult(noRight, permits[at] ?? first([]))));
  expect(Object.keys((await store.state()).operations).sort()).toEqual(['create-charge', 'create-refund']);
});

test('where both circuits are open one request tries both', async () => {
  const { clock, sandboxOf, store } = world();
  const one = sandboxOf('create-charge');
  const [a, b] = await one.reserve(2);
  await one.recordResult(noRight, first([a as never]));
  await one.recordResult(found('refused'), first([b as never]));
  clock.ms += 30_000;
  const trial = first(await one.reserve(1));
  expect(trial).toMatchObject({ trial: true, operationTrial: true });
  expect(await one.recordResult(found('success'), trial)).toBe('closed');
  expect(await store.state()).toMatchObject({ circuit: undefined, operations: {} });
});
