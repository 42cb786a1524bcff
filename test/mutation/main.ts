/**
 * `npm run mutate`: how many of all the small bugs that can be made in the pure parts their tests notice. Takes a quarter
 * of an hour; runs at night. Fails below the least score, and on a survivor that nobody has given a reason for.
 *
 * --only TEXT   the files whose path holds it
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Mutation, mutationsOf } from './mutations.ts';
import { putToTest } from './put-to-test.ts';
import { survivors } from './survivors.ts';
import { type Target, targets } from './targets.ts';
import type { Trial } from './trial.ts';

/** Percent of all. Files differ by how many of their bugs are none. */
const scoreMin = 90;

const say = (text: string) => process.stdout.write(`${text}\n`);
const row = (killed: number, of: number, file: string) =>
  say(`${(of === 0 ? 100 : (100 * killed) / of).toFixed(0).padStart(4)} %  ${killed} of ${of}  ${file}`);

interface Bug extends Trial {
  readonly target: Target;
  readonly mutation: Mutation;
}

interface Tried {
  readonly killed: number;
  readonly of: number;
  readonly isGood: boolean;
}

const bugsOf = (target: Target): readonly Bug[] =>
  mutationsOf(readFileSync(target.file, 'utf8'), target.file).map((mutation, n) => ({
    target,
    mutation,
    name: `${target.file} ${n}`,
    sources: { [target.file]: mutation.source },
    tests: target.own.length > 0 ? target.own : target.tests,
  }));

/** Those that the tests they name do not notice. */
async function surviving(bugs: readonly Bug[]): Promise<readonly Bug[]> {
  const verdicts = await putToTest(bugs, availableParallelism());
  return bugs.filter(({ name }) => verdicts.get(name) === 'survived');
}

/** Tries all bugs of the files of one room, and says what it found. */
async function tryRoom(files: readonly Target[]): Promise<readonly Tried[]> {
  const groups = [...new Map(files.map(({ tests }) => [tests.join(), tests])).values()];
  const sound = groups.map((tests, n): Trial => ({ name: `as it is ${n}`, sources: {}, tests }));
  const asItIs = await putToTest(sound, availableParallelism());
  const failing = sound.filter(({ name }) => asItIs.get(name) !== 'survived');
  for (const { tests } of failing) say(`✗ without any bug, not all pass of ${tests.join(', ')}`);
  const bugs = files.flatMap(bugsOf);
  const unnoticed = await surviving(bugs);
  // Most are noticed by a file's own tests, which are quick; the rest by what uses it.
  const others = unnoticed.filter(({ target }) => target.own.length > 0);
  const left = [
    ...unnoticed.filter(({ target }) => target.own.length === 0),
    ...(await surviving(others.map((bug) => ({ ...bug, tests: bug.target.tests })))),
  ];
  return files.map((target) => {
    const of = bugs.filter((bug) => bug.target === target).length;
    const its = left.filter((bug) => bug.target === target).map(({ mutation }) => mutation);
    const unexplained = its.filter((mutation) => !hasReason(target, mutation));
    for (const { line, from, to } of unexplained)
      say(`✗ ${target.file}:${line} survives: ${JSON.stringify(from)} as ${JSON.stringify(to)}`);
    row(of - its.length, of, target.file);
    return { killed: of - its.length, of, isGood: failing.length === 0 && unexplained.length === 0 };
  });
}

function hasReason({ file }: Target, { line, from, to }: Mutation): boolean {
  const text = readFileSync(file, 'utf8').split('\n')[line - 1];
  return survivors.some(
    (one) => one.file === file && text?.includes(one.line) && one.from === from && one.to === to,
  );
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const wanted = targets.filter(({ file }) => file.includes(values.only));
const byRoom = Map.groupBy(wanted, ({ file }) => file.slice(0, file.lastIndexOf('/')));
const all: Tried[] = [];
for (const files of byRoom.values()) all.push(...(await tryRoom(files)));
const killed = all.reduce((total, one) => total + one.killed, 0);
const of = all.reduce((total, one) => total + one.of, 0);
row(killed, of, 'all');
process.exitCode = all.every(({ isGood }) => isGood) && killed >= (scoreMin / 100) * of ? 0 : 1;
