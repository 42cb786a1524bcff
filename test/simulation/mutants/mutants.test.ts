import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { invariants } from '../invariants/index.ts';
import { seedsDefault } from '../search/seeds-default.ts';
import { stories } from '../stories.ts';
import { allSinglePlaces } from './all-single-places.ts';
import { mutated } from './mutant.ts';
import { mutants } from './mutants.ts';

const singlePlaces = await allSinglePlaces();

it.each(mutants)('the mutant $name still fits the source it is made of', ({ edits }) => {
  for (const edit of edits) {
    const source = readFileSync(new URL(`../../../functions/${edit.file}`, import.meta.url), 'utf8');
    expect(mutated(source, edit)).not.toBe(source);
  }
});

it.each(singlePlaces)('the mutant $name of a single place still fits its source', ({ killedBy, ...edit }) => {
  const source = readFileSync(new URL(`../../../${edit.file}`, import.meta.url), 'utf8');
  expect(mutated(source, edit)).not.toBe(source);
  expect([killedBy, existsSync(new URL(`../../../${killedBy}`, import.meta.url))]).toEqual([killedBy, true]);
});

it('an edit that fits nowhere, or twice, is an error', () => {
  const edit = { file: 'a.ts', find: 'x', replace: 'y' };
  expect(() => mutated('abc', edit)).toThrow('expected once, found 0 times');
  expect(() => mutated('axbx', edit)).toThrow('expected once, found 2 times');
  expect(mutated('axb', edit)).toBe('ayb');
});

it('there are at least twenty, each with a name of its own', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(20);
});

it('with those of a single place there are more than fifty, each with a name of its own', () => {
  const names = [...mutants, ...singlePlaces].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(50);
});

it('each names who must notice it: an invariant, or a story that expects something of its own', () => {
  const judges = [
    ...Object.keys(invariants),
    ...stories.filter(({ expects }) => expects !== undefined).map(({ name }) => name),
  ];
  expect(mutants.filter(({ killedBy }) => !judges.includes(killedBy))).toEqual([]);
});

it('each was seen in a story that there is, or in a random world of those that are searched', () => {
  const names = stories.map(({ name }) => name);
  const isThere = (seenIn: string | number) =>
    typeof seenIn === 'string' ? names.includes(seenIn) : seenIn >= 1 && seenIn <= seedsDefault;
  expect(mutants.filter(({ seenIn }) => !isThere(seenIn))).toEqual([]);
});

it('each invariant must notice at least one', () => {
  const killers = new Set(mutants.map(({ killedBy }) => killedBy));
  expect(Object.keys(invariants).filter((name) => !killers.has(name))).toEqual([]);
});
