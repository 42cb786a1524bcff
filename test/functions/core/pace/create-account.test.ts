import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RateLimit } from '../../../../functions/core/declare/destination.ts';
import type { Permit } from '../../../../functions/core/pace/account.ts';
import { first, found, moments, mostInAWindow, startMs, world } from './account-world.ts';

test('permits of all sandboxes are one interval apart, and unused time is not saved up', async () => {
  const { clock, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  expect(moments(await one.reserve(2))).toEqual([0, 100.001]);
  expect(moments(await other.reserve(2))).toEqual([200.002, 300.003]);
  clock.ms += 60_000;
  expect(moments(await one.reserve(2))).toEqual([60_000, 60_100.001]);
});

/** A burst of ten, 15 ms apart; the others 100.001. */
const hundred: readonly RateLimit[] = [{ requests: 100, windowMs: 10_000 }];

test('a batch after a pause gets its permits in a burst, and who comes soon after it waits all the longer', async () => {
  const { clock, sandbox } = world(hundred);
  const [one, other] = [sandbox(), sandbox()];
  const burst = [0, 15, 30, 45, 60, 75, 90, 105, 120, 135];
  expect(moments(await one.reserve(12))).toEqual([...burst, 150, 200.002]);
  expect(moments(await other.reserve(2))).toEqual([1_200.012, 1_300.013]);
  clock.ms += 1_700;
  // Nothing was reserved for 299.986 ms: by so much permits come before their moments.
  expect(moments(await one.reserve(6))).toEqual([1_700, 1_715, 1_730, 1_745, 1_800.018, 1_900.019]);
  clock.ms += 60_000;
  expect(moments(await other.reserve(12))).toEqual([...burst.map((ms) => 61_700 + ms), 61_850, 61_900.002]);
});

test('permits that are closer than those of a burst anyway stay where they are', async () => {
  const { sandbox } = world([{ requests: 2_000, windowMs: 10_000 }]);
  expect(moments(await sandbox().reserve(4))).toEqual([0, 5.001, 10.002, 15.003]);
});

test('a permit that is free before it is known stays for its moment, so that the next is an interval later', async () => {
  const { clock, write, sandbox } = world();
  const one = sandbox();
  write.takesMs = 40;
  expect(moments(await one.reserve(1))).toEqual([0]);
  clock.ms = startMs + 90;
  expect(moments(await one.reserve(2))).toEqual([100.001, 200.002]);
});

test('after a pause that the third party asked for, permits are one by one from its end on', async () => {
  const { clock, sandbox } = world(hundred);
  const one = sandbox();
  const throttled = first(await one.reserve(1));
  await one.recordResult(found('ambiguous', { notBeforeMs: startMs + 4_000 }), throttled);
  expect(moments(await sandbox().reserve(3))).toEqual([4_000, 4_100.001, 4_200.002]);
  // As much later a burst may come again.
  clock.ms += 60_000;
  expect(moments(await sandbox().reserve(3))).toEqual([60_000, 60_015, 60_030]);
});

test('a pause that is shorter than what is reserved ahead moves nothing', async () => {
  const { sandbox } = world(hundred);
  const one = sandbox();
  const [permit] = await one.reserve(40);
  await one.recordResult(found('ambiguous', { notBeforeMs: startMs + 2_000 }), first([permit as Permit]));
  expect(moments(await sandbox().reserve(2))).toEqual([4_000.04, 4_100.041]);
});

test('those who reserve at the same time in one sandbox get permits of their own', async () => {
  const { sandbox } = world();
  const one = sandbox();
  await one.reserve(1);
  const permits = (await Promise.all([one.reserve(2), one.reserve(1), one.reserve(2)])).flat();
  expect(moments(permits).sort((a, b) => Number(a) - Number(b))).toEqual([
    100.001, 200.002, 300.003, 400.004, 500.005,
  ]);
});

test('under a backlog a batch costs one write, whoever wrote in between', async () => {
  // Two batches of each are a second's permits.
  const { calls, sandbox } = world([{ requests: 1_000, windowMs: 1_000 }]);
  const sandboxes = Array.from({ length: 50 }, () => sandbox());
  await Promise.all(sandboxes.map((one) => one.reserve(10)));
  calls.splice(0);
  for (const one of sandboxes) await one.reserve(10);
  expect(calls).toEqual(Array.from({ length: 50 }, () => 'UpdateItem'));
});

test('who was behind others before expects to be again, and is wrong once when the backlog is over', async () => {
  const { clock, calls, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  await one.reserve(10);
  await other.reserve(10);
  clock.ms += 1_500;
  await other.reserve(10);
  clock.ms += 600;
  calls.splice(0);
  // What it saw lies in the past, and others have reserved since.
  await one.reserve(1);
  expect(calls).toHaveLength(2);
  clock.ms += 1_000;
  await other.reserve(10);
  clock.ms += 1_000;
  calls.splice(0);
  await one.reserve(1);
  expect(calls).toHaveLength(1);
  clock.ms += 60_000;
  calls.splice(0);
  expect(moments(await one.reserve(1))).toEqual([64_100]);
  expect(calls).toHaveLength(2);
});

test('a wrong guess of the item changes nothing and costs one more write', async () => {
  const { clock, calls, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  await one.reserve(10);
  // It has seen nothing of it.
  expect(moments(await other.reserve(1))).toEqual([1_000.01]);
  expect(calls).toEqual(['UpdateItem', 'UpdateItem', 'UpdateItem']);
  clock.ms += 1;
  expect(moments(await other.reserve(1))).toEqual([1_100.011]);
});

test('no closed window at the third party sees more than the limit, whatever clocks, batches and delays', async () => {
  const limit = fc.record<RateLimit>({
    // Below twenty there is no burst, from a hundred on one of a whole batch.
    requests: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 20, max: 130 })),
    windowMs: fc.constantFrom(1_000, 10_000),
  });
  const step = fc.record({
    sandbox: fc.nat(7),
    count: fc.integer({ min: 1, max: 10 }),
    delays: fc.array(fc.integer({ min: 0, max: 250 }), { minLength: 10, maxLength: 10 }),
    passesMs: fc.constantFrom(0, 0, 0, 40, 300, 1_500, 9_000),
  });
  await fc.assert(
    fc.asyncProperty(
      limit,
      fc.array(fc.integer({ min: -250, max: 250 }), { minLength: 8, maxLength: 8 }),
      fc.array(step, { minLength: 5, maxLength: 60 }),
      async (one, skews, steps) => {
        const { clock, sandbox } = world([one], { dispersionMs: 250, clockSkewMs: 500 });
        const sandboxes = skews.map((skewMs) => ({ skewMs, account: sandbox(skewMs) }));
        const arrivals: number[] = [];
        for (const { sandbox: which, count, delays, passesMs } of steps) {
          const { account, skewMs } = sandboxes[which] as (typeof sandboxes)[number];
          const permits = await account.reserve(count);
          for (const [at, permit] of permits.entries()) {
            if (permit.given) arrivals.push(Math.max(permit.atMs - skewMs, clock.ms) + (delays[at] ?? 0));
          }
          clock.ms += passesMs;
        }
        expect(mostInAWindow(arrivals, one.windowMs)).toBeLessThanOrEqual(one.requests);
      },
    ),
    { numRuns: 200 },
  );
});

