/** Known bugs that nobody notices. Each must be noticed by whom it names; that others do may be luck. */
import type { Mutant } from '../mutants/mutant.ts';
import { mutants } from '../mutants/mutants.ts';
import { judgeOf } from './report.ts';
import { work } from './work.ts';

/** A mutant that so many random worlds do not bring to light survives. */
const seedsForMutant = 400;

export interface Survivor {
  readonly mutant: Mutant;
  /** Who spoke of it although it names another. */
  readonly noticedBy: readonly string[];
}

/**
 * Returns the mutants that were not noticed by whom they name. Always the same search: whether a bug is seen must not be
 * luck.
 * @param shares how many processes at once
 */
export async function hunt(shares: number): Promise<readonly Survivor[]> {
  const left = [...mutants];
  const survivors: Survivor[] = [];
  const hunter = async () => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const { findings } = await work({ seed: 1, seeds: seedsForMutant, share: 0, shares: 1 }, mutant);
      const noticedBy = new Set(findings.flatMap(({ violations }) => violations.map(judgeOf)));
      if (!noticedBy.has(mutant.killedBy)) survivors.push({ mutant, noticedBy: [...noticedBy] });
    }
  };
  await Promise.all(Array.from({ length: shares }, hunter));
  return survivors;
}

/** What to tell of a survivor. */
export const sentenceOf = ({ mutant, noticedBy }: Survivor): string =>
  noticedBy.length === 0
    ? `nobody noticed ${mutant.name}`
    : `"${mutant.killedBy}" did not notice ${mutant.name}, which it must: only "${noticedBy.join('", "')}" did`;
