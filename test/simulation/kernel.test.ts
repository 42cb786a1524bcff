import { afterEach, describe, expect, it } from 'vitest';
import { createKernel } from './kernel.ts';
import { createRandom } from './random.ts';
import { createTrace } from './trace.ts';
import { installVirtualDate } from './virtual-date.ts';

const endMs = Date.UTC(2027, 0, 1);
const world = (seed: string) => createKernel({ random: createRandom(seed), startMs: Date.UTC(2026, 0, 1) });

/** Five events of one millisecond, in the order in which they happened. */
async function orderOf(seed: string): Promise<string> {
  const kernel = world(seed);
  let order = '';
  for (const name of 'abcde') kernel.schedule(5, () => (order += name));
  await kernel.run({ endMs });
  return order;
}

describe('the kernel', () => {
  it('lets events happen by time, whenever they were scheduled', async () => {
    const kernel = world('time');
    const seen: (readonly [string, number])[] = [];
    const note = (name: string) => seen.push([name, kernel.now() - Date.UTC(2026, 0, 1)]);
    kernel.schedule(30, () => note('third'));
    kernel.schedule(10, () => {
      note('first');
      kernel.schedule(5.2, () => note('second'));
    });
    await kernel.run({ endMs });
    expect(seen).toEqual([
      ['first', 10],
      ['second', 16],
      ['third', 30],
    ]);
  });

  it('orders thousands of events by time', async () => {
    const kernel = world('many');
    const random = createRandom('delays');
    const times: number[] = [];
    for (let n = 0; n < 3_000; n += 1) kernel.schedule(random.int(0, 500), () => times.push(kernel.now()));
    await kernel.run({ endMs });
    expect(times).toHaveLength(3_000);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('orders events of one millisecond by the seed', async () => {
    expect(await orderOf('one')).toBe(await orderOf('one'));
    const orders = await Promise.all(Array.from({ length: 20 }, (_, n) => orderOf(`seed ${n}`)));
    expect(new Set(orders).size).toBeGreaterThan(10);
  });

  it('finishes what an event sets going before the next one happens', async () => {
    const kernel = world('drain');
    const seen: string[] = [];
    kernel.schedule(1, async () => {
      for (let n = 0; n < 50; n += 1) await undefined;
      seen.push('done');
    });
    kernel.schedule(2, () => seen.push('next'));
    await kernel.run({ endMs });
    expect(seen).toEqual(['done', 'next']);
  });

  it('stops at its end, and goes on from there', async () => {
    const kernel = world('end');
    let woken = false;
    void kernel.sleep(100).then(() => {
      woken = true;
    });
    await kernel.run({ endMs: Date.UTC(2026, 0, 1) + 99 });
    expect([woken, kernel.now()]).toEqual([false, Date.UTC(2026, 0, 1) + 99]);
    await kernel.run({ endMs });
    expect([woken, kernel.now()]).toEqual([true, Date.UTC(2026, 0, 1) + 100]);
  });

  it('rejects with what an event or an invariant throws', async () => {
    const kernel = world('throw');
    kernel.schedule(1, () => {
      throw new Error('broken');
    });
    await expect(kernel.run({ endMs })).rejects.toThrow('broken');
    kernel.schedule(1, () => {});
    const afterEach = () => {
      throw new Error('violated');
    };
    await expect(kernel.run({ endMs, afterEach })).rejects.toThrow('violated');
  });

  it('rejects with a mistake that the code under test would have caught', async () => {
    const kernel = world('abort');
    kernel.schedule(1, () => kernel.abort(new Error('a mistake')));
    await expect(kernel.run({ endMs })).rejects.toThrow('a mistake');
  });
});

describe('the virtual date', () => {
  let restore = () => {};
  afterEach(() => restore());

  it('tells virtual time to whoever asks, and is undone', async () => {
    const kernel = world('date');
    const Real = Date;
    restore = installVirtualDate(kernel);
    kernel.schedule(1_500, () => {});
    await kernel.run({ endMs });
    expect(new Date().toISOString()).toBe('2026-01-01T00:00:01.500Z');
    expect(Date.now()).toBe(Real.UTC(2026, 0, 1) + 1_500);
    expect(new Date(0).getTime()).toBe(0);
    expect(new Date(2026, 1, 3).getDate()).toBe(3);
    expect(new Date()).toBeInstanceOf(Real);
    expect(() => installVirtualDate(kernel)).toThrow('one at a time');
    restore();
    expect(Date).toBe(Real);
  });
});

describe('chance', () => {
  it('is the same for the same seed, and another for each fork', () => {
    const draws = (name: string) => {
      const random = createRandom(7).fork(name);
      return Array.from({ length: 5 }, () => random.int(1, 1_000));
    };
    expect(draws('a')).toEqual(draws('a'));
    expect(draws('a')).not.toEqual(draws('b'));
  });

  it('is even', () => {
    const random = createRandom('even');
    const faces = Array.from({ length: 40_000 }, () => random.int(0, 3));
    for (const face of [0, 1, 2, 3]) {
      const share = faces.filter((one) => one === face).length / faces.length;
      expect(share).toBeCloseTo(0.25, 1);
    }
  });

  it('makes ids of the form of a UUID', () => {
    const random = createRandom('id');
    const ids = Array.from({ length: 1_000 }, random.id);
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('the trace', () => {
  it('has a hash of every line, kept or not', () => {
    const hashOf = (what: string, keep: boolean) => {
      const trace = createTrace({ now: () => 12, startMs: 10, keep });
      trace.add('here', what);
      return { hash: trace.hash(), lines: trace.lines };
    };
    expect(hashOf('a', true).lines).toEqual(['2 here a']);
    expect(hashOf('a', false).lines).toEqual([]);
    expect(hashOf('a', true).hash).toBe(hashOf('a', false).hash);
    expect(hashOf('a', true).hash).not.toBe(hashOf('b', true).hash);
  });
});

describe('an observer', () => {
  /** What is drawn for the events, and in which order things happen. */
  async function lived(isObserved: boolean) {
    const kernel = createKernel({ random: createRandom('observed') });
    const startedMs = kernel.now();
    const seen: number[] = [];
    const happened: string[] = [];
    if (isObserved) kernel.observe(60_000, () => seen.push(kernel.now() - startedMs));
    for (const name of ['a', 'b', 'c'])
      for (const atMs of [60_000, 150_000])
        kernel.schedule(atMs, () => happened.push(`${name} ${kernel.random()}`));
    kernel.schedule(400_000, () => {});
    await kernel.run({ endMs: startedMs + 300_000 });
    return { seen, happened, steps: kernel.steps(), endMs: kernel.now() - startedMs };
  }

  it('looks at every whole step of the clock, to the end of the run', async () => {
    const { seen, endMs } = await lived(true);
    expect(seen).toEqual([60_000, 120_000, 180_000, 240_000, 300_000]);
    expect(endMs).toBe(300_000);
  });

  it('changes nothing of what happens', async () => {
    const [observed, alone] = [await lived(true), await lived(false)];
    expect({ ...observed, seen: [] }).toEqual(alone);
  });

  it('looks before what happens at the same time', async () => {
    const kernel = createKernel({ random: createRandom('observed') });
    const order: string[] = [];
    kernel.schedule(60_000, () => order.push('event'));
    kernel.observe(60_000, () => order.push('look'));
    await kernel.run({ endMs: kernel.now() + 60_000 });
    expect(order).toEqual(['look', 'event']);
  });
});
