import type { SQSClient } from '@aws-sdk/client-sqs';
import type { EnvironmentName } from '../../environments.ts';
import { deadLetterQueueName, undeliveredQueueName, unroutedQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { type DeadLetter, readDeadLetters, undiagnosed } from '../dead-letters/read-dead-letters.ts';
import { findIntegration, queueDepth, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { wholeNumber } from '../shell/flags.ts';
import { counted, painter, printable, table, writeJson, writeLine } from '../shell/output.ts';

/** More than anybody reads; reading holds the messages, and a held message cannot be redriven. */
const mostDefault = 1_000;
/** SQS lets so many messages of one queue be held at once. */
const mostEver = 120_000;

interface Findings {
  readonly integration: string;
  readonly deadLetters: readonly DeadLetter[];
  /** Events that SNS could not hand to the integration's queue. */
  readonly undelivered: number;
}

/** Lists dead letters with their diagnosis. Looks only: everything stays where it is. */
export const deadLetters = defineCommand({
  name: 'dead-letters',
  summary: 'Dead letters with their diagnosis; without an integration, of all, and what no queue could take.',
  parameters: '[integration]',
  arity: { least: 0, most: 1 },
  flags: {
    max: { type: 'string', value: '<n>', about: `read at most so many a queue; ${mostDefault} unless given` },
  },
  examples: ['dead-letters', 'dead-letters customer-created-to-stripe --env prod --json'],
  run: async ({ flags, environment: { name }, positionals: [only] }, context) => {
    const most = flags.max === undefined ? mostDefault : wholeNumber('max', flags.max, 1, mostEver);
    const integrations = only === undefined ? context.integrations : [findIntegration(only, context)];
    const { sqs } = await context.clients(name);
    const findings = await Promise.all(
      integrations.map((integration) => look(sqs, name, integration.name, { most, signal: context.signal })),
    );
    const unrouted = only === undefined ? await queueDepth(sqs, unroutedQueueName(name)) : 0;
    if (flags.json) writeJson(context, documentOf(name, findings, only === undefined ? unrouted : undefined));
    else report(findings, context);
    if (!flags.json && unrouted > 0) {
      writeLine(
        context.stdout,
        `${counted(unrouted, 'event')} of a type that no integration knows: ${unroutedQueueName(name)}`,
      );
    }
    for (const { integration, deadLetters } of findings) {
      if (deadLetters.length >= most)
        writeLine(context.stderr, `${integration}: the first ${most} only (--max)`);
    }
    const found = unrouted > 0 || findings.some((one) => one.deadLetters.length > 0 || one.undelivered > 0);
    return found ? exitCodes.found : exitCodes.ok;
  },
});

async function look(
  sqs: SQSClient,
  environment: EnvironmentName,
  integration: string,
  options: { most: number; signal: AbortSignal },
): Promise<Findings> {
  const url = await queueUrl(sqs, deadLetterQueueName(environment, integration));
  const [letters, undelivered] = await Promise.all([
    readDeadLetters(sqs, url, options),
    queueDepth(sqs, undeliveredQueueName(environment, integration)),
  ]);
  return { integration, deadLetters: letters, undelivered };
}

const codeOf = ({ diagnosis }: DeadLetter) => diagnosis?.code ?? undiagnosed;

function countsOf(letters: readonly DeadLetter[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(codeOf(letter), (counts.get(codeOf(letter)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

function documentOf(
  environment: EnvironmentName,
  findings: readonly Findings[],
  unrouted: number | undefined,
) {
  return {
    environment,
    integrations: findings.map(({ integration, deadLetters: letters, undelivered }) => ({
      integration,
      counts: countsOf(letters),
      undelivered,
      deadLetters: letters,
    })),
    ...(unrouted === undefined ? {} : { unrouted }),
  };
}

function report(findings: readonly Findings[], context: Context): void {
  const paint = painter(context);
  const say = (line: string) => writeLine(context.stdout, line);
  for (const { integration, deadLetters: letters, undelivered } of findings) {
    const counts = Object.entries(countsOf(letters)).map(([code, count]) => `${count} ${printable(code)}`);
    say(`${paint('bold', integration)}: ${counts.length === 0 ? 'none' : counts.join(', ')}`);
    if (undelivered > 0)
      say(`  ${counted(undelivered, 'event')} undelivered by SNS: redrive with --undelivered`);
    if (letters.length > 0) context.stdout.write(table(letters.map(rowOf)));
    // The same advice for many letters is said once.
    const advice = new Set(letters.map((letter) => letter.diagnosis?.advice ?? movedBySqs));
    for (const text of advice) say(`  ${paint('dim', printable(text))}`);
  }
}

const movedBySqs = `${undiagnosed}: SQS moved these itself, after so many receives without an answer: look for crashes and timeouts in the logs.`;

function rowOf(letter: DeadLetter): readonly string[] {
  const { eventId = '(unreadable)', type = '', subject = '', diagnosis, receiveCount, copies } = letter;
  return [
    `  ${diagnosis?.failedAt ?? ''}`,
    eventId,
    type,
    subject,
    codeOf(letter),
    diagnosis === undefined ? `${receiveCount} receives` : counted(diagnosis.attempts, 'attempt'),
    [
      diagnosis?.statusCode === undefined ? '' : `HTTP ${diagnosis.statusCode}`,
      diagnosis?.thirdPartyCode ?? '',
    ]
      .join(' ')
      .trim(),
    diagnosis?.requestId ?? '',
    copies > 1 ? `${copies} copies` : '',
  ];
}
