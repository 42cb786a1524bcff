import { deadLetterQueueName } from '../../names.ts';
import { writeLetters } from '../dead-letters/letter-file.ts';
import { identityOf } from '../dead-letters/read-dead-letters.ts';
import { scanQueue } from '../dead-letters/scan-queue.ts';
import { letterFileOf, takeLetters } from '../dead-letters/take-letters.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { UsageError } from '../shell/errors.ts';
import { counted, writeJson, writeLine } from '../shell/output.ts';

/** Copies dead letters into a folder; they stay where they are. */
export const deadLettersExport = defineCommand({
  name: 'dead-letters export',
  summary:
    'Copies the dead letters of an integration into a folder, one JSON file each: the event as it was published, and its diagnosis. They stay in their queue.',
  parameters: '<integration>',
  arity: { least: 1, most: 1 },
  flags: {
    to: { type: 'string', value: '<folder>', about: 'where they go; made where there is none' },
  },
  examples: ['dead-letters export customer-created-to-stripe --to letters --env prod'],
  run: async ({ flags, environment: { name: environment }, positionals: [name = ''] }, context) => {
    const { to, json } = flags;
    if (to === undefined) throw new UsageError('dead-letters export needs --to <folder>');
    const integration = findIntegration(name, context).name;
    const { sqs } = await context.clients(environment);
    const scan = scanQueue(sqs, await queueUrl(sqs, deadLetterQueueName(environment, integration)));
    try {
      const messages = await takeLetters(scan, () => true, context.signal);
      // Of an event that lies there twice, the letter that was read last, as it is listed.
      const once = new Map(messages.map((message) => [identityOf(message), message]));
      const letters = [...once.values()].map((one) => letterFileOf(one, { environment, integration }));
      await writeLetters(to, letters);
      if (json) writeJson(context, { integration, to, exported: letters.length });
      else
        writeLine(
          context.stderr,
          `${counted(letters.length, 'dead letter')} copied to ${to}, with events as they were published: whoever may read the folder reads personal data`,
        );
      return exitCodes.ok;
    } finally {
      await scan.release();
    }
  },
});
