import { requestSupervisor } from '../request-supervisor.ts';
import { findDestination } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { writeJson, writeLine } from '../shell/output.ts';

/** Lets a parked destination go on, if a probe with its credentials passes. */
export const resume = defineCommand({
  name: 'resume',
  summary: 'Lets a parked destination go on, if a probe with its credentials passes.',
  parameters: '<destination>',
  arity: { least: 1, most: 1 },
  flags: yesFlag,
  examples: ['resume stripe', 'resume stripe --env prod'],
  run: async ({ flags, environment: { name: environment }, positionals: [destination = ''] }, context) => {
    findDestination(destination, context);
    const what = `let all that waits for ${destination} go out`;
    await confirmChange({ environment, what, yes: flags.yes }, context);
    const { sqs } = await context.clients(environment);
    const messageId = await requestSupervisor(sqs, environment, { ask: 'resume', destination });
    if (flags.json) writeJson(context, { ask: 'resume', destination, messageId });
    writeLine(
      context.stderr,
      `asked to resume ${destination}; "status" shows within seconds whether the probe passed`,
    );
    return exitCodes.ok;
  },
});
