import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { contracts } from '../../functions/destinations/contracts.ts';
import { events } from '../../functions/events/index.ts';
import { integrations } from '../../functions/integrations/index.ts';
import { readCounts } from '../cost/counts.ts';
import type { OuterContext } from './context.ts';

type Process = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'stdin' | 'once'>;

/** The context of a real run. From now on Ctrl-C asks the command to end; a second one ends the process. */
export function processContext(process: Process, env: OuterContext['env']): OuterContext {
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // `| head` closes the pipe: nobody reads on, so there is nothing to go on for.
  process.stdout.on('error', end);
  return {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env,
    now: Date.now,
    randomId: randomUUID,
    sleep: (ms) => setTimeout(ms, undefined, { signal: ending.signal }),
    isTTY: process.stdin.isTTY === true && process.stdout.isTTY === true,
    signal: ending.signal,
    clients: async (environment) => (await import('./clients.ts')).createClients(environment, env),
    integrations,
    events,
    contracts,
    counts: readCounts,
  };
}
