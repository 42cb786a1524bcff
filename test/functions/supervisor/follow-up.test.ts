import { expect, it } from 'vitest';
import { type Finished, followUpOf } from '../../../functions/supervisor/follow-up.ts';

const finished: Finished = {
  request: { ask: 'look' },
  wasActive: false,
  isUnsettled: false,
  nextAtMs: undefined,
  nowMs: 10_000,
};
const following = (followUp: number): Finished['request'] => ({
  ask: 'look',
  destination: 'thing',
  followUp,
});

it('asks for nothing where nothing is due', () => {
  expect(followUpOf(finished)).toBeUndefined();
  expect(followUpOf({ ...finished, wasActive: true })).toBeUndefined();
});

it('asks when the next thing is due, and half a second later, in whole seconds', () => {
  expect(followUpOf({ ...finished, nextAtMs: 70_000 })).toEqual({ afterSeconds: 61, followUp: 0 });
  expect(followUpOf({ ...finished, nextAtMs: 12_500 })).toEqual({ afterSeconds: 3, followUp: 0 });
});

it('leaves what is due in more than five minutes to the clock', () => {
  expect(followUpOf({ ...finished, nextAtMs: 310_000 })).toEqual({ afterSeconds: 301, followUp: 0 });
  expect(followUpOf({ ...finished, nextAtMs: 310_001 })).toBeUndefined();
});

it('goes on from a follow-up that did something, and from no other: one of many stays', () => {
  const after = { ...finished, request: following(0), nextAtMs: 70_000 };
  expect(followUpOf({ ...after, wasActive: true })).toEqual({ afterSeconds: 61, followUp: 0 });
  expect(followUpOf(after)).toBeUndefined();
});

it('asks again while Lambda is at an event source, after 2, 4, 8 s and so on, and leaves it to the clock then', () => {
  const asked: (number | undefined)[] = [];
  let request: Finished['request'] = { ask: 'resume', destination: 'thing' };
  for (let times = 0; times < 8; times += 1) {
    const next = followUpOf({ ...finished, request, isUnsettled: true });
    asked.push(next?.afterSeconds);
    request = following(next?.followUp ?? 0);
  }
  expect(asked).toEqual([2, 4, 8, 16, 32, 64, 128, undefined]);
});
