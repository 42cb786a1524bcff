import { beforeEach, describe, expect, it } from 'vitest';
import type { PausedQueue, WaitingMessage } from '../../../functions/core/aws/paused-queue.ts';
import type { Diagnosis } from '../../../functions/core/deliver/diagnosis.ts';
import type { SupervisorRequest } from '../../../functions/supervisor/request.ts';
import { type SweepParts, sweepQueues } from '../../../functions/supervisor/sweep-queues.ts';
import { type AccountInMemory, accountInMemory } from './account-in-memory.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 0, 20);

let nowMs: number;
let account: AccountInMemory;
/** What waits, by integration; how long a receive takes. */
let waiting: Record<string, WaitingMessage[]>;
let receiveMs: number;
let letters: [string, string, Diagnosis][];
let told: unknown[];
let asked: SupervisorRequest[];
let parts: SweepParts;

const message = (body: string, hours: number): WaitingMessage => ({
  receiptHandle: body,
  body,
  attributes: {
    SentTimestamp: `${startMs - hours * hourMs}`,
    ApproximateReceiveCount: '3',
    ApproximateFirstReceiveTimestamp: `${startMs - 2 * hourMs}`,
  },
});

const queueOf = (integration: string): PausedQueue => ({
  receive: async () => {
    nowMs += receiveMs;
    return waiting[integration]?.splice(0, 10) ?? [];
  },
  release: async (messages) => {
    told.push([integration, 'released', messages.length]);
  },
  deadLetter: async ({ body }, diagnosis) => {
    letters.push([integration, body, diagnosis]);
  },
  remove: async () => {},
});

beforeEach(() => {
  nowMs = startMs;
  account = accountInMemory(() => nowMs);
  waiting = {};
  receiveMs = 10;
  [letters, told, asked] = [[], [], []];
  parts = {
    account,
    destination: 'thing',
    operations: { 'b-to-thing': 'create', 'a-to-thing': 'create', 'c-to-thing': 'delete' },
    queueOf,
    meterOf: (integration) => ({
      count: (name, times) => told.push([integration, name, times]),
      time: (name, ms) => told.push([integration, name, ms]),
      flush: () => {},
    }),
    lastChance: { ageMs: 13 * 24 * hourMs, receives: 950, sweepEveryMs: 6 * hourMs },
    askItself: async (request) => {
      asked.push(request);
    },
    log: { write: (_level, line, fields) => told.push([line, fields]) },
    now: () => nowMs,
  };
});

const sweep = { ask: 'sweep', destination: 'thing' } as const;
const parked = () => account.setParking({ parkedAtMs: startMs - 1, reason: 'they move house' });

