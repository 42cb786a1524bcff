import { defineCommand } from './shell/command.ts';
import { UsageError } from './shell/errors.ts';
import { wholeNumber } from './shell/flags.ts';

/** Where tools expect a local AWS, and what `--env local` calls. */
const portDefault = 4566;
/** The three ports that follow are the stand-ins'. */
const portMost = 65_532;

/** Runs the local environment. */
export const start = defineCommand({
  name: 'start',
  summary: 'Runs the local environment until Ctrl-C: AWS and the third parties on this machine.',
  flags: {
    port: { type: 'string', value: '<n>', about: `port of the AWS endpoint; ${portDefault} unless given` },
  },
  examples: ['start', 'start --port 4666'],
  run: async ({ flags, environment }, context) => {
    if (environment.name !== 'local') throw new UsageError('start runs the local environment only');
    const port = flags.port === undefined ? portDefault : wholeNumber('port', flags.port, 0, portMost);
    // The local environment brings emulators along: no other command should wait for them to load.
    const local = await import('../local/start.ts');
    return local.start({ port }, context);
  },
});
