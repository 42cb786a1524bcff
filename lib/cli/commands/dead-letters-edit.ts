import { type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { prepare } from '../../../functions/core/deliver/prepare.ts';
import { parseEvent, peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { deadLetterQueueName, integrationName } from '../../names.ts';
import { writeLetters } from '../dead-letters/letter-file.ts';
import { codeOf, identityOf } from '../dead-letters/read-dead-letters.ts';
import { scanQueue } from '../dead-letters/scan-queue.ts';
import { letterFileOf, takeLetters } from '../dead-letters/take-letters.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { checkEvents } from '../send/check-events.ts';
import { complete, describe } from '../send/outgoing.ts';
import { parseAssignment } from '../shell/assignment.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';

/**
 * Of these nothing was carried out, and no request is kept. Of all others the request may have been: the ledger goes on with
 * what was sent, and another text of the event would wait for it in vain.
 */
const editable = new Set(['INVALID_EVENT', 'UNMAPPABLE', 'REQUEST_REJECTED']);

/** Mends the event of a dead letter and sends it. What it was is written down before. */
export const deadLettersEdit = defineCommand({
  name: 'dead-letters edit',
  summary:
    'Sends the event of a dead letter with some fields changed, when only this event is wrong. Original and change are written into a folder before. id and source stay: it is the same event, with one effect.',
  parameters: '<integration> <event id>',
  arity: { least: 2, most: 2 },
  flags: {
    set: {
      type: 'string',
      multiple: true,
      value: '<path=value>',
      about: 'the change; a JSON value, else text; may be repeated',
    },
    reason: { type: 'string', value: '<text>', about: 'why; stands beside what is kept' },
    to: { type: 'string', value: '<folder>', about: 'where original and change are kept' },
    'dry-run': { type: 'boolean', about: 'check and show the event, and send nothing' },
    ...yesFlag,
  },
  examples: [
    'dead-letters edit customer-created-to-stripe 3f1c --set data.email=ada@example.com --dry-run',
    'dead-letters edit customer-created-to-stripe 3f1c --set data.email=ada@example.com --reason "ticket 42" --to edited --env prod',
  ],
  run: async (input, context) => {
    const { set, reason = '', to, 'dry-run': dryRun, yes, json } = input.flags;
    const environment = input.environment.name;
    const [name = '', eventId = ''] = input.positionals;
    if (set.length === 0) throw new UsageError('dead-letters edit needs --set <path=value>');
    const assignments = set.map(parseAssignment);
    const fixed = assignments.find(({ path: [first = ''] }) => ['id', 'source'].includes(first));
    if (fixed !== undefined)
      throw new UsageError(`--set ${fixed.path[0]}: by id and source it is the same event, and both stay`);
    if (!dryRun && reason.trim() === '') throw new UsageError('dead-letters edit needs --reason <text>');
    if (!dryRun && to === undefined) throw new UsageError('dead-letters edit needs --to <folder>');
    const integration = findIntegration(name, context);
    const { sqs } = await context.clients(environment);
    const scan = scanQueue(sqs, await queueUrl(sqs, deadLetterQueueName(environment, integration.name)));
    try {
      const isWanted = ({ Body = '' }: Message) => peekEvent(Body).id === eventId;
      const letters = await takeLetters(scan, isWanted, context.signal);
      const letter = theOne(letters, eventId);
      const body = complete(letter.Body ?? '', { assignments, freshId: false }, context);
      checkEvents([describe(body)], integration, false, context, assignments);
      checkMapping(integration, body);
      if (dryRun) {
        context.stdout.write(`${body}\n`);
        return exitCodes.ok;
      }
      const what = `send ${printable(eventId)} to ${integration.name} with ${counted(assignments.length, 'field')} changed`;
      await confirmChange({ environment, what, yes }, context);
      const edited = { reason, at: new Date(context.now()).toISOString(), body };
      const original = letterFileOf(letter, { environment, integration: integration.name });
      await writeLetters(to ?? '', [{ ...original, edited }]);
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: await queueUrl(sqs, integrationName(environment, integration.name)),
          MessageBody: body,
          // By the diagnosis the ledger tells a person's decision from a message that SQS handed out twice.
          ...(letter.MessageAttributes === undefined ? {} : { MessageAttributes: letter.MessageAttributes }),
        }),
      );
      for (const one of letters) await scan.remove(one);
      if (json) writeJson(context, { integration: integration.name, eventId, to, body });
      else
        writeLine(
          context.stderr,
          `${printable(eventId)} went to ${integration.name}; what it was and what it is now stand in ${to}`,
        );
      return exitCodes.ok;
    } finally {
      await scan.release();
    }
  },
});

/** Throws `CommandError` unless there is one text of the event, and nothing of it may have been carried out. */
function theOne(letters: readonly Message[], eventId: string): Message {
  const letter = letters.at(-1);
  const id = printable(eventId);
  if (letter === undefined) throw new CommandError(`not found: ${id}`);
  if (new Set(letters.map(({ Body }) => Body)).size > 1 || new Set(letters.map(identityOf)).size > 1)
    throw new CommandError(
      `${id} lies here with several texts: dead-letters discard those that are wrong, and nothing was sent`,
    );
  // Of several letters each may have ended otherwise: one that may have been carried out is enough.
  const code = letters.map(codeOf).find((one) => !editable.has(one));
  if (code !== undefined)
    throw new CommandError(
      `${id} ended as ${code}: it may have been carried out as it was, and another text would wait for that one. Redrive it as it is, or publish the change as an event of its own; nothing was sent`,
    );
  return letter;
}

/** Throws `CommandError` when the mapping has no answer for the event either. */
function checkMapping(integration: AnyIntegration, body: string): void {
  try {
    const prepared = prepare(integration, parseEvent(integration.event, body));
    if (prepared.skipped === undefined) prepared.request();
  } catch (error) {
    throw new CommandError(`nothing was sent, it cannot be mapped either: ${(error as Error).message}`);
  }
}