describe('a sweep of a destination', () => {
  it('remembers since when the oldest waits that it left, and nothing of a queue that is empty by now', async () => {
    await parked();
    await account.claimSweep(startMs + hourMs);
    waiting = {
      'a-to-thing': [message('old', 13 * 24 + 1), message('young', 5)],
      'b-to-thing': [message('young', 7)],
    };
    await sweepQueues(parts, sweep);
    expect((await account.state()).waitingSince).toEqual({
      'a-to-thing': startMs - 5 * hourMs,
      'b-to-thing': startMs - 7 * hourMs,
    });
    waiting = { 'a-to-thing': [message('younger', 2)] };
    await sweepQueues(parts, sweep);
    expect((await account.state()).waitingSince).toEqual({ 'a-to-thing': startMs - 2 * hourMs });
  });

  it('that goes on keeps the oldest that its first part has seen and hides', async () => {
    await parked();
    await account.claimSweep(startMs + hourMs);
    await account.recordWaiting({ 'a-to-thing': startMs - 5 * hourMs });
    waiting = { 'a-to-thing': [message('younger', 2)] };
    await sweepQueues(parts, { ...sweep, from: 'a-to-thing' });
    expect((await account.state()).waitingSince).toEqual({ 'a-to-thing': startMs - 5 * hourMs });
  });

  it('leaves queues alone that are received from', async () => {
    waiting = { 'a-to-thing': [message('old', 14 * 24)] };
    await sweepQueues(parts, sweep);
    expect([letters, told]).toEqual([[], []]);
  });

  it('goes through queues that are received from as well when a function has met what is too old, once in six hours', async () => {
    waiting = { 'a-to-thing': [message('old', 14 * 24)], 'c-to-thing': [message('young', 5)] };
    await sweepQueues(parts, { ...sweep, running: true });
    expect(letters.map(([integration, body]) => [integration, body])).toEqual([['a-to-thing', 'old']]);
    // By it the supervisor sees to the next round, whomever the functions meet.
    expect((await account.state()).waitingSince).toEqual({ 'c-to-thing': startMs - 5 * hourMs });
    waiting = { 'a-to-thing': [message('another', 14 * 24)] };
    await sweepQueues(parts, { ...sweep, running: true });
    expect(letters).toHaveLength(1);
    nowMs += 6 * hourMs;
    await sweepQueues(parts, { ...sweep, running: true });
    expect(letters).toHaveLength(2);
  });

  it('of queues that are received from goes on where its time was over, whoever has claimed it', async () => {
    receiveMs = 2_000;
    waiting = { 'b-to-thing': Array.from({ length: 400 }, (_, at) => message(`old ${at}`, 14 * 24)) };
    await sweepQueues(parts, { ...sweep, running: true });
    expect(asked).toEqual([{ ...sweep, running: true, from: 'b-to-thing', seen: 70 }]);
    const before = letters.length;
    await sweepQueues(parts, { ...sweep, running: true, from: 'b-to-thing' });
    expect(letters.length).toBeGreaterThan(before);
  });

  it('puts aside what waited too long, tells the age of the oldest, and says how many there were', async () => {
    await parked();
    waiting = {
      'a-to-thing': [message('old', 13 * 24 + 1), message('young', 5)],
      'b-to-thing': [message('young', 7)],
    };
    await sweepQueues(parts, sweep);
    expect(letters).toEqual([
      [
        'a-to-thing',
        'old',
        {
          code: 'EXPIRED',
          stage: 'take',
          attempts: 0,
          firstReceivedAt: '2026-01-19T22:00:00.000Z',
          failedAt: expect.stringMatching(/^2026-01-20T00:00:00/),
          destination: 'thing',
          fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
          advice: expect.stringMatching(/^it waited for 313 h, nobody received it in time, .* — Redrive/),
        },
      ],
    ]);
    const ages = told.filter((one) => Array.isArray(one) && one[1] === 'WaitingAgeMs') as [
      string,
      string,
      number,
    ][];
    expect(ages.map(([integration, , ms]) => [integration, Math.floor(ms / hourMs)])).toEqual([
      ['a-to-thing', 313],
      ['b-to-thing', 7],
    ]);
    expect(told).toContainEqual(['a-to-thing', 'DeadLettered', 1]);
    expect(told).toContainEqual([
      'queue.swept',
      { integration: 'a-to-thing', destination: 'thing', expired: 1, isWhole: true },
    ]);
  });

  it('is about the queues of the operations only that stand still', async () => {
    const own = {
      kind: 'refused',
      sinceMs: startMs - hourMs,
      untilMs: startMs + hourMs,
      openings: 1,
      reason: '',
    };
    await account.set({ operations: JSON.stringify({ delete: own }) });
    waiting = { 'a-to-thing': [message('of a', 314)], 'c-to-thing': [message('of c', 314)] };
    await sweepQueues(parts, sweep);
    expect(letters.map(([, body]) => body)).toEqual(['of c']);
  });

  it('goes on with the next message where its time was over', async () => {
    await parked();
    receiveMs = 6_000;
    waiting = {
      'a-to-thing': [message('of a', 314)],
      'b-to-thing': Array.from({ length: 100 }, (_, n) => message(`of b ${n}`, 314)),
    };
    await sweepQueues(parts, sweep);
    expect(asked).toEqual([{ ask: 'sweep', destination: 'thing', from: 'b-to-thing', seen: 0 }]);
    receiveMs = 10;
    waiting['a-to-thing'] = [message('of a, later', 314)];
    await sweepQueues(parts, { ...sweep, from: 'b-to-thing' });
    expect(letters).toHaveLength(101);
    expect(asked).toHaveLength(1);
  });
});
