import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { integrationName } from '../../names.ts';
import { type LetterFile, readLetters } from '../dead-letters/letter-file.ts';
import { createPace } from '../dead-letters/pace.ts';
import { pacing, rateFlag, rateOf } from '../dead-letters/quiet-rate.ts';
import { sentAnew, unknownCode } from '../dead-letters/redrive-choice.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes, yesFlag } from '../shell/command.ts';
import { confirmChange } from '../shell/confirm.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';

/** Sends dead letters of a folder to their integration's queue, as a redrive sends those of the queue. */
export const deadLettersImport = defineCommand({
  name: 'dead-letters import',
  summary:
    "Sends exported or discarded dead letters to their integration's queue. The ledger knows each by its event: what was delivered meanwhile, or is imported again, is a duplicate.",
  parameters: '<integration>',
  arity: { least: 1, most: 1 },
  flags: {
    from: { type: 'string', value: '<folder>', about: 'where dead-letters export wrote them' },
    event: {
      type: 'string',
      multiple: true,
      value: '<id>',
      about: `this event only, also of ${unknownCode}; may be repeated`,
    },
    ...rateFlag,
    'dry-run': { type: 'boolean', about: 'read and check the files, and send nothing' },
    ...yesFlag,
  },
  examples: [
    'dead-letters import customer-created-to-stripe --from letters --dry-run',
    'dead-letters import customer-created-to-stripe --from letters --env prod',
  ],
  run: async (input, context) => {
    const { from, event, rate, 'dry-run': dryRun, yes, json } = input.flags;
    const environment = input.environment.name;
    if (from === undefined) throw new UsageError('dead-letters import needs --from <folder>');
    const declared = findIntegration(input.positionals[0] ?? '', context);
    const integration = declared.name;
    const paceRate = rateOf(rate, declared, input.environment);
    const letters = ownOf(await readLetters(from), { environment, integration });
    const named = letters.filter(({ eventId = '' }) => event.length === 0 || event.includes(eventId));
    const missing = event.filter((id) => !named.some(({ eventId }) => eventId === id));
    if (missing.length > 0) throw new CommandError(`not found: ${missing.map(printable).join(', ')}`);
    // As with redrive --all: who looked at the third party names what did not happen.
    const isLeft = ({ diagnosis }: LetterFile) => event.length === 0 && diagnosis?.code === unknownCode;
    const chosen = named.filter((letter) => !isLeft(letter));
    const unknown = named.filter(isLeft).map(({ eventId = '' }) => eventId);
    if (!dryRun) {
      const what = `send ${counted(chosen.length, 'event')} to ${integration}`;
      const risk = chosen.some(({ diagnosis }) => diagnosis?.code === unknownCode) ? sentAnew : undefined;
      await confirmChange({ environment, what, risk, yes }, context);
      const { sqs } = await context.clients(environment);
      const to = await queueUrl(sqs, integrationName(environment, integration));
      const of = { sqs, environment: input.environment };
      const pace = createPace(paceRate, context, pacing(paceRate, declared, of, context));
      for (const { body, diagnosis } of chosen) {
        context.signal.throwIfAborted();
        await pace.wait(1);
        // By the diagnosis the ledger tells a person's decision from a message that SQS handed out twice.
        const MessageAttributes = {
          diagnosis: { DataType: 'String', StringValue: JSON.stringify(diagnosis) },
        };
        await sqs.send(
          new SendMessageCommand({
            QueueUrl: to,
            MessageBody: body,
            ...(diagnosis === undefined ? {} : { MessageAttributes }),
          }),
        );
      }
    }
    const eventIds = chosen.flatMap(({ eventId }) => eventId ?? []);
    if (json) writeJson(context, { integration, dryRun, sent: chosen.length, eventIds, unknown });
    else {
      for (const id of eventIds) writeLine(context.stdout, printable(id));
      const did = dryRun ? 'would go' : 'went';
      writeLine(context.stderr, `${counted(chosen.length, 'event')} ${did} to ${integration}`);
      if (unknown.length > 0)
        writeLine(
          context.stderr,
          `${counted(unknown.length, 'event')} left, for nobody knows whether it happened: ${unknown.map(printable).join(' ')} (look at the third party, then name with --event what did not)`,
        );
    }
    return exitCodes.ok;
  },
});

/** One folder may hold letters of many; a folder with none of these is a mistake. */
function ownOf(
  letters: readonly LetterFile[],
  { environment, integration }: Pick<LetterFile, 'environment' | 'integration'>,
): readonly LetterFile[] {
  const own = letters.filter((one) => one.environment === environment && one.integration === integration);
  const [other] = letters;
  if (own.length > 0 || other === undefined) return own;
  throw new CommandError(
    `the folder holds letters of ${printable(other.integration)} in ${printable(other.environment)}, not of ${integration} in ${environment}: nothing was sent`,
  );
}
