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

interface Tried {
  readonly killed: number;
  readonly of: number;
  readonly isGood: boolean;
}

/** Tries all bugs of one file, and says what it found. */
async function tryFile({ file, tests }: Target): Promise<Tried> {
  const source = readFileSync(file, 'utf8');
  const lines = source.split('\n');
  const named = mutationsOf(source, file).map((mutation, n) => ({ mutation, name: `${file} ${n}` }));
  const sound: Trial = { name: `${file} as it is`, sources: {}, tests };
  const trials = named.map(
    ({ mutation, name }): Trial => ({ name, sources: { [file]: mutation.source }, tests }),
  );
  const verdicts = await putToTest([sound, ...trials], availableParallelism());
  const isSound = verdicts.get(sound.name) === 'survived';
  if (!isSound) say(`✗ ${file} does not pass its tests as it is`);
  const left = named.filter(({ name }) => verdicts.get(name) === 'survived').map(({ mutation }) => mutation);
  const hasReason = ({ line, from, to }: Mutation) =>
    survivors.some(
      (one) => one.file === file && lines[line - 1]?.includes(one.line) && one.from === from && one.to === to,
    );
  const unexplained = left.filter((mutation) => !hasReason(mutation));
  for (const { line, from, to } of unexplained)
    say(`✗ ${file}:${line} survives: ${JSON.stringify(from)} as ${JSON.stringify(to)}`);
  const killed = named.length - left.length;
  row(killed, named.length, file);
  return { killed, of: named.length, isGood: isSound && unexplained.length === 0 };
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const all: Tried[] = [];
for (const target of targets.filter(({ file }) => file.includes(values.only)))
  all.push(await tryFile(target));
const killed = all.reduce((total, one) => total + one.killed, 0);
const of = all.reduce((total, one) => total + one.of, 0);
row(killed, of, 'all');
process.exitCode = all.every(({ isGood }) => isGood) && killed >= (scoreMin / 100) * of ? 0 : 1;
