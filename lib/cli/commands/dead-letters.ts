import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Environment, EnvironmentName } from '../../environments.ts';
import { deadLetterQueueName, undeliveredQueueName, unroutedQueueName } from '../../names.ts';
import type { Context } from '../context.ts';
import { exactAttempts } from '../dead-letters/exact-attempts.ts';
import { heldLine, heldOf } from '../dead-letters/held-letters.ts';
import { letterGroups } from '../dead-letters/letter-groups.ts';
import { readDeadLetters } from '../dead-letters/read-dead-letters.ts';
import { shownLetter } from '../dead-letters/shown-letter.ts';
import {
  attemptDocument,
  countsOf,
  type Findings,
  writeEach,
  writeGroups,
} from '../dead-letters/write-letters.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { createUnwrap } from '../logs/unwrap-by-kms.ts';
import { findIntegration, queueCounts, queueDepth, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { wholeNumber } from '../shell/flags.ts';
import { counted, writeJson, writeLine } from '../shell/output.ts';

/** More than anybody reads; reading holds the messages, and a held message cannot be redriven. */
const mostDefault = 1_000;
/** SQS lets so many messages of one queue be held at once. */
const mostEver = 120_000;

/** Shows dead letters, those that failed alike together. Looks only: everything stays where it is. */
export const deadLetters = defineCommand({
  name: 'dead-letters',
  summary:
    'Dead letters: how many failed alike, from when to when, and what to do; without an integration, of all, and what no queue could take. --json has each of them.',
  parameters: '[integration]',
  arity: { least: 0, most: 1 },
  flags: {
    each: { type: 'boolean', about: 'a line for each, instead of one for all that failed alike' },
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
    'dead-letters customer-created-to-stripe --each --env prod',
    'dead-letters show 3f1c --env prod',
    'dead-letters customer-created-to-stripe --event 3f1c --exact --env prod',
  ],
  run: async ({ flags, environment, positionals: [only] }, context) => {
    const { name } = environment;
    const most = flags.max === undefined ? mostDefault : wholeNumber('max', flags.max, 1, mostEver);
    const integrations = only === undefined ? context.integrations : [findIntegration(only, context)];
    const { event, exact } = flags;
    const findings = await fewAtOnce(integrations, (integration) =>
      look(integration, environment, { most, event, exact }, context),
    );
    const { sqs } = await context.clients(name);
    const unrouted = only === undefined ? await queueDepth(sqs, unroutedQueueName(name)) : 0;
    if (flags.json) writeJson(context, documentOf(name, findings, only === undefined ? unrouted : undefined));
    else if (flags.each || exact || event !== undefined) writeEach(findings, context);
    else writeGroups(findings, context);
    if (!flags.json && unrouted > 0) {
      writeLine(
        context.stdout,
        `${counted(unrouted, 'event')} of a type that no integration knows: ${unroutedQueueName(name)}`,
      );
    }
    for (const { integration, isCut, held } of findings) {
      if (isCut) writeLine(context.stderr, `${integration}: the first ${most} only (--max)`);
      const heldText = heldLine(held, integration);
      if (heldText !== undefined) writeLine(context.stderr, heldText);
    }
    const found =
      unrouted > 0 || findings.some((one) => one.deadLetters.length + one.undelivered + one.held > 0);
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
  const queue = deadLetterQueueName(environment, integration.name);
  const url = await queueUrl(sqs, queue);
  // Before the own reading holds some, too.
  const before = await queueCounts(sqs, queue);
  const [read, undelivered] = await Promise.all([
    readDeadLetters(sqs, url, { most, signal }),
    queueDepth(sqs, undeliveredQueueName(environment, integration.name)),
  ]);
  const held = heldOf(
    before,
    read.reduce((sum, { copies }) => sum + copies, 0),
  );
  const letters = read.filter(({ eventId }) => event === undefined || eventId === event);
  const found = { integration: integration.name, isCut: read.length >= most, undelivered, held };
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

function documentOf(
  environment: EnvironmentName,
  findings: readonly Findings[],
  unrouted: number | undefined,
) {
  return {
    environment,
    integrations: findings.map(({ integration, deadLetters: letters, undelivered, held }) => ({
      integration,
      counts: countsOf(letters),
      groups: letterGroups(letters),
      undelivered,
      held,
      deadLetters: letters.map(({ exact, ...letter }) =>
        exact === undefined ? letter : { ...letter, attempts: exact.map(attemptDocument) },
      ),
    })),
    ...(unrouted === undefined ? {} : { unrouted }),
  };
}
