/** Longer than anything here takes on a busy machine; an event source polls once a second and starts cold. */
const patienceMs = 45_000;
const pauseMs = 300;

/**
 * Asks again until the answer is neither `undefined` nor an error, and returns it. Rejects, saying what was waited for
 * and how the last try ended, when that takes longer than anything that works.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs: number = patienceMs,
): Promise<T> {
  const deadlineMs = performance.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  } while (performance.now() < deadlineMs);
  throw new Error(`waited ${timeoutMs} ms in vain until ${what}${last === undefined ? '' : `: ${last}`}`);
}
