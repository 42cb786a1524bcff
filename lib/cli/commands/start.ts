import type { Recording } from '../../contract/recording/recording.ts';
import { readRecording, recordingFile } from '../../contract/recording/recording-file.ts';
import { RecordingError } from '../../contract/recording/recording-json.ts';
import type { LocalAws } from '../../local/aws/local-aws.ts';
import type { Context } from '../context.ts';
import { findDestination } from '../resources.ts';
import { defineCommand } from '../shell/command.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { wholeNumber } from '../shell/flags.ts';
import { attemptLineIn, requestLine } from '../start/request-line.ts';

/** Where tools expect a local AWS, and what `--env local` calls. */
const portDefault = 4566;
/** The three ports that follow are the stand-ins', the one before it is the console's. */
const portMost = 65_532;

/** Not in version control: secrets stand in it. */
const keptFile = '.interlock/kept.json';

/** For an example of one that is most likely free. */
const portElsewhere = 4700;

/** Runs the local environment. */
export const start = defineCommand({
  name: 'start',
  summary: 'Runs the local environment until Ctrl-C: AWS and the third parties on this machine.',
  flags: {
    port: { type: 'string', value: '<n>', about: `port of the AWS endpoint; ${portDefault} unless given` },
    replay: {
      type: 'string',
      multiple: true,
      value: '<destination>',
      about: 'let its stand-in say again what `probe --record` kept; may be repeated',
    },
    keep: {
      type: 'boolean',
      about: 'go on with the queues, ledger and secrets of the last start --keep, and keep them for the next',
    },
    quiet: { type: 'boolean', about: 'print no requests as they go; the console shows them' },
  },
  examples: ['start', 'start --port 4666', 'start --keep', 'start --replay intercom'],
  run: async ({ flags, environment }, context) => {
    if (environment.name !== 'local') throw new UsageError('start runs the local environment only');
    const port = flags.port === undefined ? portDefault : wholeNumber('port', flags.port, 0, portMost);
    const replays = await Promise.all(flags.replay.map((name) => recordingOf(name, context)));
    // The local environment brings emulators along: no other command should wait for them to load.
    const [local, { createOperator }] = await Promise.all([
      import('../../local/start.ts'),
      import('../start/create-operator.ts'),
    ]);
    const options = {
      ...{ port, replays, keepIn: flags.keep ? keptFile : undefined, json: flags.json },
      operatorOf: (aws: LocalAws) => createOperator(aws, environment, context),
      shownLine: (line: string) =>
        flags.quiet ? undefined : flags.json ? attemptLineIn(line) : requestLine(line, context),
    };
    try {
      return await local.start(options, context);
    } catch (error) {
      if (error instanceof local.KeptFileError) throw new CommandError(error.message);
      const { code, port: taken } = error as { readonly code?: string; readonly port?: number };
      if (code !== 'EADDRINUSE') throw error;
      const needed = port === 0 ? '' : `, one of the console's, ${port} and the stand-ins' behind it`;
      throw new CommandError(
        `port ${taken ?? port} is taken${needed}: is another \`npm start\` running? Else say --port ${portElsewhere}`,
      );
    }
  },
});

async function recordingOf(name: string, { root, ...context }: Context): Promise<Recording> {
  findDestination(name, context);
  const path = recordingFile(name);
  const recording = await readRecording(root, name).catch((error: unknown) => {
    if (error instanceof RecordingError) throw new CommandError(`${path}: ${error.message}`);
    throw error;
  });
  if (recording !== undefined) return recording;
  throw new CommandError(`${path} is not there: npm run interlock -- probe ${name} --write --record`);
}
