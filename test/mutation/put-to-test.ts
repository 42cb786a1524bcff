/** Puts trials to the test, some at a time in a process, several processes at once. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Report, Trial, Verdict } from './trial.ts';

const series = fileURLToPath(new URL('series.ts', import.meta.url));
/** A process starts in half a second; one that holds more servers than this gets slow. */
const seriesLength = 24;
/** The slowest test file is over in a fraction of it, on a busy machine too. */
const silentMsMax = 20_000;

/**
 * The verdict on each trial, by name. Rejects when a process fails by itself.
 * @param shares how many processes at once
 */
export async function putToTest(
  trials: readonly Trial[],
  shares: number,
): Promise<ReadonlyMap<string, Verdict>> {
  const left: (readonly Trial[])[] = [];
  for (let at = 0; at < trials.length; at += seriesLength) left.push(trials.slice(at, at + seriesLength));
  const verdicts = new Map<string, Verdict>();
  const take = async () => {
    for (let some = left.shift(); some !== undefined; some = left.shift()) {
      for (const [name, verdict] of await runSeries(some)) verdicts.set(name, verdict);
      // After one that hung the rest have not had their turn; which one it was shows when each is by itself.
      left.push(...some.filter(({ name }) => !verdicts.has(name)).map((trial) => [trial]));
    }
  };
  await Promise.all(Array.from({ length: shares }, take));
  return verdicts;
}

async function runSeries(trials: readonly Trial[]): Promise<ReadonlyMap<string, Verdict>> {
  const found = new Map<string, Verdict>();
  const toCome = new Map(trials.map(({ name, tests }) => [name, tests.length]));
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
    if (state === 'begun') continue;
    const files = (toCome.get(trial) ?? 0) - 1;
    toCome.set(trial, files);
    if (state === 'failed') found.set(trial, 'killed');
    else if (files === 0 && !found.has(trial)) found.set(trial, 'survived');
  }
  clearTimeout(timer);
  const code = await ended;
  const [only, ...others] = trials;
  if (isSilent && only !== undefined && others.length === 0) found.set(only.name, 'hung');
  if (isSilent) return found;
  const unjudged = trials.filter(({ name }) => !found.has(name)).map(({ name }) => name);
  if (code !== 0 || unjudged.length > 0)
    throw new Error(`the tests of mutants ended with ${code}, without a word of ${unjudged.join(', ')}`);
  return found;
}
