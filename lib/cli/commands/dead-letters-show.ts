import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Environment } from '../../environments.ts';
import { deadLetterQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { curlLine, shellWord } from '../dead-letters/curl-line.ts';
import { type ExactAttempt, exactAttempts } from '../dead-letters/exact-attempts.ts';
import { answerOf, movedBySqs } from '../dead-letters/letter-groups.ts';
import { type DeadLetter, readDeadLetters, undiagnosed } from '../dead-letters/read-dead-letters.ts';
import { attemptDocument, writeAttempts } from '../dead-letters/write-letters.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { createUnwrap } from '../logs/unwrap-by-kms.ts';
import { wayOf } from '../mapping/way-of.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { CommandError } from '../shell/errors.ts';
import { counted, painter, printable, table, writeJson, writeLine } from '../shell/output.ts';

interface Shown {
  readonly integration: AnyIntegration;
  readonly letter: DeadLetter;
  readonly attempts: readonly ExactAttempt[];
  /** The last request that could be opened, for a shell. */
  readonly curl: string | undefined;
  /** Where each field came from, or why nothing is mapped. */
  readonly mapping: ReturnType<typeof wayOf> | string;
}

/** All there is of one event that could not be delivered. Looks only. */
export const deadLettersShow = defineCommand({
  name: 'dead-letters show',
  summary:
    'One event that could not be delivered: its diagnosis, each exact request and answer, a curl line without secrets, and where each field came from.',
  parameters: '<event id>',
  arity: { least: 1, most: 1 },
  flags: {
    integration: { type: 'string', value: '<name>', about: 'look at this one only, which is quicker' },
  },
  examples: ['dead-letters show 3f1c --env prod', 'dead-letters show 3f1c --json'],
  run: async ({ flags, environment, positionals: [event = ''] }, context) => {
    const { integration: only, json } = flags;
    const integrations = only === undefined ? context.integrations : [findIntegration(only, context)];
    const found = (await fewAtOnce(integrations, (one) => lookFor(event, one, environment, context))).flat();
    if (found.length === 0) throw new CommandError(`no dead letter of the event ${printable(event)}`);
    if (json)
      writeJson(context, { environment: environment.name, event, deadLetters: found.map(documentOf) });
    else for (const one of found) write(one, environment, context);
    return exitCodes.ok;
  },
});

async function lookFor(
  event: string,
  integration: AnyIntegration,
  { name: environment, settings }: Environment,
  context: Context,
): Promise<readonly Shown[]> {
  const { sqs, logs, kms } = await context.clients(environment);
  const { signal } = context;
  const url = await queueUrl(sqs, deadLetterQueueName(environment, integration.name));
  const letters = (await readDeadLetters(sqs, url, { signal })).filter(({ eventId }) => eventId === event);
  const unwrap = createUnwrap(kms, settings.onCallKey);
  const where = { logs, environment, integration: integration.name, nowMs: context.now(), signal, unwrap };
  const attempts = await exactAttempts(letters, where);
  return letters.map((letter) => {
    const own = attempts.get(letter) ?? [];
    const sent = own.flatMap(({ opened }) => ('exchange' in opened ? opened.exchange.request : [])).at(-1);
    const curl = sent && curlLine(sent, integration.operation.destination);
    return { integration, letter, attempts: own, curl, mapping: mappingOf(integration, letter, settings) };
  });
}

function mappingOf(
  integration: AnyIntegration,
  { body }: DeadLetter,
  settings: Environment['settings'],
): Shown['mapping'] {
  try {
    return wayOf(integration, body, settings);
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
}

const documentOf = ({ integration, letter, attempts, curl, mapping }: Shown) => ({
  integration: integration.name,
  ...letter,
  attempts: attempts.map(attemptDocument),
  curl: curl ?? null,
  mapping: typeof mapping === 'string' ? { none: mapping } : mapping,
});

function write(shown: Shown, { name: environment }: Environment, context: Context): void {
  const { integration, letter, attempts, curl, mapping } = shown;
  const { eventId = '', type = '', subject = '', diagnosis, receiveCount, copies } = letter;
  const paint = painter(context);
  const say = (line: string) => writeLine(context.stdout, line);
  say([paint('bold', integration.name), ...[eventId, type, subject].map(printable)].join('  '));
  context.stdout.write(
    table(
      [
        ['  why', `${diagnosis?.code ?? undiagnosed} ${answerOf(diagnosis ?? {})}`.trim()],
        ['  fingerprint', diagnosis?.fingerprint ?? ''],
        ['  request id', diagnosis?.requestId ?? ''],
        ['  first', diagnosis?.firstReceivedAt ?? ''],
        ['  failed', diagnosis?.failedAt ?? ''],
        [
          '  tried',
          diagnosis === undefined ? `${receiveCount} receives` : counted(diagnosis.attempts, 'attempt'),
        ],
        ['  copies', copies > 1 ? `${copies}` : ''],
      ].filter(([, value]) => value !== ''),
    ),
  );
  say(`  ${printable(diagnosis?.advice ?? movedBySqs)}`);
  say('');
  writeAttempts(attempts, context);
  if (curl !== undefined) {
    say('');
    say(`  ${paint('dim', 'the last request again; it may be carried out:')}`);
    say(`  ${curl}`);
    if (integration.operation.destination.authorize !== undefined)
      say(`  ${paint('dim', 'what signed it is of that moment, and most likely refused now')}`);
  }
  say('');
  if (typeof mapping === 'string') say(`  ${printable(mapping)}`);
  else {
    const rows = mapping.map(({ target, from, how, made }) => [`  ${target}`, from, how, made]);
    context.stdout.write(table([['  target', 'from', 'how', 'made'], ...rows]));
  }
  say('');
  const again = `redrive ${integration.name} --event ${shellWord(eventId)} --env ${environment}`;
  say(`  ${paint('dim', `npm run interlock -- ${again}`)}`);
}
