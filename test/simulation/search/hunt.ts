/** Known bugs that nobody notices. Each must be noticed by whom it names; that others do may be luck. */
import { readFileSync } from 'node:fs';
import { putToTest } from '../../mutation/put-to-test.ts';
import type { Trial } from '../../mutation/trial.ts';
import { allSinglePlaces } from '../mutants/all-single-places.ts';
import { type Mutant, mutated } from '../mutants/mutant.ts';
import { mutants } from '../mutants/mutants.ts';
import type { SinglePlace } from '../mutants/single-places.ts';
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

/**
 * The sentences about those of a single place that the test file which they name does not notice, and about test files
 * that fail without any bug: those would notice everything.
 * @param shares how many processes at once
 */
export async function huntSinglePlaces(shares: number): Promise<readonly string[]> {
  const singlePlaces = await allSinglePlaces();
  const files = [...new Set(singlePlaces.map(({ killedBy }) => killedBy))];
  const sound = files.map((file): Trial => ({ name: `nothing in ${file}`, sources: {}, tests: [file] }));
  const verdicts = await putToTest([...sound, ...singlePlaces.map(trialOf)], shares);
  return [
    ...sound
      .filter(({ name }) => verdicts.get(name) !== 'survived')
      .map(({ tests }) => `${tests[0]} fails by itself`),
    ...singlePlaces
      .filter(({ name }) => verdicts.get(name) === 'survived')
      .map(({ name, killedBy }) => `${killedBy} did not notice ${name}`),
  ];
}

function trialOf({ name, killedBy, ...edit }: SinglePlace): Trial {
  const source = readFileSync(new URL(`../../../${edit.file}`, import.meta.url), 'utf8');
  return { name, sources: { [edit.file]: mutated(source, edit) }, tests: [killedBy] };
}
