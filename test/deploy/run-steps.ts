import type { Proof, Step } from './proof.ts';

export interface Run {
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs one step after the other; rejects with what the first that fails says, or why the run was ended. */
export async function runSteps(steps: readonly Step[], proof: Proof, { signal, say }: Run): Promise<void> {
  for (const { claim, run, onlyEmulated = false } of steps) {
    if (onlyEmulated && proof.outside === undefined) {
      say(`  not here   ${claim}`);
      continue;
    }
    await timed(claim, () => abortable(run(proof), signal), say);
  }
}

/** Says how long `work` took, and what for. */
export async function timed<T>(what: string, work: () => Promise<T>, say: Run['say']): Promise<T> {
  const startMs = performance.now();
  const seconds = () => `${((performance.now() - startMs) / 1_000).toFixed(1)} s`.padStart(7);
  try {
    const result = await work();
    say(`  ${seconds()}    ${what}`);
    return result;
  } catch (error) {
    say(`  ${seconds()}    NOT TRUE: ${what}`);
    throw error;
  }
}

/** A step that waits for what will not come any more does not hear of the end by itself. */
function abortable<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([running, aborted]);
}
