import type { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPausedQueue, type PausedQueue } from '../../../functions/core/aws/paused-queue.ts';
import { diagnose } from '../../../functions/core/deliver/diagnosis.ts';
import { ownWords } from '../../../functions/core/redact/redacted.ts';
import { type Swept, sweep } from '../../../functions/supervisor/sweep.ts';
import { QueuesModel } from '../../models/queues.ts';
import { createRandom } from '../../simulation/random.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);

let nowMs: number;
let queues: QueuesModel;
/** Calls by name; those in `failing` are refused. */
let calls: string[];
let failing: string | undefined;
let callMs: number;
let queue: PausedQueue;

beforeEach(() => {
  nowMs = startMs;
  [calls, failing, callMs] = [[], undefined, 0];
  queues = new QueuesModel({ now: () => nowMs, random: createRandom('sweep').next });
  const retentionSeconds = 14 * 86_400;
  queues.create('dead', { visibilityTimeoutSeconds: 30, retentionSeconds });
  queues.create('waiting', { visibilityTimeoutSeconds: 300, retentionSeconds });
  const client = {
    send: async (command: { input: object }) => {
      const name = command.constructor.name.replace('Command', '');
      calls.push(name);
      nowMs += callMs;
      if (name === failing) throw Object.assign(new Error(name), { name: 'InternalError' });
      return queues.execute(name, command.input);
    },
  } as unknown as SQSClient;
  queue = createPausedQueue({
    client,
    queueUrl: queues.urlOf('waiting'),
    deadLetterQueueUrl: queues.urlOf('dead'),
    hiddenSeconds: 120,
    redact: (text) => text.replaceAll('canary', '«secret»'),
  });
});

const send = (count: number, name: string) => {
  for (let n = 1; n <= count; n += 1)
    queues.execute('SendMessage', { QueueUrl: queues.urlOf('waiting'), MessageBody: `${name} ${n}` });
};

const swept = (endMs = Number.POSITIVE_INFINITY, seenBefore = 0): Promise<Swept> =>
  sweep({
    queue,
    lastChance: { ageMs: 13 * dayMs, receives: 950 },
    putAside: (message) => {
      const cause = { code: 'EXPIRED', stage: 'take', reason: ownWords('canary') } as const;
      const about = { integration: 'i', destination: 'd' };
      return queue.deadLetter(message, diagnose(cause, about, nowMs));
    },
    endMs,
    seenBefore,
    now: () => nowMs,
  });

const bodies = (name: string) => queues.messages(name).map(({ body }) => body);

describe('a sweep', () => {
  it('puts aside what is in its last day, with a diagnosis, and leaves the rest as it was', async () => {
    send(30, 'old');
    nowMs += 5 * dayMs;
    send(400, 'young');
    nowMs += 8 * dayMs;
    const sentAtMs = nowMs - 8 * dayMs;
    expect(await swept()).toEqual({
      isWhole: true,
      seen: 430,
      oldestMs: 13 * dayMs,
      oldestLeftSentAtMs: sentAtMs,
      expired: 30,
    });
    expect(bodies('dead').sort()).toEqual(Array.from({ length: 30 }, (_, n) => `old ${n + 1}`).sort());
    const [letter] = queues.messages('dead');
    expect(JSON.parse(letter?.attributes.diagnosis?.StringValue ?? '')).toMatchObject({
      code: 'EXPIRED',
      stage: 'take',
      destination: 'd',
      advice: expect.stringContaining('«secret»'),
    });
    expect(queues.count('waiting')).toBe(400);
    expect(queues.messages('waiting').every(({ state }) => state === 'visible')).toBe(true);
  });

  it('costs each message one receive', async () => {
    send(95, 'young');
    await swept();
    expect(queues.messages('waiting').map(({ receiveCount }) => receiveCount)).toEqual(Array(95).fill(1));
  });

  it('puts aside what was received nearly as often as SQS allows', async () => {
    send(1, 'often received');
    for (let times = 0; times < 949; times += 1) {
      await queue.receive();
      nowMs += 120_000;
    }
    expect(await swept()).toMatchObject({ expired: 1 });
  });

  it('finds nothing in an empty queue', async () => {
    expect(await swept()).toEqual({
      isWhole: true,
      seen: 0,
      oldestMs: undefined,
      oldestLeftSentAtMs: undefined,
      expired: 0,
    });
  });

  it('finds the one old message among thousands of young ones, wherever SQS hands it out', async () => {
    send(1, 'old');
    nowMs += 13 * dayMs;
    send(3_000, 'young');
    expect(await swept()).toMatchObject({ isWhole: true, expired: 1, seen: 3_001 });
    expect(queues.messages('waiting').every(({ state }) => state === 'visible')).toBe(true);
  });

  it('leaves off when its round has seen as many as SQS lets be hidden', async () => {
    send(3_000, 'young');
    expect(await swept(Number.POSITIVE_INFINITY, 99_500)).toMatchObject({ isWhole: true, expired: 0 });
    // Five lanes have a call of ten under way.
    expect(calls.filter((name) => name === 'ReceiveMessage').length).toBeLessThanOrEqual(55);
    expect(queues.messages('waiting').every(({ state }) => state === 'visible')).toBe(true);
  });

  it('leaves off when its time is over, with what it saw hidden from the one that goes on', async () => {
    send(200, 'old');
    nowMs += 13 * dayMs;
    callMs = 100;
    const first = await swept(nowMs + 1_000);
    expect(first.isWhole).toBe(false);
    const rest = await swept();
    expect([rest.isWhole, first.expired + rest.expired, queues.count('waiting')]).toEqual([true, 200, 0]);
  });

  it('lets go for ten seconds at most what it saw: the rest comes back by itself', async () => {
    send(1_000, 'young');
    callMs = 300;
    const endMs = nowMs + 60_000;
    expect(await swept(endMs)).toMatchObject({ isWhole: true, expired: 0 });
    expect(nowMs).toBeLessThan(endMs + 10_000 + 10 * callMs);
    nowMs += 120_000;
    expect(queues.messages('waiting').every(({ state }) => state === 'visible')).toBe(true);
    send(1_000, 'later');
    callMs = 1_200;
    const late = nowMs + 130_000;
    await swept(late);
    // Of two hundred calls.
    expect(nowMs).toBeLessThan(late + 10_000 + 10 * callMs);
  });

  it('leaves in the queue what the dead-letter queue does not take, lets the rest be seen again, and says so', async () => {
    send(10, 'old');
    nowMs += 5 * dayMs;
    send(10, 'young');
    nowMs += 8 * dayMs;
    failing = 'SendMessage';
    expect(await swept()).toMatchObject({ expired: 0, failure: { name: 'InternalError' } });
    expect([queues.count('waiting'), queues.count('dead')]).toEqual([20, 0]);
    [failing, nowMs] = [undefined, nowMs + 120_000];
    expect(await swept()).toMatchObject({ isWhole: true, expired: 10 });
  });

  it('loses nothing when what it put aside cannot be deleted', async () => {
    send(10, 'old');
    nowMs += 13 * dayMs;
    failing = 'DeleteMessageBatch';
    expect(await swept()).toMatchObject({ failure: { name: 'InternalError' } });
    expect([queues.count('waiting'), queues.count('dead')]).toEqual([10, 10]);
  });
});
