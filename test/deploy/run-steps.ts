import type { Proof, Step } from './proof.ts';

export interface Run {
  /** Aborts when the run is over: what is running then fails soon. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs one step after the other; rejects with what the first that fails says. */
export async function runSteps(steps: readonly Step[], proof: Proof, say: Run['say']): Promise<void> {
  for (const { claim, run, onlyEmulated = false } of steps) {
    if (onlyEmulated && proof.outside === undefined) {
      say(`  not here   ${claim}`);
      continue;
    }
    await timed(claim, () => run(proof), say);
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

/** What ends a run from outside comes first: what then fails, fails because of that. */
export function whyItEnded(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return `ended: ${(signal.reason as Error).message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
