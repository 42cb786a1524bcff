/** Between two tries: what is waited for takes a second or more. */
const pauseMs = 300;

export interface Patience {
  readonly patienceMs: number;
  /** Aborts when the run is over. */
  readonly signal: AbortSignal;
}

/**
 * Asks again until the answer is no error, and returns it. Rejects, saying what was waited for and how the last try
 * ended, when that took longer than `patienceMs`; with the signal's reason when that aborts.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T>,
  { patienceMs, signal }: Patience,
): Promise<T> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (cause) {
      signal.throwIfAborted();
      if (performance.now() >= deadlineMs) {
        throw new Error(`waited ${patienceMs} ms in vain until ${what}: ${(cause as Error).message}`, {
          cause,
        });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
