import { defineCommand } from '../shell/command.ts';
import { UsageError } from '../shell/errors.ts';

/** Of its own, beside that of `start`: both may run at the same time. */
const outDir = '.interlock/demo';

/** Plays the whole story on this machine. */
export const demo = defineCommand({
  name: 'demo',
  summary:
    'Plays the whole story on this machine, with trouble arranged, and ends with a table of what happened.',
  flags: {},
  run: async ({ environment, flags }, context) => {
    if (environment.name !== 'local') throw new UsageError('demo runs on this machine only');
    // The local environment brings emulators along: no other command should wait for them to load.
    const [story, { startLocalEnvironment }, { readDeadLetters }] = await Promise.all([
      import('../../demo/demo.ts'),
      import('../../local/local-environment.ts'),
      import('../dead-letters/read-dead-letters.ts'),
    ]);
    const startEnvironment = () => startLocalEnvironment({ port: 0, outDir, now: context.now });
    return story.demo({ startEnvironment, readDeadLetters }, flags.json, context);
  },
});
