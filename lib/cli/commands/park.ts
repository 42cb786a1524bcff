import { describeParking, readParking } from '../parking.ts';
import { requestSupervisor } from '../request-supervisor.ts';
import { findDestination } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { writeJson, writeLine } from '../shell/output.ts';

/** Stands in alerts and log lines: a sentence, not a report. The supervisor takes no more. */
const reasonLengthMax = 1_000;

/** Stops all calls of a destination until `resume`. */
export const park = defineCommand({
  name: 'park',
  summary: 'Stops all calls of a destination; events wait in their queues until "resume".',
  parameters: '<destination>',
  arity: { least: 1, most: 1 },
  flags: {
    reason: { type: 'string', value: '<text>', about: 'stands in the alert and the log' },
    ...yesFlag,
  },
  examples: ['park stripe', 'park stripe --env prod --reason "Stripe moves our account"'],
  run: async ({ flags, environment: { name: environment }, positionals: [destination = ''] }, context) => {
    findDestination(destination, context);
    const reason = flags.reason ?? 'an operator parked it';
    if (reason.length > reasonLengthMax) throw new UsageError(`--reason takes ${reasonLengthMax} characters`);
    await confirmChange({ environment, what: `stop all calls of ${destination}`, yes: flags.yes }, context);
    const { sqs, dynamodb } = await context.clients(environment);
    const parking = await readParking(dynamodb, environment, destination);
    if (parking?.refusedVersion !== undefined) {
      // It would be no lie to say "parked already", but it would not stay so until somebody says "resume".
      throw new CommandError(
        `${destination} is ${describeParking(parking)}. It goes on by itself once a new secret passes a probe: ` +
          'keep the secret as it is for as long as it has to stand still',
      );
    }
    const messageId = await requestSupervisor(sqs, environment, { ask: 'park', destination, reason });
    if (flags.json) writeJson(context, { ask: 'park', destination, messageId });
    writeLine(
      context.stderr,
      parking === undefined
        ? `asked to park ${destination}; "status" shows it within seconds, "resume ${destination}" ends it`
        : `${destination} is ${describeParking(parking)}`,
    );
    return exitCodes.ok;
  },
});
