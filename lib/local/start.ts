/** `npm start`: the local environment and its console, until somebody ends them. */
import { integrations } from '../../functions/integrations/index.ts';
import type { Recording } from '../contract/recording/recording.ts';
import { integrationName, topicName } from '../names.ts';
import type { LocalAws } from './aws/local-aws.ts';
import type { Operator } from './console/operator.ts';
import { type Console, startConsole } from './console/start-console.ts';
import { type LocalEnvironmentOptions, startLocalEnvironment } from './local-environment.ts';

export { KeptFileError } from './kept-file.ts';

export interface StartContext {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly now: () => number;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

export interface StartOptions extends Pick<LocalEnvironmentOptions, 'integrations' | 'contracts' | 'top'> {
  /** Of the AWS endpoint. The console takes the one before it, the stand-ins those after it. 0: whatever is free. */
  readonly port: number;
  /** Third parties that say again what was recorded. */
  readonly replays: readonly Recording[];
  readonly outDir?: string;
  /** Goes on where an earlier run ended that kept its state in this file. @default - begins empty, and keeps nothing */
  readonly keepIn?: string | undefined;
  /** What the console shows and does. */
  readonly operatorOf: (aws: LocalAws) => Operator;
  /** What runs where as one line of JSON on standard output, and all that is said on the other. @default false */
  readonly json?: boolean;
  /** What is printed of a line that a function wrote; nothing: `undefined`. */
  readonly shownLine: (line: string) => string | undefined;
}

const outDirDefault = '.interlock/local';

/** Eight minutes at twenty deliveries a second; a delivery in the ledger, a thing at a stand-in and their lines take 10 KB together. */
const remembers = 10_000;

/** Runs until `context.signal` aborts. Rejects when a port is taken. */
export async function start(options: StartOptions, context: StartContext): Promise<number> {
  const {
    port,
    replays,
    operatorOf,
    shownLine,
    outDir = outDirDefault,
    keepIn,
    json = false,
    ...chosen
  } = options;
  const write = (text: string) => context.stdout.write(`${text}\n`);
  const say = json ? (text: string) => context.stderr.write(`${text}\n`) : write;
  // The table keeps values as small buffers. Node cuts those out of pieces of 8 KB, and the last that is kept of a piece keeps
  // all of it: of 3 KB a delivery became 15. https://nodejs.org/api/buffer.html#bufferpoolsize
  Buffer.poolSize = 0;
  let ownConsole: Console | undefined;
  say('Synthesizing interlock-local …');
  const environment = await startLocalEnvironment({
    ...chosen,
    port,
    outDir,
    now: context.now,
    replays,
    onLog: (line) => {
      ownConsole?.addLine(line);
      const shown = shownLine(line);
      if (shown !== undefined) write(shown);
    },
    onReload: say,
    remembers,
    ...(keepIn === undefined ? {} : { keepIn, onKeep: say }),
  });
  const { aws, standIns, tookMs } = environment;
  try {
    ownConsole = await startConsole({
      port: Math.max(0, port - 1),
      now: context.now,
      operator: operatorOf(aws),
      standIns,
      endpoint: aws.endpoint,
    });
  } catch (error) {
    await environment.stop();
    throw error;
  }
  const line = (name: string, what: string) => `  ${name.padEnd(30)} ${what}`;
  say(`Up in ${((tookMs.synthesis + tookMs.start) / 1_000).toFixed(1)} s. What runs where:\n`);
  say(line('console', ownConsole.url));
  say(line('AWS (account 000000000000)', aws.endpoint));
  for (const [name, { url }] of Object.entries(standIns))
    say(
      line(
        `${name} (${replays.some(({ destination }) => destination === name) ? 'recording' : 'stand-in'})`,
        `${url}   its journal: ${url}/_interlock/ledger`,
      ),
    );
  say(line('topic', topicName('local')));
  for (const { name } of chosen.integrations ?? integrations)
    say(line('queue and function', integrationName('local', name)));
  const elsewhere = port === 4566 ? '' : `AWS_ENDPOINT_URL=${aws.endpoint} `;
  if (json) {
    const urls = Object.entries(standIns).map(([name, { url }]) => [name, url]);
    write(
      JSON.stringify({ console: ownConsole.url, endpoint: aws.endpoint, standIns: Object.fromEntries(urls) }),
    );
  }
  say(`
Send the first event in the console, or from another terminal, and look what became of it:

  ${elsewhere}npm run interlock -- send customer.created
  ${elsewhere}npm run interlock -- logs --since 5m

Edits of mappings, operations and integrations are live within two seconds.
Any AWS SDK or CLI works with AWS_ENDPOINT_URL=${aws.endpoint}. Ctrl-C ends everything${keepIn === undefined ? '' : `; what is in queues, ledger and secrets is kept in ${keepIn}`}.
`);
  await aborted(context.signal);
  say('\nStopping …');
  await Promise.all([ownConsole.stop(), environment.stop()]);
  return 0;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
