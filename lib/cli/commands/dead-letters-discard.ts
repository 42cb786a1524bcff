import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { deadLetterQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { type LetterFile, writeLetters } from '../dead-letters/letter-file.ts';
import { scanQueue } from '../dead-letters/scan-queue.ts';
import { letterFileOf, takeLetters } from '../dead-letters/take-letters.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';

/** Takes dead letters out of their queue for good. What they were is written down before. */
export const deadLettersDiscard = defineCommand({
  name: 'dead-letters discard',
  summary:
    'Gives up events for good. Each is written down before it is deleted, with the reason: into a folder (--to), or as JSON to standard output. dead-letters import takes it back from the folder.',
  parameters: '<integration> <event id>...',
  arity: { least: 2, most: Number.POSITIVE_INFINITY },
  flags: {
    reason: { type: 'string', value: '<text>', about: 'why; stands beside what is kept' },
    to: { type: 'string', value: '<folder>', about: 'where they are kept; standard output unless given' },
    ...yesFlag,
  },
  examples: [
    'dead-letters discard customer-created-to-stripe 3f1c --reason "made by hand, ticket 42" --to given-up --env prod',
    'dead-letters discard customer-created-to-stripe 3f1c 77aa --reason "test data" > given-up.json',
  ],
  run: async (input, context) => {
    const { reason = '', to, yes, json } = input.flags;
    const environment = input.environment.name;
    const [name = '', ...ids] = input.positionals;
    if (reason.trim() === '') throw new UsageError('dead-letters discard needs --reason <text>');
    const integration = findIntegration(name, context).name;
    const wanted = new Set(ids);
    const what = `delete the dead letters of ${counted(wanted.size, 'event')} of ${integration}`;
    await confirmChange({ environment, what, risk: 'It is never delivered then.', yes }, context);
    const { sqs } = await context.clients(environment);
    const scan = scanQueue(sqs, await queueUrl(sqs, deadLetterQueueName(environment, integration)));
    try {
      const isWanted = ({ Body = '' }: { Body?: string | undefined }) => wanted.has(peekEvent(Body).id ?? '');
      const messages = await takeLetters(scan, isWanted, context.signal);
      const discarded = { reason, at: new Date(context.now()).toISOString() };
      const letters = messages.map((one) => ({
        ...letterFileOf(one, { environment, integration }),
        discarded,
      }));
      await keep(letters, to, context);
      for (const message of messages) await scan.remove(message);
      const where = to === undefined ? 'as JSON on standard output' : `in ${to}`;
      writeLine(context.stderr, `${counted(messages.length, 'dead letter')} deleted, and kept ${where}`);
      const found = new Set(letters.map(({ eventId }) => eventId));
      // Without a folder the letters themselves are the document.
      if (json && to !== undefined)
        writeJson(context, { integration, to, discarded: messages.length, eventIds: [...found] });
      const missing = [...wanted].filter((id) => !found.has(id));
      if (missing.length > 0) throw new CommandError(`not found: ${missing.map(printable).join(', ')}`);
      return exitCodes.ok;
    } finally {
      await scan.release();
    }
  },
});

/** Resolves when it is written: a pipe that nobody reads any more rejects, and nothing is deleted. */
async function keep(
  letters: readonly LetterFile[],
  to: string | undefined,
  { stdout }: Context,
): Promise<void> {
  if (letters.length === 0) return;
  if (to !== undefined) return writeLetters(to, letters);
  await new Promise<void>((resolve, reject) => {
    stdout.write(`${JSON.stringify({ discarded: letters }, null, 2)}\n`, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
