/** Puts trials to the test, some at a time in a process, several processes at once. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Report, Trial, Verdict } from './trial.ts';

const series = fileURLToPath(new URL('series.ts', import.meta.url));
/** A process starts in half a second; one that holds more servers than this gets slow. */
const seriesLength = 24;
/** The slowest test file is over in a fraction of it, on a busy machine too. */
const silentMsMax = 15_000;

/**
 * The verdict on each trial, by name. Rejects when a process fails by itself.
 * @param shares how many processes at once
 */
export async function putToTest(
  trials: readonly Trial[],
  shares: number,
  told: (trial: Trial, verdict: Verdict) => void = () => {},
): Promise<ReadonlyMap<string, Verdict>> {
  const left = [...trials];
  const verdicts = new Map<string, Verdict>();
  const take = async () => {
    for (let some = left.splice(0, seriesLength); some.length > 0; some = left.splice(0, seriesLength)) {
      const found = await runSeries(some);
      for (const trial of some) {
        const verdict = found.get(trial.name);
        // After one that hung the rest have not had their turn.
        if (verdict === undefined) left.push(trial);
        else {
          verdicts.set(trial.name, verdict);
          told(trial, verdict);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: shares }, take));
  return verdicts;
}

async function runSeries(trials: readonly Trial[]): Promise<ReadonlyMap<string, Verdict>> {
  const found = new Map<string, Verdict>();
  const toCome = new Map(trials.map(({ name, tests }) => [name, tests.length]));
  let current: string | undefined;
  const child = spawn(process.execPath, [series], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(trials));
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      found.set(current ?? trials[0]?.name ?? '', 'hung');
      child.kill('SIGKILL');
    }, silentMsMax);
  };
  wait();
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  for await (const line of createInterface(child.stdout)) {
    if (!line.startsWith('{"trial":')) continue;
    wait();
    const { trial, state }: Report = JSON.parse(line);
    current = trial;
    if (state === 'begun') continue;
    const files = (toCome.get(trial) ?? 0) - 1;
    toCome.set(trial, files);
    if (state === 'failed') found.set(trial, 'killed');
    else if (files === 0 && !found.has(trial)) found.set(trial, 'survived');
  }
  clearTimeout(timer);
  const code = await ended;
  if (code !== 0 && ![...found.values()].includes('hung'))
    throw new Error(`the tests of mutants ended with ${code}`);
  const unjudged = code === 0 ? trials.filter(({ name }) => !found.has(name)) : [];
  if (unjudged.length > 0)
    throw new Error(`no test file ran for ${unjudged.map(({ name }) => name).join(', ')}`);
  return found;
}
