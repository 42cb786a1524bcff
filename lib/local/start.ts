/** `npm start`: the local environment, until somebody ends it. */
import { integrations } from '../../functions/integrations/index.ts';
import type { Recording } from '../contract/recording/recording.ts';
import { integrationName, topicName } from '../names.ts';
import { startLocalEnvironment } from './local-environment.ts';

export interface StartContext {
  readonly stdout: NodeJS.WritableStream;
  readonly now: () => number;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

export interface StartOptions {
  /** Of the AWS endpoint. */
  readonly port: number;
  /** Third parties that say again what was recorded. */
  readonly replays: readonly Recording[];
}

const outDir = '.interlock/local';

/** Runs until `context.signal` aborts. Rejects when the port is taken. */
export async function start({ port, replays }: StartOptions, context: StartContext): Promise<number> {
  const say = (text: string) => context.stdout.write(`${text}\n`);
  say('Synthesizing interlock-local …');
  const environment = await startLocalEnvironment({ port, outDir, now: context.now, replays });
  const { aws, standIns, tookMs } = environment;
  const line = (name: string, what: string) => `  ${name.padEnd(30)} ${what}`;
  say(`Up in ${((tookMs.synthesis + tookMs.start) / 1_000).toFixed(1)} s. What runs where:\n`);
  say(line('AWS (account 000000000000)', aws.endpoint));
  for (const [name, { url }] of Object.entries(standIns))
    say(
      line(
        `${name} (${replays.some(({ destination }) => destination === name) ? 'recording' : 'stand-in'})`,
        `${url}   its journal: ${url}/_interlock/ledger`,
      ),
    );
  say(line('topic', topicName('local')));
  for (const { name } of integrations) say(line('queue and function', integrationName('local', name)));
  const elsewhere = port === 4566 ? '' : `AWS_ENDPOINT_URL=${aws.endpoint} `;
  say(`
Send the first event from another terminal, and look what became of it:

  ${elsewhere}npm run interlock -- send customer.created
  ${elsewhere}npm run interlock -- logs --since 5m

Any AWS SDK or CLI works with AWS_ENDPOINT_URL=${aws.endpoint}. Ctrl-C ends everything.`);
  await aborted(context.signal);
  say('\nStopping …');
  await environment.stop();
  return 0;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