test('a budget of a long window is never overdrawn, and may be used up at any pace', async () => {
  const day: RateLimit = { requests: 100, windowMs: 86_400_000 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 5, maxLength: 20 }),
      fc.integer({ min: 60_000, max: 4_000_000 }),
      async (counts, everyMs) => {
        const { clock, sandbox } = world([{ requests: 10, windowMs: 1_000 }, day]);
        const sandboxes = [sandbox(), sandbox()];
        const arrivals: number[] = [];
        // Three days in which more is asked for than there is.
        for (let at = 0; clock.ms < startMs + 3 * day.windowMs && at < 600; at += 1) {
          const permits = (await sandboxes[at % 2]?.reserve(counts[at % counts.length] ?? 1)) ?? [];
          arrivals.push(...permits.flatMap((permit) => (permit.given ? [permit.atMs] : [])));
          clock.ms += everyMs;
        }
        expect(mostInAWindow(arrivals, day.windowMs)).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: 40 },
  );
});

test('when a budget is used up, those who get nothing learn when to come again', async () => {
  const { sandbox } = world([{ requests: 3, windowMs: 86_400_000 }]);
  const permits = await sandbox().reserve(5);
  expect(permits.map(({ given }) => given)).toEqual([true, true, true, false, false]);
  const [, , , refused] = permits;
  if (refused?.given !== false) throw new Error('a permit too many');
  expect(refused).toMatchObject({ outcome: 'deferred', reason: 'the limit of a longer window is used up' });
  // A day and at most the two parts of it that the window may be covered by beside.
  expect(refused.untilMs - startMs).toBeGreaterThan(86_400_000);
  expect(refused.untilMs - startMs).toBeLessThan(86_400_000 + 2 * 3_602_500);
  const later = world([{ requests: 3, windowMs: 86_400_000 }]);
  await later.sandbox().reserve(3);
  later.clock.ms = refused.untilMs;
  expect((await later.sandbox().reserve(1))[0]?.given).toBe(true);
});

