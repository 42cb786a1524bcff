import { describe, expect, it } from 'vitest';
import { QueuesModel } from '../models/queues.ts';
import { createEventSource, type EventSourceOptions } from './event-source.ts';
import { type FaultPlan, noFaults } from './fault-plan.ts';
import { createKernel } from './kernel.ts';
import type { InvocationResult, LambdaFunction } from './lambda.ts';
import { createOutside } from './outside.ts';
import { succeededIds } from './partial-batch.ts';
import { polledQueue } from './polled-queue.ts';
import { createRandom } from './random.ts';
import { createTrace } from './trace.ts';

const startMs = Date.UTC(2026, 0, 1);
const ok = (payload?: string): InvocationResult => ({ ok: true, payload });

interface Batch {
  readonly atMs: number;
  readonly ids: readonly string[];
}

/** A queue of 30 s visibility, and a function that answers as told after a second. */
function world(
  answer: (batch: Batch) => InvocationResult,
  changes: Partial<EventSourceOptions> = {},
  plan: FaultPlan = noFaults,
) {
  const random = createRandom('event source');
  const kernel = createKernel({ random, startMs });
  const trace = createTrace({ now: kernel.now, startMs });
  const outside = createOutside({ kernel, trace, random, plan, latencyMs: () => 1 });
  const queues = new QueuesModel({ now: kernel.now, random: random.next });
  queues.create('q', { visibilityTimeoutSeconds: 30, retentionSeconds: 3_600 });
  const batches: Batch[] = [];
  const invoke: LambdaFunction['invoke'] = (event) => {
    const { Records } = event as { Records: { messageId: string }[] };
    const batch = { atMs: kernel.now() - startMs, ids: Records.map(({ messageId }) => messageId) };
    batches.push(batch);
    // Functions may write into what they are given.
    for (const record of Records) record.messageId = 'spoiled';
    return kernel.sleep(1_000).then(() => answer(batch));
  };
  const target: LambdaFunction = {
    name: 'f',
    invoke,
    running: () => 0,
    stats: { invocations: 0, coldStarts: 0, throttled: 0, errors: 0, runningMax: 0, deaths: {} },
  };
  const source = createEventSource({
    name: 'q',
    outside,
    queue: polledQueue(queues, 'q'),
    target,
    batchSize: 10,
    windowMs: 0,
    maximumConcurrency: 2,
    visibilityTimeoutMs: 30_000,
    isEnabled: () => true,
    ...changes,
  });
  const send = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      queues.execute('SendMessage', { QueueUrl: queues.urlOf('q'), MessageBody: `${n}` });
      source.wake();
    }
  };
  const run = (ms: number) => kernel.run({ endMs: kernel.now() + ms });
  return { kernel, queues, batches, source, send, run };
}

describe('the event source', () => {
  it('fetches at once what is sent, and deletes what succeeded', async () => {
    const { send, run, batches, queues } = world(() => ok());
    send(3);
    await run(5_000);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ atMs: 1, ids: expect.objectContaining({ length: 3 }) });
    expect(queues.count('q')).toBe(0);
  });

  it('hands over no more than a batch at a time, and no more batches than allowed', async () => {
    const { send, run, batches, source } = world(() => ok());
    send(35);
    await run(10_000);
    expect(batches.map(({ ids }) => ids.length)).toEqual([10, 10, 10, 5]);
    expect(batches[2]?.atMs).toBeGreaterThanOrEqual(1_000);
    expect(source.stats).toMatchObject({ concurrencyMax: 2, deleted: 35 });
  });

  it('waits for a batch to fill up, from its first message on', async () => {
    const { kernel, send, run, batches } = world(() => ok(), { windowMs: 1_000, maximumConcurrency: 1 });
    send(1);
    kernel.schedule(500, () => send(1));
    await run(5_000);
    expect(batches).toEqual([{ atMs: 1_001, ids: [expect.any(String), expect.any(String)] }]);
  });

  it('leaves what failed to the visibility timeout', async () => {
    let failing = true;
    const { send, run, batches, queues } = world(({ ids: [first] }) => {
      const failures = failing ? [{ itemIdentifier: first }] : [];
      failing = false;
      return ok(JSON.stringify({ batchItemFailures: failures }));
    });
    send(2);
    await run(20_000);
    expect(queues.count('q')).toBe(1);
    await run(20_000);
    expect(queues.count('q')).toBe(0);
    expect(batches.map(({ atMs, ids }) => [atMs, ids.length])).toEqual([
      [1, 2],
      [30_001, 1],
    ]);
  });

  it('slows down when the function fails', async () => {
    const { send, run, batches } = world(() => ({ ok: false, error: 'unhandled' }), {
      batchSize: 1,
      maximumConcurrency: 1,
    });
    send(4);
    await run(12_000);
    // A second with the function each; and 1, 2, 4 s of pause.
    expect(batches.map(({ atMs }) => Math.floor(atMs / 1_000))).toEqual([0, 2, 5, 10]);
  });

  it('tries a throttled batch again, and gives it back when its messages would come back by themselves', async () => {
    const { send, run, batches, source, queues } = world(() => ({ ok: false, error: 'throttled' }));
    send(1);
    await run(15_000);
    expect(batches.length).toBeGreaterThan(2);
    expect(source.held()).toBe(1);
    await run(60_000);
    expect(queues.messages('q')[0]?.receiveCount).toBeGreaterThan(1);
  });

  it('fetches nothing while it is disabled', async () => {
    let enabled = false;
    const { send, run, batches } = world(() => ok(), { isEnabled: () => enabled });
    send(1);
    await run(60_000);
    expect(batches).toEqual([]);
    enabled = true;
    await run(30_000);
    expect(batches).toHaveLength(1);
  });

  it('brings messages back whose deletion failed', async () => {
    const { send, run, batches } = world(
      () => ok(),
      {},
      { decide: ({ index }) => (index === 0 ? 'fail' : 'none') },
    );
    send(1);
    await run(60_000);
    expect(batches.map(({ atMs }) => atMs)).toEqual([1, 30_001]);
  });
});

describe('what a function answers to a batch', () => {
  const sent = ['a', 'b', 'c'];
  const failures = (...ids: unknown[]) =>
    ok(JSON.stringify({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) }));

  it.each<{ case: string; result: InvocationResult; succeeded: string[] }>([
    { case: 'nothing', result: ok(), succeeded: sent },
    { case: 'null', result: ok('null'), succeeded: sent },
    { case: 'an empty object', result: ok('{}'), succeeded: sent },
    { case: 'null for a list', result: ok('{"batchItemFailures":null}'), succeeded: sent },
    { case: 'an empty list', result: failures(), succeeded: sent },
    { case: 'one failure', result: failures('b'), succeeded: ['a', 'c'] },
    { case: 'an id that was not sent', result: failures('a', 'x'), succeeded: [] },
    { case: 'an empty id', result: failures(''), succeeded: [] },
    { case: 'no id', result: failures(null), succeeded: [] },
    { case: 'no list', result: ok('{"batchItemFailures":"b"}'), succeeded: [] },
    { case: 'a text', result: ok('"done"'), succeeded: [] },
    { case: 'no JSON', result: ok('{'), succeeded: [] },
    { case: 'an error', result: { ok: false, error: 'unhandled' }, succeeded: [] },
  ])('$case', ({ result, succeeded }) => {
    expect(succeededIds(result, sent)).toEqual(succeeded);
  });
});
