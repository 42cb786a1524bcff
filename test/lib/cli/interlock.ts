/** Runs the command line in this process, with everything around it injected. */
import { Writable } from 'node:stream';
import { createClients } from '../../../lib/cli/clients.ts';
import type { Context } from '../../../lib/cli/context.ts';
import { main } from '../../../lib/cli/main.ts';
import {
  shopContracts as contracts,
  shopEvents as events,
  shopIntegrations as integrations,
  shopRoot as root,
} from '../../fixtures/shop/index.ts';
import { fixtureCountsOf } from '../cost/fixture-counts.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Around {
  /** Address of the AWS endpoint; nothing answers at the one that is there unless said. */
  readonly endpoint?: string;
  readonly stdin?: string;
  readonly context?: Partial<Context>;
}

/** 2026-11-24T00:00:00Z, the moment at which every command of a test runs. */
export const nowMs = Date.UTC(2026, 10, 24);

/** Port 9, discard: nothing answers there. */
const nowhere = 'http://127.0.0.1:9';

export async function interlock(args: readonly string[], around: Around = {}): Promise<Ran> {
  const { endpoint = nowhere, stdin = '' } = around;
  const stdout = collect();
  const stderr = collect();
  const env = { AWS_ENDPOINT_URL: endpoint };
  let ids = 0;
  const code = await main(args, {
    root,
    stdout: stdout.stream,
    stderr: stderr.stream,
    stdin: (async function* () {
      yield stdin;
    })(),
    env,
    now: () => nowMs,
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    sleep: async () => undefined,
    isTTY: false,
    signal: new AbortController().signal,
    // Every environment is the fake, so that prod can be tried without one.
    clients: async () => createClients('local', env),
    integrations,
    events,
    contracts,
    counts: () => fixtureCountsOf(integrations),
    ...around.context,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collect() {
  let written = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += chunk;
      done();
    },
  });
  return { stream, text: () => written };
}
