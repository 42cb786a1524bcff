import { randomUUID } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { contracts } from '../../functions/destinations/contracts.ts';
import { events } from '../../functions/events/index.ts';
import { integrations } from '../../functions/integrations/index.ts';
import { readCounts } from '../cost/counts.ts';
import type { OuterContext } from './context.ts';
import { callerOf, whenCallerEnds } from './when-caller-ends.ts';

type Process = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'stdin' | 'on' | 'off' | 'kill' | 'ppid'>;

/** Ctrl-C comes twice where npm hands on what the terminal told all: from then on it is a second one. */
const secondAfterMs = 1_000;

/**
 * The context of a real run. From now on Ctrl-C asks the command to end, and so does the end of the terminal, and of the
 * `npm run` that called it; a second one ends the process.
 */
export function processContext(process: Process, env: OuterContext['env']): OuterContext {
  const ending = new AbortController();
  // Who has no terminal, by nohup for one, outlives it.
  const signals = ['SIGINT', 'SIGTERM', ...(process.stdout.isTTY ? (['SIGHUP'] as const) : [])] as const;
  const end = () => {
    ending.abort();
    setTimeout(() => {
      for (const signal of signals) process.off(signal, end);
    }, secondAfterMs).unref();
  };
  for (const signal of signals) process.on(signal, end);
  whenCallerEnds(env, callerOf(process), () => {
    process.stderr.write('npm was ended, and this ends with it\n');
    end();
  });
  // `| head` closes the pipe: nobody reads on, so there is nothing to go on for.
  process.stdout.on('error', end);
  process.stderr.on('error', end);
  return {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env,
    now: Date.now,
    randomId: randomUUID,
    random: Math.random,
    sleep: (ms) => sleepFor(ms, undefined, { signal: ending.signal }),
    isTTY: process.stdin.isTTY === true && process.stdout.isTTY === true,
    signal: ending.signal,
    clients: async (environment) => (await import('./clients.ts')).createClients(environment, env),
    integrations,
    events,
    contracts,
    counts: readCounts,
  };
}
