import { deadLetterQueueName, integrationName, undeliveredQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { type Moved, moveMessages } from '../dead-letters/move-messages.ts';
import { redriveChoice } from '../dead-letters/redrive-choice.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError } from '../shell/errors.ts';
import type { Flags } from '../shell/flags.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';

const flags = {
  all: { type: 'boolean', about: 'every message, but for those of which nobody knows whether it happened' },
  code: {
    type: 'string',
    multiple: true,
    value: '<code>',
    about: 'the dead letters of this code; may be repeated',
  },
  event: {
    type: 'string',
    multiple: true,
    value: '<id>',
    about: 'the messages of this event; may be repeated',
  },
  undelivered: { type: 'boolean', about: 'what SNS could not hand over, instead of dead letters' },
  'dry-run': { type: 'boolean', about: 'say what would be sent back, and send nothing' },
  ...yesFlag,
} as const satisfies Flags;

/** Sends dead letters back to their integration's queue. */
export const redrive = defineCommand({
  name: 'redrive',
  summary:
    "Sends dead letters back to the integration's queue. The ledger keeps a second effect from happening, but for OUTCOME_UNKNOWN: look at the third party first.",
  parameters: '<integration> [<event id>...]',
  arity: { least: 1, most: Number.POSITIVE_INFINITY },
  flags,
  examples: [
    'redrive customer-created-to-stripe --all --dry-run',
    'redrive customer-created-to-stripe --code EXPIRED --code RETRIES_EXHAUSTED',
    'redrive customer-created-to-stripe --event 6f1c… --env prod',
  ],
  run: async (input, context) => {
    const { undelivered, 'dry-run': dryRun, yes, json } = input.flags;
    const environment = input.environment.name;
    const [name = '', ...more] = input.positionals;
    const choice = redriveChoice(input.flags, more);
    const integration = findIntegration(name, context);
    if (!dryRun) {
      const what = `send ${choice.what} back to ${name}`;
      await confirmChange({ environment, what, risk: choice.risk, yes }, context);
    }
    const { sqs } = await context.clients(environment);
    const queueName = undelivered ? undeliveredQueueName : deadLetterQueueName;
    const from = await queueUrl(sqs, queueName(environment, integration.name));
    const to = await queueUrl(sqs, integrationName(environment, integration.name));
    const { isWanted } = choice;
    const result = await moveMessages({ sqs, from, to, dryRun, isWanted }, context);
    report({ integration: name, dryRun, unknown: choice.leftUnknown(), ...result }, json, context);
    const missing = [...choice.eventIds].filter((id) => !result.eventIds.includes(id));
    if (result.failure !== undefined) throw result.failure;
    if (missing.length > 0) throw new CommandError(`not found: ${missing.join(', ')}`);
    return exitCodes.ok;
  },
});

interface Report extends Moved {
  readonly integration: string;
  readonly dryRun: boolean;
  /** Events that `--all` left: nobody knows whether they happened. */
  readonly unknown: readonly string[];
}

function report(result: Report, json: boolean, context: Context): void {
  const { integration, dryRun, redriven, left, notRemoved, eventIds, unknown } = result;
  if (json) {
    writeJson(context, { integration, dryRun, redriven, left, notRemoved, eventIds, unknown });
    return;
  }
  for (const id of eventIds) writeLine(context.stdout, printable(id));
  const { stderr } = context;
  writeLine(stderr, `${counted(redriven, 'message')} ${dryRun ? 'would go' : 'went'} back to ${integration}`);
  if (left > 0)
    writeLine(
      stderr,
      `${counted(left, 'message')} stayed: of an event that went back in this run, and failed again or lay here twice (dead-letters ${integration})`,
    );
  if (unknown.length > 0) {
    writeLine(
      stderr,
      `${counted(unknown.length, 'event')} left, for nobody knows whether it happened: ${unknown.map(printable).join(' ')} (look at the third party, then name with --event or --code OUTCOME_UNKNOWN what did not)`,
    );
  }
  if (notRemoved > 0) writeLine(stderr, `${counted(notRemoved, 'message')} could not be deleted here`);
}
