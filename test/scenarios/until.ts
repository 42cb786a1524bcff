/** Waits for what functions do in their own time, and says what it waited for when that does not happen. */
import { setTimeout as sleepFor } from 'node:timers/promises';

/**
 * Asks again until `ask` neither throws nor answers `false`, and returns its answer.
 * @param what what is to happen, as it follows "waited until"
 * @param ask throws as `expect` does, or answers `false`, while it is not so
 * @throws what was waited for, for how long, how the last look ended and what the functions warned of
 */
export type Until = <T>(what: string, ask: () => T | false | Promise<T | false>) => Promise<T>;

export interface UntilOptions {
  readonly patienceMs: number;
  /** What the functions warned of meanwhile. */
  readonly troubles: () => string;
  /** Milliseconds. @default - the monotonic clock */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Short against what is waited for, a cold start or a second of SQS, and long enough to leave it a core. */
const pauseMs = 20;

export interface Waiting {
  readonly until: Until;
  /** What is waited for at this moment, and since when; `undefined`: nothing is. */
  readonly current: () => string | undefined;
}

export function createWaiting({
  patienceMs,
  troubles,
  now = () => performance.now(),
  sleep = sleepFor,
}: UntilOptions): Waiting {
  const waits = new Map<symbol, { readonly what: string; readonly sinceMs: number }>();

  const until: Until = async (what, ask) => {
    const sinceMs = now();
    const wait = Symbol();
    waits.set(wait, { what, sinceMs });
    for (;;) {
      let cause: unknown;
      try {
        const answer = await ask();
        if (answer !== false) {
          waits.delete(wait);
          return answer;
        }
      } catch (error) {
        cause = error;
      }
      if (now() - sinceMs >= patienceMs) {
        waits.delete(wait);
        const last = cause === undefined ? '' : `\n${(cause as Error).message}`;
        throw new Error(`waited ${seconds(now() - sinceMs)} in vain until ${what}${last}\n${troubles()}`, {
          cause,
        });
      }
      await sleep(pauseMs);
    }
  };
  const current = () => {
    const [wait] = waits.values();
    return wait && `it has waited for ${seconds(now() - wait.sinceMs)} until ${wait.what}`;
  };
  return { until, current };
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
