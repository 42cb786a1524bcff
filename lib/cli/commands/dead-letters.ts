import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Environment, EnvironmentName } from '../../environments.ts';
import { deadLetterQueueName, undeliveredQueueName, unroutedQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { type ExactAttempt, exactAttempts } from '../dead-letters/exact-attempts.ts';
import { readDeadLetters, undiagnosed } from '../dead-letters/read-dead-letters.ts';
import { type ListedLetter, shownLetter } from '../dead-letters/shown-letter.ts';
import { attemptLine } from '../logs/attempt-line.ts';
import { exactLines } from '../logs/exact-lines.ts';
import { createUnwrap } from '../logs/unwrap-by-kms.ts';
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
  readonly deadLetters: readonly Found[];
  /** There are more than were read. */
  readonly isCut: boolean;
  /** Events that SNS could not hand to the integration's queue. */
  readonly undelivered: number;
}

interface Found extends ListedLetter {
  /** Absent unless they were asked for. */
  readonly exact?: readonly ExactAttempt[];
}

/** Lists dead letters with their diagnosis. Looks only: everything stays where it is. */
export const deadLetters = defineCommand({
  name: 'dead-letters',
  summary: 'Dead letters with their diagnosis; without an integration, of all, and what no queue could take.',
  parameters: '[integration]',
  arity: { least: 0, most: 1 },
  flags: {
    event: { type: 'string', value: '<id>', about: 'of this event only' },
    exact: {
      type: 'boolean',
      about:
        'with the exact request and response of each attempt, from the log, and what the event says of itself',
    },
    max: { type: 'string', value: '<n>', about: `read at most so many a queue; ${mostDefault} unless given` },
  },
  examples: [
    'dead-letters',
    'dead-letters customer-created-to-stripe --env prod --json',
    'dead-letters customer-created-to-stripe --event 3f1c --exact --env prod',
  ],
  run: async ({ flags, environment, positionals: [only] }, context) => {
    const { name } = environment;
    const most = flags.max === undefined ? mostDefault : wholeNumber('max', flags.max, 1, mostEver);
    const integrations = only === undefined ? context.integrations : [findIntegration(only, context)];
    const { event, exact } = flags;
    const findings = await Promise.all(
      integrations.map((integration) => look(integration, environment, { most, event, exact }, context)),
    );
    const { sqs } = await context.clients(name);
    const unrouted = only === undefined ? await queueDepth(sqs, unroutedQueueName(name)) : 0;
    if (flags.json) writeJson(context, documentOf(name, findings, only === undefined ? unrouted : undefined));
    else report(findings, context);
    if (!flags.json && unrouted > 0) {
      writeLine(
        context.stdout,
        `${counted(unrouted, 'event')} of a type that no integration knows: ${unroutedQueueName(name)}`,
      );
    }
    for (const { integration, isCut } of findings) {
      if (isCut) writeLine(context.stderr, `${integration}: the first ${most} only (--max)`);
    }
    const found = unrouted > 0 || findings.some((one) => one.deadLetters.length > 0 || one.undelivered > 0);
    return found ? exitCodes.found : exitCodes.ok;
  },
});

interface LookOptions {
  readonly most: number;
  readonly event: string | undefined;
  readonly exact: boolean;
}

async function look(
  integration: AnyIntegration,
  { name: environment, settings }: Environment,
  { most, event, exact }: LookOptions,
  context: Context,
): Promise<Findings> {
  const { sqs, logs, kms } = await context.clients(environment);
  const { signal } = context;
  const url = await queueUrl(sqs, deadLetterQueueName(environment, integration.name));
  const [read, undelivered] = await Promise.all([
    readDeadLetters(sqs, url, { most, signal }),
    queueDepth(sqs, undeliveredQueueName(environment, integration.name)),
  ]);
  const letters = read.filter(({ eventId }) => event === undefined || eventId === event);
  const found = { integration: integration.name, isCut: read.length >= most, undelivered };
  if (!exact) return { ...found, deadLetters: letters.map((letter) => shownLetter(letter, integration)) };
  const unwrap = createUnwrap(kms, settings.onCallKey);
  const where = { logs, environment, integration: integration.name, nowMs: context.now(), signal, unwrap };
  const attempts = await exactAttempts(letters, where);
  return {
    ...found,
    deadLetters: letters.map(({ body: _, ...letter }, at) => ({
      ...letter,
      exact: attempts.get(letters[at] as (typeof letters)[number]) ?? [],
    })),
  };
}

const codeOf = ({ diagnosis }: Found) => diagnosis?.code ?? undiagnosed;

function countsOf(letters: readonly Found[]): Record<string, number> {
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
      deadLetters: letters.map(({ exact, ...letter }) =>
        exact === undefined ? letter : { ...letter, attempts: exact.map(attemptDocument) },
      ),
    })),
    ...(unrouted === undefined ? {} : { unrouted }),
  };
}

const attemptDocument = ({ line, opened }: ExactAttempt) => ({
  ...line.value,
  timestamp: new Date(line.timeMs).toISOString(),
  exact: 'exchange' in opened ? opened.exchange : { notOpened: opened.reason },
});

function report(findings: readonly Findings[], context: Context): void {
  const paint = painter(context);
  const say = (line: string) => writeLine(context.stdout, line);
  for (const { integration, deadLetters: letters, undelivered } of findings) {
    const counts = Object.entries(countsOf(letters)).map(([code, count]) => `${count} ${printable(code)}`);
    say(`${paint('bold', integration)}: ${counts.length === 0 ? 'none' : counts.join(', ')}`);
    if (undelivered > 0)
      say(`  ${counted(undelivered, 'event')} undelivered by SNS: redrive with --undelivered`);
    const rows = table(letters.map(rowOf)).split('\n');
    for (const [at, { exact }] of letters.entries()) {
      say(rows[at] ?? '');
      for (const { line, opened } of exact ?? []) {
        say(`  ${attemptLine(line, context)}`);
        for (const one of exactLines(opened)) say(one);
      }
      if (exact?.length === 0) say('  (the log has no line of it any more)');
    }
    // The same advice for many letters is said once.
    const advice = new Set(letters.map((letter) => letter.diagnosis?.advice ?? movedBySqs));
    for (const text of advice) say(`  ${paint('dim', printable(text))}`);
  }
}

const movedBySqs = `${undiagnosed}: SQS moved these itself, after so many receives without an answer: look for crashes and timeouts in the logs.`;

function rowOf(letter: Found): readonly string[] {
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