test('a budget that is used up stays so when another limit is declared before it', async () => {
  const day: RateLimit = { requests: 3, windowMs: 86_400_000 };
  const { sandbox, sandboxWith } = world([day]);
  await sandbox().reserve(3);
  const hour: RateLimit = { requests: 2, windowMs: 3_600_000 };
  const [refused] = await sandboxWith([hour, day]).reserve(1);
  expect(refused).toMatchObject({ given: false, reason: 'the limit of a longer window is used up' });
});

test('of two limits of one long window the smaller holds', async () => {
  const { sandbox } = world([
    { requests: 5, windowMs: 86_400_000 },
    { requests: 2, windowMs: 86_400_000 },
  ]);
  expect((await sandbox().reserve(3)).map(({ given }) => given)).toEqual([true, true, false]);
});

test('nobody gets a permit for more than five seconds ahead, and who gets none learns when there is room', async () => {
  const { clock, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  const permits = await one.reserve(60);
  expect(permits.filter(({ given }) => given)).toHaveLength(50);
  expect(moments(permits).slice(48)).toEqual([
    4_800.048,
    4_900.049,
    ...Array.from({ length: 10 }, () => 'the rate limit leaves no room yet'),
  ]);
  // The next one is free then, and five seconds before it may be asked for.
  expect(permits.at(-1)).toMatchObject({ outcome: 'deferred', untilMs: startMs + 0.05 });
  expect(moments(await other.reserve(1))).toEqual(['the rate limit leaves no room yet']);
  clock.ms += 1_000;
  expect(moments(await other.reserve(11)).slice(9)).toEqual([5_900.059, 'the rate limit leaves no room yet']);
});

test('those who were refused a permit come back spread over the time of fifty permits', async () => {
  const { sandbox } = world([{ requests: 1, windowMs: 1_000 }]);
  const spreadMs = [...(await sandbox().reserve(9))].map((permit) => (permit.given ? 0 : permit.spreadMs));
  expect(spreadMs.at(-1)).toBeCloseTo(50_000, -1);
});

test('what is known to be reserved too far ahead costs no write', async () => {
  const { calls, sandbox } = world();
  const one = sandbox();
  await one.reserve(60);
  calls.splice(0);
  expect((await one.reserve(1))[0]?.given).toBe(false);
  expect(calls).toEqual([]);
});

test('a pause holds everyone: those who ask, those with a permit', async () => {
  const { clock, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  const waiting = first(await other.reserve(1));
  const throttled = first(await one.reserve(1));
  await one.recordResult(found('throttled', { notBeforeMs: startMs + 4_000 }), throttled);
  expect(moments(await other.reserve(2))).toEqual([4_000, 4_100.001]);
  expect(await other.check(waiting)).toMatchObject({ outcome: 'deferred', untilMs: startMs + 4_000 });
  clock.ms += 4_000;
  expect(await other.check({ given: true, atMs: clock.ms, withinMs: 150, trial: false })).toBeUndefined();
});

test('a pause that ends before the last permit given voids those before its end only', async () => {
  const { sandbox } = world();
  const one = sandbox();
  const permits = await one.reserve(10);
  await one.recordResult(found('ambiguous', { notBeforeMs: startMs + 500 }), first(permits));
  const checked = await Promise.all(permits.map((permit) => one.check(permit as Permit)));
  expect(checked.map((refusal) => refusal === undefined)).toEqual([
    ...Array.from({ length: 5 }, () => false),
    ...Array.from({ length: 5 }, () => true),
  ]);
});

test('who is throttled and not told for how long waits for the shortest window', async () => {
  const { sandbox } = world();
  const one = sandbox();
  await one.recordResult(found('throttled'), first(await one.reserve(1)));
  expect(moments(await one.reserve(1))).toEqual([1_000]);
});

test('a pause that cannot be told to the others still holds here', async () => {
  const { sandbox, faults, errors } = world();
  const one = sandbox();
  const permit = first(await one.reserve(1));
  faults.next = 'fails';
  await one.recordResult(found('throttled', { notBeforeMs: startMs + 5_000 }), permit);
  expect(errors).toEqual(['account.learn']);
  expect(await one.check(permit)).toMatchObject({ untilMs: startMs + 5_000 });
});

test('what is older than a second is read again before a permit is used, once for all who ask', async () => {
  const { clock, calls, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  const permit = first(await one.reserve(1));
  await other.park({ reason: 'refused', refusedVersion: 'v1' });
  expect(await one.check(permit)).toBeUndefined();
  clock.ms += 1_001;
  calls.splice(0);
  const checked = await Promise.all([one.check(permit), one.check(permit), one.check(permit)]);
  expect(calls).toEqual(['GetItem']);
  expect(checked.map((refusal) => refusal?.outcome)).toEqual(['parked', 'parked', 'parked']);
});

test('a parked destination gives nobody a permit', async () => {
  const { clock, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  expect(await one.park({ reason: 'refused', refusedVersion: 'v1' })).toBe(true);
  clock.ms += 1;
  expect(await other.park({ reason: 'refused', refusedVersion: 'v1' })).toBe(false);
  expect(await other.reserve(2)).toEqual([
    {
      given: false,
      outcome: 'parked',
      untilMs: startMs + 60_001,
      reason: 'the destination is parked: refused',
    },
    {
      given: false,
      outcome: 'parked',
      untilMs: startMs + 60_001,
      reason: 'the destination is parked: refused',
    },
  ]);
  expect(other.parking()).toEqual({ parkedAtMs: startMs, reason: 'refused', refusedVersion: 'v1' });
});

test('who began an incident knows it although the answer was lost', async () => {
  const { sandbox, faults } = world();
  faults.next = 'loses its answer';
  expect(await sandbox().park({ reason: 'refused', refusedVersion: 'v1' })).toBe(true);
});

test('an incident that could not be written down stops this sandbox, and is written before anything else', async () => {
  const { sandbox, faults } = world();
  const [one, other] = [sandbox(), sandbox()];
  faults.next = 'fails';
  await expect(one.park({ reason: 'refused', refusedVersion: 'v1' })).rejects.toThrow('unreachable');
  expect(one.parking()).toMatchObject({ reason: 'refused' });
  expect((await other.reserve(1))[0]?.given).toBe(true);
  expect((await one.reserve(1))[0]).toMatchObject({ given: false, outcome: 'parked' });
  expect((await other.reserve(1))[0]).toMatchObject({ given: false, outcome: 'parked' });
});

test('an incident that could not be written down is forgotten after a minute: the secret may be another by then', async () => {
  const { clock, sandbox, faults } = world();
  const one = sandbox();
  faults.next = 'fails';
  await expect(one.park({ reason: 'refused', refusedVersion: 'v1' })).rejects.toThrow('unreachable');
  clock.ms += 60_000;
  expect(one.parking()).toBeUndefined();
  expect((await one.reserve(1))[0]?.given).toBe(true);
});

test('what was refused before an incident ended begins no other, however late it is written', async () => {
  const { clock, sandbox, store } = world();
  const [late, other] = [sandbox(), sandbox()];
  await late.reserve(1);
  await other.park({ reason: 'refused', refusedVersion: 'v1' });
  await store.resume(startMs);
  clock.ms += 1_000;
  expect(await late.park({ reason: 'refused', refusedVersion: 'v1' })).toBe(false);
  expect(late.parking()).toBeUndefined();
  // Who has seen the end may begin the next.
  expect(await late.park({ reason: 'refused', refusedVersion: 'v2' })).toBe(true);
});

test('the circuit opens when ten requests and half of all failed, and then nobody gets a permit', async () => {
  const { clock, sandbox } = world();
  const [one, other] = [sandbox(), sandbox()];
  const permit = first(await one.reserve(10));
  for (let failures = 1; failures <= 9; failures += 1) await one.recordResult(found('ambiguous'), permit);
  expect((await other.reserve(1))[0]?.given).toBe(true);
  await one.recordResult(found('retryable'), permit);
  expect((await other.reserve(1))[0]).toEqual({
    given: false,
    outcome: 'deferred',
    spreadMs: expect.closeTo(5_000, 0),
    untilMs: startMs + 30_000,
    reason: 'too many requests failed: the circuit is open',
  });
  clock.ms += 29_999;
  expect((await other.reserve(1))[0]?.given).toBe(false);
});

test('ten failures among many successes open nothing', async () => {
  const { clock, sandbox } = world();
  const one = sandbox();
  for (let batch = 1; batch <= 5; batch += 1) {
    clock.ms += 1_000;
    const permit = first(await one.reserve(10));
    for (let failures = 1; failures <= 3; failures += 1) await one.recordResult(found('ambiguous'), permit);
  }
  expect((await one.reserve(1))[0]?.given).toBe(true);
});

test('failures that lie further apart than half a minute open nothing', async () => {
  const { clock, sandbox } = world();
  const one = sandbox();
  for (let failures = 1; failures <= 20; failures += 1) {
    await one.recordResult(found('ambiguous'), first(await one.reserve(1)));
    clock.ms += 4_000;
  }
  expect((await one.reserve(1))[0]?.given).toBe(true);
});

/** A world whose circuit has just opened. */
async function opened(limits?: readonly RateLimit[]) {
  const made = world(limits);
  const one = made.sandbox();
  const permit = first(await one.reserve(10));
  for (let failures = 1; failures <= 10; failures += 1) await one.recordResult(found('ambiguous'), permit);
  return { ...made, one };
}

test('an open circuit lets one request through to try, and no other while it is out', async () => {
  const { clock, sandbox } = await opened();
  const [one, other] = [sandbox(), sandbox()];
  clock.ms += 30_000;
  const permits = await one.reserve(3);
  expect(permits.map((permit) => permit.given && permit.trial)).toEqual([true, false, false]);
  expect((await other.reserve(1))[0]).toMatchObject({ given: false, untilMs: clock.ms + 20_000 });
  // It died on the way: another may try.
  clock.ms += 20_000;
  expect((await other.reserve(1))[0]).toMatchObject({ given: true, trial: true });
});

test('a trial that works closes the circuit, and calls go on slowly at first', async () => {
  const { clock, one, sandbox } = await opened();
  clock.ms += 30_000;
  await one.recordResult(found('success'), first(await one.reserve(1)));
  const permits = await sandbox().reserve(2);
  expect(permits.map(({ given }) => given)).toEqual([true, true]);
  const [a, b] = moments(permits) as [number, number];
  // A tenth of a second of a minute is over.
  expect(b - a).toBeCloseTo(985, 0);
  clock.ms += 60_000;
  const [c, d] = moments(await sandbox().reserve(2)) as [number, number];
  expect(d - c).toBeCloseTo(100, 0);
});

test('until calls go on as fast as before, there is no burst', async () => {
  const { clock, one, sandbox } = await opened(hundred);
  clock.ms += 30_000;
  await one.recordResult(found('success'), first(await one.reserve(1)));
  clock.ms += 30_000;
  const [a, b] = moments(await sandbox().reserve(2)) as [number, number];
  // Half of a minute is over: at somewhat more than half of the rate.
  expect(b - a).toBeCloseTo(100.001 / 0.55, 0);
  clock.ms += 30_000;
  const [c, d] = moments(await sandbox().reserve(2)) as [number, number];
  expect(d - c).toBe(15);
});

test('a trial that fails keeps it open for twice as long', async () => {
  const { clock, one, sandbox } = await opened();
  clock.ms += 30_000;
  await one.recordResult(found('ambiguous'), first(await one.reserve(1)));
  expect((await sandbox().reserve(1))[0]).toMatchObject({ given: false, untilMs: clock.ms + 60_000 });
});

test('an account that cannot be reached gives no permit', async () => {
  const { sandbox, faults } = world();
  faults.next = 'fails';
  await expect(sandbox().reserve(1)).rejects.toThrow('unreachable');
});

test('a lost answer to a reservation costs permits, and gives none twice', async () => {
  const { sandbox, faults } = world();
  const one = sandbox();
  await one.reserve(2);
  faults.next = 'loses its answer';
  expect(moments(await one.reserve(1))).toEqual([300.003]);
});
