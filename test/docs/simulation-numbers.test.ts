import { expect, it } from 'vitest';
import { mutants } from '../simulation/mutants/mutants.ts';
import { singlePlaces } from '../simulation/mutants/single-places.ts';
import { seedsDefault } from '../simulation/search/seeds-default.ts';
import { meetsEveryFault, stories } from '../simulation/stories.ts';
import { readmeText } from './readme-text.ts';

it('the README says how many stories, random worlds and known bugs the simulator has', () => {
  const numbers =
    /(\d+) stories, (\d+) of them again with every fault at every call, ([\d,]+) random worlds from a seed, and (\d+) known bugs/;
  const [, ...said] = numbers.exec(readmeText) ?? [];
  // Those of the examples come and go with them.
  expect(said.map((text) => Number(text.replace(',', '')))).toEqual([
    stories.length,
    stories.filter(meetsEveryFault).length,
    seedsDefault,
    mutants.length + singlePlaces.length,
  ]);
});
