/** One process of a search. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { emptyReport, type Report } from './report.ts';

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Longer than any honest search for a mutant. */
const mutantTimeoutMs = 120_000;
/** Findings hold what was violated, in full. */
const outputBytesMax = 64 * 1024 * 1024;

/** Which part of which search, as `worker.ts` reads it. */
export interface Share {
  readonly seed: number;
  readonly seeds: number;
  readonly share: number;
  readonly shares: number;
}

/**
 * Runs a share of a search; with a mutant, its stories first, and only until it is noticed by whom it names.
 * Rejects when the process fails; a search for a mutant that takes longer than two minutes has found nothing.
 */
export async function work(
  part: Share,
  mutant?: { readonly name: string; readonly killedBy: string },
): Promise<Report> {
  const args = Object.entries(part).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const [hook, killer, env] =
    mutant === undefined
      ? [[], [], process.env]
      : [
          ['--import', here('../mutants/install.ts')],
          ['--killer', mutant.killedBy],
          { ...process.env, MUTANT: mutant.name },
        ];
  const command = [...hook, here('worker.ts'), ...args, ...killer];
  try {
    const { stdout } = await run(process.execPath, command, {
      env,
      maxBuffer: outputBytesMax,
      ...(mutant === undefined ? {} : { timeout: mutantTimeoutMs }),
    });
    return JSON.parse(stdout);
  } catch (error) {
    if (mutant !== undefined && (error as { readonly killed?: boolean }).killed === true)
      return emptyReport();
    throw error;
  }
}
