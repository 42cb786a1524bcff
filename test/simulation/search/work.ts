/** One process of a search. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Mutant } from '../mutants/mutant.ts';
import { emptyReport, type Report } from './report.ts';

const run = promisify(execFile);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Longer than any honest search for a mutant. */
const mutantTimeoutMs = 300_000;
/** A process needs half as long to load what another has loaded before: compiled, and without its types. */
const compiled = here('../../../node_modules/.cache/interlock-simulate');
/** A world leaves much behind at once: with more room for what is young, less of it is looked at twice. */
const flags = ['--max-semi-space-size=32'];
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
 * Runs a share of a search; with a mutant, first where it was last seen, then the stories, and only until it is noticed by whom it names.
 * Rejects when the process fails; a search for a mutant that takes longer than five minutes has found nothing.
 */
export async function work(
  part: Share,
  mutant?: Pick<Mutant, 'name' | 'killedBy' | 'seenIn'>,
): Promise<Report> {
  const args = Object.entries(part).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const [hook, killer, name] =
    mutant === undefined
      ? [[], [], {}]
      : [
          ['--import', here('../mutants/install.ts')],
          ['--killer', mutant.killedBy, '--seen-in', `${mutant.seenIn}`],
          { MUTANT: mutant.name },
        ];
  const env = { ...process.env, NODE_COMPILE_CACHE: compiled, ...name };
  const command = [...flags, ...hook, here('worker.ts'), ...args, ...killer];
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
