import { expect, test } from 'vitest';
import { readDeployedLock } from '../../../../../functions/core/contract/lock/deployed-lock.ts';
import type { Origin } from '../../../../../functions/core/contract/lock/lock.ts';
import { printLock } from '../../../../../functions/core/contract/lock/lock-json.ts';

const text = (from: Origin, destination = 'thing') =>
  printLock({
    destination,
    recorded: { from, host: 'api.example.com', at: '2026-11-24T00:00:00.000Z', apiVersion: '1' },
    maps: [],
    operations: new Map(),
  });
const read = (lock: string, environment = 'prod') =>
  readDeployedLock(lock, { destination: 'thing', environment });

test.each(['live', 'sandbox'] as const)('a lock that was recorded %s is one to compare with', (from) => {
  expect(read(text(from))).toMatchObject({ lock: { destination: 'thing', recorded: { from } } });
});

test("a stand-in's lock proves nothing, but in local, where the stand-in is the third party", () => {
  expect(read(text('stand-in'))).toEqual({
    unusable: 'unproven',
    reason: 'the lock was recorded from a stand-in: probe the third party itself',
  });
  expect(read(text('stand-in'), 'local')).toMatchObject({ lock: { recorded: { from: 'stand-in' } } });
});

test.each([
  ['of another destination', text('live', 'other'), 'the lock is that of other'],
  ['of another destination and of a stand-in', text('stand-in', 'other'), 'the lock is that of other'],
  [
    'that is no JSON',
    '{"sk_live_1',
    'the lock is no good: the lock is not JSON; record it anew: npm run interlock -- probe <destination> --update',
  ],
])('a lock %s is none to compare with', (_which, lock, reason) => {
  expect(read(lock)).toEqual({ unusable: 'unreadable', reason });
});
