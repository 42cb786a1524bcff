import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PermitDecision } from '../../../../functions/core/pace/account.ts';
import { first, found, world } from './account-world.ts';

/** A request takes 10 s at most, and as much beside it: so long is a round. */
const roundMs = 20_000;
const unlimited = [{ requests: 100_000, windowMs: 1_000 }];

function slowWorld(most = 16) {
  const account = world(unlimited);
  return {
    ...account,
    sandbox: (skewMs = 0) => account.sandboxWith(unlimited, skewMs, undefined, undefined, most),
  };
}
const given = (decisions: readonly PermitDecision[]) => decisions.filter((one) => one.given).length;
const success = found('success', { scope: 'event', fromApplication: true });

test('before the first answer no more than sixteen requests go out, of all sandboxes together', async () => {
  const { calls, sandbox } = slowWorld();
  const [one, other, third] = [sandbox(), sandbox(), sandbox()];
  expect(given(await one.reserve(10))).toBe(10);
  const short = await other.reserve(10);
  expect(given(short)).toBe(6);
  expect(short.at(-1)).toMatchObject({
    given: false,
    awaitsAnswer: true,
    reason: 'the third party has not answered yet',
  });
  calls.splice(0);
  // Nothing is known to it: the write that fails brings the account.
  expect(given(await third.reserve(10))).toBe(0);
  expect(calls).toEqual(['UpdateItem']);
  calls.splice(0);
  // Whoever knows that there is no room looks before it says so.
  expect(given(await third.reserve(10))).toBe(0);
  expect(calls).toEqual(['GetItem']);
});

test('a good answer opens the whole rate: who used up the room tells it at once, by one write', async () => {
  const { calls, sandbox } = slowWorld();
  const [one, other] = [sandbox(), sandbox()];
  const permits = await one.reserve(16);
  calls.splice(0);
  await one.recordResult(success, first(permits));
  await one.recordResult(success, first(permits));
  expect(calls).toEqual(['UpdateItem']);
  expect(given(await other.reserve(100))).toBe(100);
});

test('who did not see that others wait tells of its answer by its next reservation, and writes nothing for it', async () => {
  const { clock, calls, sandbox } = slowWorld();
  const [one, other] = [sandbox(), sandbox()];
  const permits = await one.reserve(10);
  await other.reserve(6);
  calls.splice(0);
  await one.recordResult(success, first(permits));
  expect(calls).toEqual([]);
  clock.ms += 1_000;
  await one.reserve(1);
  expect(calls).toHaveLength(1);
  expect(given(await other.reserve(50))).toBe(50);
});

test('an event now and then costs one write for its permit, as ever', async () => {
  const { clock, calls, sandbox } = slowWorld();
  const [one, other] = [sandbox(), sandbox()];
  for (let minute = 0; minute < 10; minute += 1) {
    for (const account of [one, other]) {
      clock.ms += 30_000;
      await account.recordResult(success, first(await account.reserve(1)));
    }
  }
  expect(calls).toEqual(Array.from({ length: 20 }, () => 'UpdateItem'));
});

test.each([
  ['an outage', found('ambiguous')],
  ['a refusal of everybody', found('refused', { scope: 'operation' })],
  ['a page of a gateway that is about one event', found('terminal', { scope: 'event' })],
])('%s is no good answer', async (_, answer) => {
  const { sandbox } = slowWorld();
  const one = sandbox();
  await one.recordResult(answer, first(await one.reserve(16)));
  expect(given(await sandbox().reserve(1))).toBe(0);
});

test("the application's own refusal of one event is a good answer", async () => {
  const { sandbox } = slowWorld();
  const one = sandbox();
  const refusal = found('terminal', { scope: 'event', fromApplication: true });
  await one.recordResult(refusal, first(await one.reserve(16)));
  expect(given(await sandbox().reserve(100))).toBe(100);
});

test('when none of the sixteen can be answered any more, sixteen others may try', async () => {
  const { clock, sandbox } = slowWorld();
  await sandbox().reserve(16);
  clock.ms += roundMs - 1;
  expect(given(await sandbox().reserve(20))).toBe(0);
  clock.ms += 1;
  expect(given(await sandbox().reserve(20))).toBe(16);
});

test('two rounds after the last good answer it begins anew', async () => {
  const { clock, sandbox } = slowWorld();
  const one = sandbox();
  await one.recordResult(success, first(await one.reserve(16)));
  clock.ms += 2 * roundMs - 1;
  expect(given(await one.reserve(100))).toBe(100);
  clock.ms += 1;
  expect(given(await one.reserve(100))).toBe(16);
});

test('a trial of an open circuit that is well opens the whole rate', async () => {
  const { clock, sandbox } = slowWorld();
  const one = sandbox();
  await one.recordResult(found('refused'), first(await one.reserve(1)));
  clock.ms += 30_000;
  const [trial] = await one.reserve(10);
  expect(trial).toMatchObject({ given: true, trial: true });
  await one.recordResult(success, first([trial as PermitDecision]));
  expect(given(await sandbox().reserve(100))).toBe(100);
});

test('a probe waits for no answer', async () => {
  const { clock, sandbox, store } = slowWorld();
  await sandbox().reserve(16);
  expect(await store.reserveProbe(10_000)).toBeGreaterThanOrEqual(clock.ms);
});

test('whoever asks for how many and when, no round without a good answer has more than its requests', async () => {
  const asks = fc.array(
    fc.record({
      sandbox: fc.nat(3),
      count: fc.integer({ min: 1, max: 12 }),
      afterMs: fc.nat(8_000),
      takesMs: fc.nat(30),
    }),
    { minLength: 1, maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(asks, fc.integer({ min: 1, max: 20 }), async (all, most) => {
      const { clock, write, sandbox } = slowWorld(most);
      const sandboxes = [0, 1, 2, 3].map(() => sandbox());
      const atMs: number[] = [];
      /** A reservation that is made again decides later than it was asked for. */
      const doneAtMs: number[] = [];
      for (const { sandbox: index, count, afterMs, takesMs } of all) {
        clock.ms += afterMs;
        write.takesMs = takesMs;
        const askedAtMs = clock.ms;
        const decisions = (await sandboxes[index]?.reserve(count)) ?? [];
        atMs.push(...Array.from({ length: given(decisions) }, () => askedAtMs));
        doneAtMs.push(...Array.from({ length: given(decisions) }, () => clock.ms));
      }
      // Rounds follow each other: of two, at most one whole lies in so long, and the ends of two.
      for (const from of atMs)
        expect(atMs.filter((ms) => ms >= from && ms < from + roundMs / 2).length).toBeLessThanOrEqual(
          2 * most,
        );
      expect(doneAtMs.filter((ms) => ms < (atMs[0] ?? 0) + roundMs).length).toBeLessThanOrEqual(most);
    }),
    { numRuns: 100 },
  );
});
