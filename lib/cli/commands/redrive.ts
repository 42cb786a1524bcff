import { deadLetterQueueName, integrationName, undeliveredQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { moveInSteps, parseSteps, type Stop } from '../dead-letters/canary.ts';
import { heldLine, heldOf } from '../dead-letters/held-letters.ts';
import { createMover } from '../dead-letters/move-messages.ts';
import { pacing, rateFlag, rateOf } from '../dead-letters/quiet-rate.ts';
import { redriveChoice } from '../dead-letters/redrive-choice.ts';
import { findIntegration, queueCounts, queueUrl } from '../resources.ts';
import { waitTimeoutMs } from '../send/wait-for-deliveries.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import type { Flags, FlagValues } from '../shell/flags.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';

const flags = {
  all: { type: 'boolean', about: 'every message, but for those of which nobody knows whether it happened' },
  code: {
    type: 'string',
    multiple: true,
    value: '<code>',
    about: 'the dead letters of this code; may be repeated',
  },
  fingerprint: {
    type: 'string',
    multiple: true,
    value: '<fingerprint>',
    about: 'the dead letters that failed alike, as dead-letters groups them; may be repeated',
  },
  event: {
    type: 'string',
    multiple: true,
    value: '<id>',
    about: 'the messages of this event; may be repeated',
  },
  undelivered: { type: 'boolean', about: 'what SNS could not hand over, instead of dead letters' },
  canary: {
    type: 'string',
    value: '<n,n,all>',
    about: 'in steps of so many; stops when one of a step is not delivered',
  },
  timeout: {
    type: 'string',
    value: '<duration>',
    about: 'how long --canary waits for the outcomes of a step; 2m unless given',
  },
  ...rateFlag,
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
    'redrive customer-created-to-stripe --fingerprint 1f0c5a77b9d2 --canary 1,10,all --rate 5/s --env prod',
    'redrive customer-created-to-stripe --event 6f1c… --env prod',
  ],
  run: async (input, context) => {
    const { undelivered, 'dry-run': dryRun, yes, json, canary, rate } = input.flags;
    const environment = input.environment.name;
    const [name = '', ...more] = input.positionals;
    const choice = redriveChoice(input.flags, more);
    const steps = canary === undefined ? undefined : parseSteps(canary);
    const timeoutMs = canaryTimeoutMs(input.flags);
    const integration = findIntegration(name, context);
    const pace = rateOf(rate, integration, input.environment);
    if (!dryRun) {
      const what = `send ${choice.what} back to ${name}`;
      await confirmChange({ environment, what, risk: choice.risk, yes }, context);
    }
    const clients = await context.clients(environment);
    const { sqs } = clients;
    const deadLetters = deadLetterQueueName(environment, integration.name);
    const queueName = undelivered ? undeliveredQueueName(environment, integration.name) : deadLetters;
    const from = await queueUrl(sqs, queueName);
    const to = await queueUrl(sqs, integrationName(environment, integration.name));
    const { isWanted } = choice;
    const before = await queueCounts(sqs, queueName);
    const { environment: of } = input;
    const how = { rate: pace, pacing: pacing(pace, integration, { sqs, environment: of }, context) };
    const mover = createMover({ sqs, from, to, dryRun, ...how, isWanted }, context);
    let stop: Stop | undefined;
    let failure: unknown;
    if (steps === undefined || dryRun) failure = await mover.move(Number.POSITIVE_INFINITY);
    else {
      const options = {
        ...{ steps, clients, environment, integration: name, timeoutMs },
        deadLetters: undelivered ? await queueUrl(sqs, deadLetters) : from,
        onStep: (text: string) => writeLine(context.stderr, text),
      };
      stop = await moveInSteps(mover, options, context).catch((error: unknown) => {
        failure = error;
        return undefined;
      });
    }
    const eventIds = mover.moved.flatMap(({ eventId }) => eventId ?? []);
    const held = heldOf(before, mover.seen());
    const counts = { redriven: mover.moved.length, left: mover.left(), held, notRemoved: mover.notRemoved() };
    const unknown = choice.leftUnknown();
    const stopped = steps === undefined ? {} : { stopped: stop ?? null };
    report({ integration: name, dryRun, ...counts, eventIds, unknown, ...stopped }, json, context);
    if (failure !== undefined) throw failure;
    if (stop !== undefined) return exitCodes.found;
    // Steps may end before all of the queue was read.
    const isWhole = steps === undefined || dryRun || steps.at(-1) === Number.POSITIVE_INFINITY;
    const missing = isWhole || mover.moved.length === 0 ? choice.notFound() : [];
    if (missing.length > 0) throw new CommandError(`not found: ${missing.join(', ')}`);
    return exitCodes.ok;
  },
});

function canaryTimeoutMs({ canary, timeout }: Pick<FlagValues<typeof flags>, 'canary' | 'timeout'>): number {
  if (timeout !== undefined && canary === undefined)
    throw new UsageError('--timeout says how long --canary waits');
  return waitTimeoutMs({ wait: true, timeout });
}

interface Report {
  readonly integration: string;
  readonly dryRun: boolean;
  /** Messages sent back; in a dry run, those that would be. */
  readonly redriven: number;
  /** Messages that stay because the same event went back already in this run. */
  readonly left: number;
  /** Messages that another command had in hand when this one began. */
  readonly held: number;
  /** Messages sent back that are still here too. */
  readonly notRemoved: number;
  readonly eventIds: readonly string[];
  /** Events that `--all` left: nobody knows whether they happened. */
  readonly unknown: readonly string[];
  /** Of a canary alone; `null`: it went through. */
  readonly stopped?: Stop | null;
}

function report(result: Report, json: boolean, context: Context): void {
  const { integration, dryRun, redriven, left, held, notRemoved, eventIds, unknown, stopped } = result;
  if (json) {
    writeJson(context, result);
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
  const heldText = heldLine(held, integration);
  if (heldText !== undefined) writeLine(stderr, heldText);
  if (stopped != null) writeLine(stderr, stopText(stopped, integration));
}

function stopText({ step, sent, delivered, cameBack, open }: Stop, integration: string): string {
  const back = cameBack.map(
    ({ fingerprint, code, count, isSame }) =>
      `${count} came back with ${isSame ? 'the same' : 'another'} fingerprint, ${printable(fingerprint)} ${printable(code)}`,
  );
  const waits = open.length === 0 ? [] : [`of ${open.map(printable).join(' ')} nothing is known yet`];
  const why = [`${delivered} of ${sent} delivered`, ...back, ...waits].join('; ');
  return `stopped after step ${step}, the rest stays where it is: ${why} (dead-letters ${integration})`;
}
