/** Virtual time: events happen one after the other, in the order that the seed decides. */
import { EventHeap } from './event-heap.ts';
import type { Random } from './random.ts';

export interface Kernel {
  /** Virtual epoch milliseconds, whole. */
  readonly now: () => number;
  /** Even in [0, 1), from the seed. */
  readonly random: () => number;
  /** Lets `run` happen later. Part milliseconds count as whole ones, so that nothing happens too early. */
  readonly schedule: (delayMs: number, run: () => void) => void;
  readonly sleep: (ms: number) => Promise<void>;
  /**
   * Runs due events one after the other, and after each everything that it set going, until nothing is left, `until()`
   * holds, or `endMs` is reached. Rejects with what an event throws, and with what `abort` was told.
   */
  readonly run: (options: RunOptions) => Promise<void>;
  /** Ends the run: for a mistake found where a throw would land in the code under test, which might catch it. */
  readonly abort: (error: Error) => void;
  /**
   * Lets somebody look at every whole `everyMs` of the clock, before what happens then. No event: it draws nothing, and
   * must change nothing, so that a world is the same whether it is looked at or not.
   */
  readonly observe: (everyMs: number, look: () => void) => void;
  /** How many events have happened. */
  readonly steps: () => number;
}

export interface RunOptions {
  /** Epoch milliseconds: no event after it happens, and the clock stands there at the end. */
  readonly endMs: number;
  /** Asked before every event. */
  readonly until?: () => boolean;
  /** After every event: a throw ends the run. For invariants that must hold at all times. */
  readonly afterEach?: () => void;
}

export interface KernelOptions {
  readonly random: Random;
  /** Epoch milliseconds. @default 2026-01-01T00:00:00Z */
  readonly startMs?: number;
}

interface Observer {
  readonly everyMs: number;
  readonly look: () => void;
  dueMs: number;
}

const earliest = (observers: readonly Observer[]) =>
  observers.reduce<Observer | undefined>(
    (first, one) => (first === undefined || one.dueMs < first.dueMs ? one : first),
    undefined,
  );

export const defaultStartMs = Date.UTC(2026, 0, 1);

export function createKernel({ random, startMs = defaultStartMs }: KernelOptions): Kernel {
  const heap = new EventHeap();
  const ties = random.fork('ties');
  const drawn = random.fork('kernel');
  let nowMs = startMs;
  let steps = 0;
  let aborted: Error | undefined;
  const observers: Observer[] = [];

  const schedule = (delayMs: number, run: () => void) => {
    // NaN would sort anywhere, and differently each time.
    if (!(delayMs < Number.POSITIVE_INFINITY)) throw new RangeError(`delayMs must be finite, got ${delayMs}`);
    heap.push({ atMs: nowMs + Math.max(0, Math.ceil(delayMs)), tie: ties.next(), run });
  };

  /** The clock goes on, and everybody looks who wanted to on the way. */
  const passTo = (atMs: number) => {
    for (
      let next = earliest(observers);
      next !== undefined && next.dueMs <= atMs;
      next = earliest(observers)
    ) {
      nowMs = next.dueMs;
      next.dueMs += next.everyMs;
      next.look();
    }
    nowMs = atMs;
  };

  const run = ({ endMs, until, afterEach }: RunOptions) =>
    new Promise<void>((resolve, reject) => {
      const step = () => {
        try {
          if (aborted !== undefined) throw aborted;
          if (steps > 0) afterEach?.();
          if (until?.()) return resolve();
          const { first } = heap;
          if (first === undefined || first.atMs > endMs) {
            if (first !== undefined) passTo(Math.max(nowMs, endMs));
            return resolve();
          }
          heap.pop();
          passTo(first.atMs);
          steps += 1;
          first.run();
        } catch (error) {
          return reject(error);
        }
        // The next turn of the loop: by then all promises that the event settled have run their course.
        setImmediate(step);
      };
      step();
    });

  return {
    now: () => nowMs,
    random: drawn.next,
    schedule,
    sleep: (ms) => new Promise((resolve) => schedule(ms, resolve)),
    run,
    abort: (error) => {
      aborted ??= error;
    },
    observe: (everyMs, look) => {
      observers.push({ everyMs, look, dueMs: Math.ceil((nowMs + 1) / everyMs) * everyMs });
    },
    steps: () => steps,
  };
}
