import { type Message, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { deadLetterQueueName, integrationName, undeliveredQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { identityOf } from '../dead-letter.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { type Scan, scanQueue } from '../scan.ts';
import { defineCommand, exitCodes, type Input, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import type { Flags } from '../shell/flags.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';

const flags = {
  all: { type: 'boolean', about: 'every message' },
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
    "Sends dead letters back to the integration's queue. The ledger keeps a second effect from happening.",
  parameters: '<integration> [<event id>...]',
  arity: { least: 1, most: Number.POSITIVE_INFINITY },
  flags,
  examples: [
    'redrive customer-created-to-stripe --all --dry-run',
    'redrive customer-created-to-stripe --event 6f1c… --env prod',
  ],
  run: async (input, context) => {
    const { all, undelivered, 'dry-run': dryRun, yes, json } = input.flags;
    const environment = input.environment.name;
    const [name = ''] = input.positionals;
    const wanted = wantedOf(input);
    const integration = findIntegration(name, context);
    if (!dryRun) {
      const what = `send ${all ? 'every dead letter' : counted(wanted.size, 'event')} back to ${name}`;
      await confirmChange({ environment, what, yes }, context);
    }
    const { sqs } = await context.clients(environment);
    const queueName = undelivered ? undeliveredQueueName : deadLetterQueueName;
    const from = await queueUrl(sqs, queueName(environment, integration.name));
    const to = await queueUrl(sqs, integrationName(environment, integration.name));
    const result = await moveAll({ sqs, from, to, dryRun, isWanted: isWantedBy(all, wanted) }, context);
    report({ integration: name, dryRun, ...result }, json, context);
    const missing = [...wanted].filter((id) => !result.eventIds.includes(id));
    if (result.failure !== undefined) throw result.failure;
    if (missing.length > 0) throw new CommandError(`not found: ${missing.join(', ')}`);
    return exitCodes.ok;
  },
});

/** Ids by `--event <id>`, and those that follow it: `--event a b c`. */
function wantedOf({
  flags: { all, event },
  positionals: [, ...more],
}: Input<typeof flags>): ReadonlySet<string> {
  if (event.length === 0 && more.length > 0) throw new UsageError(`say --event ${more[0]}`);
  if (all === event.length > 0) throw new UsageError('redrive needs either --all or --event <id>');
  return new Set([...event, ...more]);
}

const isWantedBy = (all: boolean, wanted: ReadonlySet<string>) => (message: Message) =>
  all || wanted.has(peekEvent(message.Body ?? '').id ?? '');

interface Move {
  readonly sqs: SQSClient;
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly isWanted: (message: Message) => boolean;
}

interface Moved {
  /** Messages sent back; in a dry run, those that would be. */
  readonly redriven: number;
  /** Events among them whose id can be read. */
  readonly eventIds: readonly string[];
  /** Messages that stay because the same event went back already in this run. */
  readonly left: number;
  /** Messages sent back that are still here too. */
  readonly notRemoved: number;
  /** What ended the redrive early. */
  readonly failure?: unknown;
}

/**
 * Ends when a whole pass sees nothing new. A letter that fails again at once comes back here under a new message id:
 * an event goes back once in a run, or the two queues would play ball until somebody stops them.
 */
async function moveAll(move: Move, context: Context): Promise<Moved> {
  const scan = scanQueue(move.sqs, move.from);
  const done = new Set<string>();
  const eventIds: string[] = [];
  const counts = { redriven: 0, left: 0, notRemoved: 0 };
  try {
    for (let batch = await scan.next(); batch.length > 0; batch = await scan.next()) {
      if (context.signal.aborted) throw new CommandError('stopped before the end');
      const wanted = batch.filter(move.isWanted);
      const chosen = wanted.filter(
        (message) => !done.has(identityOf(message)) && done.add(identityOf(message)),
      );
      counts.left += wanted.length - chosen.length;
      const moves = chosen.map((message) => (move.dryRun ? true : moveOne(message, move, scan, context)));
      const answers = await Promise.allSettled(moves);
      for (const [n, answer] of answers.entries()) {
        if (answer.status === 'rejected') continue;
        counts.redriven += 1;
        if (!answer.value) counts.notRemoved += 1;
        const { id } = peekEvent(chosen[n]?.Body ?? '');
        if (id !== undefined) eventIds.push(id);
      }
      const failed = answers.find((answer) => answer.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
    return { ...counts, eventIds };
  } catch (failure) {
    return { ...counts, eventIds, failure };
  } finally {
    await scan.release();
  }
}

/**
 * Sends first, removes after: a crash between the two leaves the event in both queues, where the ledger makes the
 * second one a duplicate; the other order would lose it. False when it could not be removed.
 */
async function moveOne(message: Message, move: Move, scan: Scan, { stderr }: Context): Promise<boolean> {
  await move.sqs.send(
    new SendMessageCommand({
      QueueUrl: move.to,
      MessageBody: message.Body,
      // The diagnosis goes along: by it the function knows that a person decided to try again.
      ...(message.MessageAttributes === undefined ? {} : { MessageAttributes: message.MessageAttributes }),
    }),
  );
  try {
    await scan.remove(message);
    return true;
  } catch (error) {
    const id = peekEvent(message.Body ?? '').id ?? message.MessageId ?? '';
    const name = (error as Error).name;
    writeLine(
      stderr,
      `warning: ${printable(id)} went back, but stays here too (${name}); the ledger knows it`,
    );
    return false;
  }
}

type Report = Moved & { readonly integration: string; readonly dryRun: boolean };

function report(result: Report, json: boolean, context: Context): void {
  const { integration, dryRun, redriven, left, notRemoved, eventIds } = result;
  if (json) {
    writeJson(context, { integration, dryRun, redriven, left, notRemoved, eventIds });
    return;
  }
  for (const id of eventIds) writeLine(context.stdout, printable(id));
  const { stderr } = context;
  writeLine(stderr, `${counted(redriven, 'message')} ${dryRun ? 'would go' : 'went'} back to ${integration}`);
  if (left > 0) writeLine(stderr, `${counted(left, 'message')} stayed: the same event went back in this run`);
  if (notRemoved > 0) writeLine(stderr, `${counted(notRemoved, 'message')} could not be removed from here`);
}
