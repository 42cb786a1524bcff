import { beforeEach, describe, expect, it } from 'vitest';
import { type FaultPlan, noFaults } from './fault-plan.ts';
import { createKernel, type Kernel } from './kernel.ts';
import { createFunction, type FunctionDefinition, type Handler, type InvocationResult } from './lambda.ts';
import { createOutside, type Outside, sleepOf } from './outside.ts';
import { createRandom } from './random.ts';
import type { Sandbox } from './sandbox.ts';
import { createTrace } from './trace.ts';

const startMs = Date.UTC(2026, 0, 1);
const endMs = startMs + 3_600_000;

let kernel: Kernel;
let outside: Outside;

function world(plan: FaultPlan = noFaults, seed = 'sandbox') {
  const random = createRandom(seed);
  kernel = createKernel({ random, startMs });
  const trace = createTrace({ now: kernel.now, startMs });
  outside = createOutside({ kernel, trace, random, plan });
}
beforeEach(() => world());

function lambda(
  start: (sandbox: Sandbox) => Handler,
  changes: Partial<FunctionDefinition> = {},
  skewMsMax = 0,
) {
  return createFunction(
    { name: 'f', timeoutMs: 10_000, concurrencyMax: 10, start, ...changes },
    {
      kernel,
      random: createRandom('lambda'),
      trace: outside.trace,
      weather: { coldStartMs: [100, 100], skewMsMax, recycleChance: 0 },
    },
  );
}

/** Invokes at once and lets time pass until nothing is left. */
async function invoked(call: () => Promise<InvocationResult>): Promise<InvocationResult | undefined> {
  let result: InvocationResult | undefined;
  void call().then((one) => {
    result = one;
  });
  await kernel.run({ endMs });
  return result;
}

describe('a function', () => {
  it('starts cold once, and gives each sandbox a memory of its own', async () => {
    const f = lambda((sandbox) => {
      let count = 0;
      return async () => {
        count += 1;
        await sleepOf(outside, sandbox)(50);
        return { sandbox: sandbox.id, count };
      };
    });
    const [one, two] = [f.invoke({}), f.invoke({})];
    await kernel.run({ endMs });
    const again = await invoked(() => f.invoke({}));
    expect(await one).toEqual({ ok: true, payload: '{"sandbox":"f#1","count":1}' });
    expect(await two).toEqual({ ok: true, payload: '{"sandbox":"f#2","count":1}' });
    expect(again).toMatchObject({ ok: true, payload: expect.stringContaining('"count":2') });
    expect(f.stats).toMatchObject({ invocations: 3, coldStarts: 2, runningMax: 2 });
  });

  it('throttles what is more than its concurrency', async () => {
    const f = lambda((sandbox) => () => sleepOf(outside, sandbox)(50), { concurrencyMax: 1 });
    void f.invoke({});
    expect(await invoked(() => f.invoke({}))).toEqual({ ok: false, error: 'throttled' });
    expect(await invoked(() => f.invoke({}))).toEqual({ ok: true, payload: undefined });
  });

  it('is killed at its timeout, and nothing of it comes back', async () => {
    const seen: string[] = [];
    const f = lambda((sandbox) => async (_event, context) => {
      seen.push(`${context.getRemainingTimeInMillis()}`);
      await sleepOf(outside, sandbox)(9_000);
      seen.push(`${context.getRemainingTimeInMillis()}`);
      await sleepOf(outside, sandbox)(9_000);
      seen.push('never');
    });
    expect(await invoked(() => f.invoke({}))).toEqual({ ok: false, error: 'timeout' });
    expect(seen).toEqual(['10000', '1000']);
    await invoked(() => f.invoke({}));
    expect(f.stats).toMatchObject({ coldStarts: 2, deaths: { timeout: 2 } });
  });

  it('survives a handler that throws, and dies of a module that does', async () => {
    const f = lambda(() => () => Promise.reject(new Error('unhandled')));
    expect(await invoked(() => f.invoke({}))).toEqual({ ok: false, error: 'unhandled' });
    await invoked(() => f.invoke({}));
    expect(f.stats.coldStarts).toBe(1);
    const broken = lambda(() => {
      throw new Error('at load');
    });
    expect(await invoked(() => broken.invoke({}))).toEqual({ ok: false, error: 'init' });
    expect(broken.stats.deaths).toEqual({ init: 1 });
  });

  it('stands still between invocations, and takes up in the next what it left running', async () => {
    const seen: string[] = [];
    let invocation = 0;
    const f = lambda((sandbox) => async () => {
      invocation += 1;
      const mine = invocation;
      void sleepOf(outside, sandbox)(100).then(() => seen.push(`left by ${mine}, runs in ${invocation}`));
      if (mine === 2) await sleepOf(outside, sandbox)(10);
    });
    await invoked(() => f.invoke({}));
    expect(seen).toEqual([]);
    await invoked(() => f.invoke({}));
    // Before the second invocation's own code or after: both are possible, and the first was frozen either way.
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatch(/^left by 1, runs in [12]$/);
  });

  it('has a clock that is wrong by a constant', async () => {
    const skews = new Set<number>();
    const f = lambda(
      (sandbox) => async () => {
        skews.add(sandbox.now() - kernel.now());
        await sleepOf(outside, sandbox)(50);
        skews.add(sandbox.now() - kernel.now());
      },
      {},
      250,
    );
    await invoked(() => f.invoke({}));
    expect(skews.size).toBe(1);
    const [skew = 0] = skews;
    expect(Math.abs(skew)).toBeLessThanOrEqual(250);
    expect(skew).not.toBe(0);
  });

  it('dies at an outside call, before it or after it', async () => {
    for (const [fault, slept] of [
      ['kill-before', 0],
      ['kill-after', 50],
    ] as const) {
      world({ decide: () => fault });
      const seen: string[] = [];
      const f = lambda((sandbox) => async () => {
        await sleepOf(outside, sandbox)(50);
        seen.push('never');
      });
      let diedAtMs = 0;
      void f.invoke({}).then((result) => {
        diedAtMs = kernel.now() - startMs;
        expect(result).toEqual({ ok: false, error: 'killed' });
      });
      await kernel.run({ endMs });
      expect([fault, diedAtMs, seen]).toEqual([fault, 100 + slept, []]);
    }
  });
});
