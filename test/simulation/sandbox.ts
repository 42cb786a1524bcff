/** One sandbox of Lambda: where code runs, stands still between invocations, and dies. */
import type { Kernel } from './kernel.ts';

export interface Sandbox {
  /** `<function>#<number>`. */
  readonly id: string;
  /** Epoch milliseconds by its own clock, which is wrong by a constant. */
  readonly now: () => number;
  /** Milliseconds since it was made. */
  readonly monotonicMs: () => number;
  readonly isAlive: () => boolean;
  /** When the invocation that is under way, or was the last, is ended by force: virtual epoch milliseconds. */
  deadlineMs: number;
  /**
   * The door through which everything from outside comes in: an answer, a timer, an error. Runs `settle` now, after
   * the thaw when the sandbox is frozen, never when it is gone.
   */
  readonly enter: (settle: () => void) => void;
  /** JavaScript cannot be killed; but nothing comes in any more, and all that it still starts is refused. */
  readonly kill: (reason: Death) => void;
  readonly freeze: () => void;
  /** What came while it was frozen comes in now, in an order that the seed decides. */
  readonly thaw: () => void;
}

export type Death = 'killed' | 'timeout' | 'init' | 'recycled';

export interface SandboxOptions {
  readonly id: string;
  readonly kernel: Pick<Kernel, 'now' | 'schedule'>;
  /** Added to virtual time, may be negative. */
  readonly skewMs: number;
  readonly onDeath: (reason: Death) => void;
}

export function createSandbox({ id, kernel, skewMs, onDeath }: SandboxOptions): Sandbox {
  let state: 'awake' | 'frozen' | 'gone' = 'awake';
  let waiting: (() => void)[] = [];
  const bornMs = kernel.now();
  const enter = (settle: () => void) => {
    if (state === 'awake') settle();
    else if (state === 'frozen') waiting.push(settle);
  };
  return {
    id,
    now: () => kernel.now() + skewMs,
    monotonicMs: () => kernel.now() - bornMs,
    isAlive: () => state !== 'gone',
    deadlineMs: Number.POSITIVE_INFINITY,
    enter,
    kill: (reason) => {
      if (state === 'gone') return;
      state = 'gone';
      waiting = [];
      onDeath(reason);
    },
    freeze: () => {
      if (state === 'awake') state = 'frozen';
    },
    thaw: () => {
      if (state !== 'frozen') return;
      state = 'awake';
      const came = waiting;
      waiting = [];
      for (const settle of came) kernel.schedule(0, () => enter(settle));
    },
  };
}
