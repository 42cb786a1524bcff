/**
 * `npm run mutate`: how many of all the small bugs that can be made in the pure parts their tests notice. Takes minutes;
 * runs at night. Fails below the least score, and on a survivor that nobody has given a reason for.
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
import type { Trial, Verdict } from './trial.ts';

/** Percent of all, of each file too: what is below has a table or an edge that no test asks for. */
const scoreMin = 90;

const say = (text: string) => process.stdout.write(`${text}\n`);
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

interface Tried extends Mutation {
  readonly target: Target;
  readonly name: string;
  readonly lineText: string;
}

const chosen = targets.filter(({ file }) => file.includes(values.only));
const tried = chosen.flatMap((target): Tried[] => {
  const source = readFileSync(target.file, 'utf8');
  const lines = source.split('\n');
  return mutationsOf(source, target.file).map((mutation, n) => ({
    ...mutation,
    target,
    name: `${target.file} ${n}`,
    lineText: (lines[mutation.line - 1] ?? '').trim(),
  }));
});
const sound = chosen.map(({ file, tests }): Trial => ({ name: `${file} as it is`, sources: {}, tests }));
const trials = tried.map(
  ({ name, target, source }): Trial => ({ name, sources: { [target.file]: source }, tests: target.tests }),
);
const verdicts = await putToTest([...sound, ...trials], availableParallelism());

const failing = sound.filter(({ name }) => verdicts.get(name) !== 'survived');
for (const { name } of failing) say(`✗ ${name} does not pass its tests`);
const left = tried.filter(({ name }) => verdicts.get(name) === 'survived');
const reasonOf = ({ target, lineText, from, to }: Tried) =>
  survivors.find(
    (one) => one.file === target.file && one.line === lineText && one.from === from && one.to === to,
  );
const unexplained = left.filter((one) => reasonOf(one) === undefined);
for (const { target, line, from, to } of unexplained)
  say(`✗ ${target.file}:${line} survives: ${JSON.stringify(from)} as ${JSON.stringify(to)}`);

const score = (some: readonly Tried[]) => {
  const killed = some.filter(({ name }) => isNoticed(verdicts.get(name))).length;
  return { killed, of: some.length, percent: some.length === 0 ? 100 : (100 * killed) / some.length };
};
const isNoticed = (verdict: Verdict | undefined) => verdict === 'killed' || verdict === 'hung';
const rows = chosen.map(
  ({ file }) => [file, score(tried.filter(({ target }) => target.file === file))] as const,
);
for (const [file, { killed, of, percent }] of [...rows, ['all', score(tried)] as const])
  say(`${percent.toFixed(0).padStart(4)} %  ${killed} of ${of}  ${file}`);
const low = rows.filter(([, { percent }]) => percent < scoreMin);
for (const [file] of low) say(`✗ ${file} is below ${scoreMin} %`);
process.exitCode = failing.length + unexplained.length + low.length === 0 ? 0 : 1;
