/** Puts trials to the test, some at a time in a process, several processes at once. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Report, Trial, Verdict } from './trial.ts';

const series = fileURLToPath(new URL('series.ts', import.meta.url));
/** A process keeps something of each trial: after so many it has half a gigabyte. */
const seriesLengthMax = 60;
/** The slowest test file is over in a fraction of it, on a busy machine too. */
const silentMsMax = 60_000;

/**
 * The verdict on each trial, by name. Rejects when a process fails by itself.
 * @param shares how many processes at once
 */
export async function putToTest(
  trials: readonly Trial[],
  shares: number,
): Promise<ReadonlyMap<string, Verdict>> {
  const left = seriesOf(trials, shares);
  const verdicts = new Map<string, Verdict>();
  const take = async () => {
    for (let some = left.shift(); some !== undefined; some = left.shift()) {
      const { found, silent } = await runSeries(some);
      for (const [name, verdict] of found) verdicts.set(name, verdict);
      // The one that fell silent is tried by itself: perhaps the machine was busy. The rest have not had their turn.
      const rest = some.filter((trial) => !verdicts.has(trial.name) && trial !== silent);
      for (const series of [rest, silent === undefined ? [] : [silent]])
        if (series.length > 0) left.push(series);
    }
  };
  await Promise.all(Array.from({ length: shares }, take));
  return verdicts;
}

/** Trials of the same tests stand together, as what these load does; no process has much more to do than another. */
function seriesOf(trials: readonly Trial[], shares: number): (readonly Trial[])[] {
  const byTests = Map.groupBy(trials, ({ tests }) => tests.join());
  const sorted = [...byTests.values()].flat();
  const length = Math.min(seriesLengthMax, Math.ceil(sorted.length / shares));
  const found: (readonly Trial[])[] = [];
  for (let at = 0; at < sorted.length; at += length) found.push(sorted.slice(at, at + length));
  return found;
}

interface Ran {
  readonly found: ReadonlyMap<string, Verdict>;
  /** It had begun when nothing came any more, and had neighbours. */
  readonly silent?: Trial;
}

async function runSeries(trials: readonly Trial[]): Promise<Ran> {
  const found = new Map<string, Verdict>();
  const toCome = new Map(trials.map(({ name, tests }) => [name, tests.length]));
  let begun: string | undefined;
  let isSilent = false;
  const child = spawn(process.execPath, [series], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Elsewhere a server of Vite takes the end of its input for somebody's wish to end it.
    env: { ...process.env, CI: 'true' },
  });
  child.stdin.end(JSON.stringify(trials));
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isSilent = true;
      child.kill('SIGKILL');
    }, silentMsMax);
  };
  wait();
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{"trial":')) continue;
    wait();
    const { trial, state }: Report = JSON.parse(line);
    if (state === 'begun') {
      begun = trial;
      continue;
    }
    const files = (toCome.get(trial) ?? 0) - 1;
    toCome.set(trial, files);
    if (state === 'failed') found.set(trial, 'killed');
    else if (files === 0 && !found.has(trial)) found.set(trial, 'survived');
  }
  clearTimeout(timer);
  const code = await ended;
  if (isSilent) {
    const silent = trials.find(({ name }) => name === begun);
    // That no test begins is the fault of no trial.
    if (silent === undefined) throw new Error(`the tests of ${trials[0]?.name} did not begin`);
    if (found.has(silent.name)) return { found };
    return trials.length === 1 ? { found: found.set(silent.name, 'hung') } : { found, silent };
  }
  const unjudged = trials.filter(({ name }) => !found.has(name)).map(({ name }) => name);
  if (code !== 0 || unjudged.length > 0)
    throw new Error(`the tests of mutants ended with ${code}, without a word of ${unjudged.join(', ')}`);
  return { found };
}
