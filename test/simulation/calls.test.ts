import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { type Model, sends } from './calls.ts';
import { type Fault, faultsAt, faultsOf, noFaults, type OutsideCall, swarm } from './fault-plan.ts';
import { createKernel } from './kernel.ts';
import { createOutside } from './outside.ts';
import { createRandom } from './random.ts';
import { createSandbox } from './sandbox.ts';
import { createTrace } from './trace.ts';

const startMs = Date.UTC(2026, 0, 1);
const endMs = startMs + 3_600_000;
const command = new PutItemCommand({ TableName: 't', Item: { id: { S: 'a' } } });

/** One call under the plan, by a client whose way there and way back take 10 ms each. */
async function called(decide: (call: OutsideCall) => Fault, model: Partial<Model> = {}) {
  const random = createRandom('calls');
  const kernel = createKernel({ random, startMs });
  const trace = createTrace({ now: kernel.now, startMs, keep: true });
  const outside = createOutside({ kernel, trace, random, plan: { decide }, latencyMs: () => 10 });
  const sandbox = createSandbox({ id: 's#1', kernel, skewMs: 0, onDeath: () => {} });
  const appliedAtMs: number[] = [];
  const execute: Model['execute'] = (operation, input) => {
    appliedAtMs.push(kernel.now() - startMs);
    return model.execute?.(operation, input) ?? { operation, input };
  };
  let end: { output?: unknown; error?: string; atMs: number } | undefined;
  sends(outside, { execute }, sandbox, 'dynamodb')
    .send(command)
    .then(
      (output) => (end = { output, atMs: kernel.now() - startMs }),
      (error: Error) => (end = { error: error.name, atMs: kernel.now() - startMs }),
    );
  await kernel.run({ endMs });
  return { end, appliedAtMs, outside, trace, sandbox };
}
const first = (fault: Fault) => (call: OutsideCall) => (call.attempt === 1 ? fault : 'none');

describe('a call of an AWS service', () => {
  it('is applied when it has arrived, and answered when the answer has', async () => {
    const { end, appliedAtMs, trace } = await called(noFaults.decide);
    expect(appliedAtMs).toEqual([10]);
    const $metadata = { httpStatusCode: 200, date: 'Thu, 01 Jan 2026 00:00:00 GMT' };
    expect(end).toEqual({ output: { operation: 'PutItem', input: command.input, $metadata }, atMs: 20 });
    expect(trace.lines).toEqual(['0 s#1 0 dynamodb.PutItem']);
  });

  it('is made three times at most when the service fails, and not applied', async () => {
    const { end, appliedAtMs, outside } = await called(() => 'fail');
    expect([end?.error, appliedAtMs, outside.count()]).toEqual(['InternalServerError', [], 3]);
  });

  it('is not made again when it is denied', async () => {
    const { end, outside } = await called(() => 'deny');
    expect([end?.error, outside.count()]).toEqual(['AccessDeniedException', 1]);
  });

  it('is applied twice when the answer to the first was lost', async () => {
    const { end, appliedAtMs } = await called(first('lost'));
    expect(appliedAtMs).toHaveLength(2);
    expect(appliedAtMs[0]).toBe(10);
    expect(end).toMatchObject({ output: { operation: 'PutItem' } });
  });

  it('is applied after the caller has given up and tried again when it is late', async () => {
    const { end, appliedAtMs } = await called(first('late'));
    expect(end?.atMs).toBeGreaterThan(3_000);
    expect(appliedAtMs).toHaveLength(2);
    expect(Math.max(...appliedAtMs)).toBeGreaterThan(end?.atMs ?? 0);
  });

  it('is not made again when the service refuses it', async () => {
    const refusal = Object.assign(new Error('no'), { name: 'ValidationException', $metadata: {} });
    const { end, outside } = await called(noFaults.decide, {
      execute: () => {
        throw refusal;
      },
    });
    expect([end?.error, outside.count()]).toEqual(['ValidationException', 1]);
  });

  it('ends the run when the model has a hole', async () => {
    const execute = () => {
      throw new Error('not modelled');
    };
    await expect(called(noFaults.decide, { execute })).rejects.toThrow('not modelled');
  });

  it('meets no fault of another kind', async () => {
    await expect(called(() => 'drip')).rejects.toThrow('dynamodb.PutItem cannot meet "drip"');
  });

  it('never ends for a sandbox that is killed before it or after it', async () => {
    const before = await called(() => 'kill-before');
    expect([before.end, before.appliedAtMs, before.sandbox.isAlive()]).toEqual([undefined, [], false]);
    const after = await called(() => 'kill-after');
    expect([after.end, after.appliedAtMs, after.sandbox.isAlive()]).toEqual([undefined, [10], false]);
  });
});

describe('a plan', () => {
  const call = (index: number, kind: OutsideCall['kind'] = 'aws'): OutsideCall => ({
    index,
    kind,
    label: 'l',
    sandbox: 's',
    attempt: 1,
    atMs: 0,
  });

  it('names calls one by one', () => {
    const { decide } = faultsAt({ 2: 'lost' });
    expect([0, 1, 2, 3].map((index) => decide(call(index)))).toEqual(['none', 'none', 'lost', 'none']);
  });

  it('swarms: only faults of the kind, and another choice for each seed', () => {
    const characters = Array.from({ length: 20 }, (_, seed) => {
      const { decide } = swarm(createRandom(seed), 1);
      const met = new Set(Array.from({ length: 500 }, (_, index) => decide(call(index))));
      for (const fault of met) expect(['none', ...faultsOf.aws]).toContain(fault);
      return [...met].sort().join(' ');
    });
    expect(new Set(characters).size).toBeGreaterThan(10);
  });
});
