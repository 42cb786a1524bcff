import { defineCommand } from '../shell/command.ts';
import { UsageError } from '../shell/errors.ts';

/** Plays the whole story on this machine. */
export const demo = defineCommand({
  name: 'demo',
  summary:
    'Plays the whole story on this machine, with trouble arranged, and ends with a table of what happened.',
  flags: {},
  run: async ({ environment }, context) => {
    if (environment.name !== 'local') throw new UsageError('demo runs on this machine only');
    const story = await import('../../demo/demo.ts');
    return story.demo({}, context);
  },
});
