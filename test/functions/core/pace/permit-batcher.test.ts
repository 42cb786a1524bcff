import { expect, test } from 'vitest';
import type { Permit, PermitDecision } from '../../../../functions/core/pace/account.ts';
import { createPermitBatcher } from '../../../../functions/core/pace/permit-batcher.ts';

const given = (atMs: number): Permit => ({ given: true, atMs, withinMs: 150, trial: false });

/** A batcher for `expected` deliveries; what was reserved, and a way to let the gathering end. */
function batcherFor(expected: number, reserve?: (count: number) => Promise<readonly PermitDecision[]>) {
  const reserved: number[] = [];
  let endGathering = () => {};
  const account = {
    reserve: async (count: number) => {
      reserved.push(count);
      return reserve === undefined ? Array.from({ length: count }, (_, at) => given(at)) : reserve(count);
    },
  };
  const sleep = () =>
    new Promise<void>((resolve) => {
      endGathering = resolve;
    });
  return { reserved, batcher: createPermitBatcher(account, expected, sleep), end: () => endGathering() };
}

test('all of a batch get their permits by one reservation, each its own', async () => {
  const { reserved, batcher: one } = batcherFor(3);
  const tickets = [one.take(), one.take(), one.take()];
  const permits = await Promise.all(tickets.map((ticket) => ticket.ask()));
  expect(permits).toEqual([given(0), given(1), given(2)]);
  expect(reserved).toEqual([3]);
});

test('who leaves is not waited for, and leaves once', async () => {
  const { reserved, batcher: one } = batcherFor(3);
  const [first, second, third] = [one.take(), one.take(), one.take()];
  second.leave();
  second.leave();
  const asked = [first.ask(), third.ask()];
  first.leave();
  await Promise.all(asked);
  expect(reserved).toEqual([2]);
});

test('the last to leave lets the others through', async () => {
  const { reserved, batcher: one } = batcherFor(2);
  const [first, second] = [one.take(), one.take()];
  const asked = first.ask();
  second.leave();
  expect(await asked).toEqual(given(0));
  expect(reserved).toHaveLength(1);
});

test('nobody waits for one that hangs, and one that comes late is served alone', async () => {
  const { reserved, batcher: one, end } = batcherFor(3);
  const tickets = [one.take(), one.take(), one.take()];
  const asked = [tickets[0]?.ask(), tickets[1]?.ask()];
  expect(reserved).toEqual([]);
  end();
  await Promise.all(asked);
  expect(reserved).toEqual([2]);
  await tickets[2]?.ask();
  expect(reserved).toEqual([2, 1]);
});

test('when nothing can be reserved, everyone who asked learns it', async () => {
  const { batcher: one } = batcherFor(2, () => Promise.reject(new Error('unreachable')));
  const asked = [one.take().ask(), one.take().ask()];
  await expect(asked[0]).rejects.toThrow('unreachable');
  await expect(asked[1]).rejects.toThrow('unreachable');
});

const awaiting: PermitDecision = {
  given: false,
  outcome: 'deferred',
  untilMs: 0,
  reason: 'the third party has not answered yet',
  awaitsAnswer: true,
};

/** A batcher of three whose sleeps are over at once, and how long they were. */
function impatient(reserve: (count: number) => readonly PermitDecision[]) {
  const slept: number[] = [];
  const reserved: number[] = [];
  const account = {
    reserve: async (count: number) => {
      reserved.push(count);
      return reserve(count);
    },
  };
  const one = createPermitBatcher(account, 3, async (ms) => {
    slept.push(ms);
  });
  return { asked: [one.take(), one.take(), one.take()].map((ticket) => ticket.ask()), slept, reserved };
}

test('those that wait for the first answer ask again together, and the others do not wait with them', async () => {
  let isAnswered = false;
  const { asked, reserved } = impatient((count) =>
    Array.from({ length: count }, (_, at) => (at === 0 || isAnswered ? given(at) : awaiting)),
  );
  expect(await asked[0]).toEqual(given(0));
  isAnswered = true;
  expect(await Promise.all(asked)).toEqual([given(0), given(0), given(1)]);
  expect(reserved).toEqual([3, 2]);
});

test('an answer is waited for four times, longer each time, and then the events go back', async () => {
  const { asked, slept, reserved } = impatient((count) => Array.from({ length: count }, () => awaiting));
  expect(await Promise.all(asked)).toEqual([awaiting, awaiting, awaiting]);
  // The first is the gathering's.
  expect(slept).toEqual([250, 250, 500, 1_000, 2_000]);
  expect(reserved).toEqual([3, 3, 3, 3, 3]);
});
