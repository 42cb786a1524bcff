import type { SQSClient } from '@aws-sdk/client-sqs';
import type { EnvironmentName } from '../../environments.ts';
import { deadLetterQueueName, integrationName, logGroupName } from '../../names.ts';
import type { Context } from '../context.ts';
import { readDeadLetters } from '../dead-letters/read-dead-letters.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { type Attempt, readAttempt } from '../logs/attempt.ts';
import { attemptLine } from '../logs/attempt-line.ts';
import { exactLines, type Opened, openLine } from '../logs/exact-lines.ts';
import { fieldPattern, type LogLine, readLogLines } from '../logs/log-lines.ts';
import { readForms } from '../logs/references.ts';
import { createUnwrap } from '../logs/unwrap-by-kms.ts';
import { findIntegration, queueUrl } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { parseDuration } from '../shell/duration.ts';
import { UsageError } from '../shell/errors.ts';
import type { Flags, FlagValues } from '../shell/flags.ts';
import { readText } from '../shell/input.ts';
import { writeLine } from '../shell/output.ts';
import { suggestion } from '../shell/suggestion.ts';

/** Long enough for "what happened just now", short enough to be read at once. */
const sinceDefaultMs = 3_600_000;
/** An event waits for 14 days at most, and its dead letter lies for 14 more. */
const sinceOfEventMs = 28 * 24 * 3_600_000;
/** FilterLogEvents allows a few calls a second for the account, and every integration is one. */
const pollMs = 2_000;
/** CloudWatch takes lines in late and out of order: each poll looks back this far and drops what it showed. */
const overlapMs = 60_000;

const outcomes = ['delivered', 'duplicate', 'skipped', 'deferred', 'retry', 'parked', 'dead-lettered'];

const flags = {
  follow: { type: 'boolean', about: 'go on as lines come, until Ctrl-C' },
  since: {
    type: 'string',
    value: '<duration>',
    about:
      'how far back, like 15m; 1h unless given, 28d with --event or --fingerprint, from now on with --follow',
  },
  event: { type: 'string', value: '<id>', about: 'attempts of this event' },
  customer: { type: 'string', value: '<id>', about: 'attempts of events about this subject' },
  endpoint: { type: 'string', value: '<text>', about: 'attempts whose URL holds this' },
  integration: {
    type: 'string',
    multiple: true,
    value: '<name>',
    about: 'of this integration; may be repeated',
  },
  outcome: {
    type: 'string',
    multiple: true,
    value: '<outcome>',
    about: `${outcomes.join(', ')}; may be repeated`,
  },
  status: {
    type: 'string',
    multiple: true,
    value: '<status>',
    about: 'answered with this status, like 429 or 4xx; may be repeated',
  },
  code: {
    type: 'string',
    multiple: true,
    value: '<code>',
    about: "failed with this code, ours or the third party's own; may be repeated",
  },
  fingerprint: {
    type: 'string',
    multiple: true,
    value: '<fingerprint>',
    about: 'given up alike, as dead-letters groups them; may be repeated',
  },
  failed: {
    type: 'boolean',
    about:
      'every outcome but delivered, duplicate and skipped, and no step of a delivery that went on at once',
  },
  exact: {
    type: 'boolean',
    about: 'with the exact request and response, where a dead letter or --text holds the event',
  },
  text: {
    type: 'string',
    value: '<file>',
    about: 'the event as it was published, - for standard input: opens what is sealed, with --exact',
  },
} as const satisfies Flags;

type Filters = FlagValues<typeof flags>;

/** Shows attempts: those of a window, or as they happen. */
export const logs = defineCommand({
  name: 'logs',
  summary: 'Attempts: what was called for which event, and what came of it. --json shows the whole lines.',
  flags,
  examples: [
    'logs --customer 42 --failed',
    'logs --status 5xx --status 429 --since 1d --env prod',
    'logs --follow --integration customer-created-to-stripe --env prod',
    'logs --failed --exact --integration customer-created-to-stripe --env prod',
  ],
  run: async (input, context) => {
    const filters: Filters = input.flags;
    const { json } = input.flags;
    const logGroups = logGroupsOf(filters, input.environment.name, context);
    checkOutcomes(filters);
    checkStatuses(filters);
    const { logs: client, sqs, lambda, kms } = await context.clients(input.environment.name);
    const [first] = chosen(filters.integration, context);
    const logged = async (text: string | undefined) =>
      text === undefined || first === undefined
        ? undefined
        : (await readForms(integrationName(input.environment.name, first.name), lambda, context))(text);
    const sought = { event: await logged(filters.event), customer: await logged(filters.customer) };
    const isShown = filterOf(filters, sought);
    const texts = await textsOf(filters, sqs, input.environment.name, context);
    const seen = new Map<string, number>();
    let shown = 0;
    const unwrap = createUnwrap(kms, input.environment.settings.onCallKey);
    const show = async (lines: readonly LogLine<Attempt>[]) => {
      for (const line of lines) {
        if (seen.has(line.id)) continue;
        seen.set(line.id, line.timeMs);
        if (!isShown(line.value)) continue;
        shown += 1;
        const opened = texts === undefined ? undefined : await openLine(line.value, texts, unwrap);
        writeLine(context.stdout, json ? withExact(line.text, opened) : attemptLine(line, context));
        if (!json && opened !== undefined)
          for (const one of exactLines(opened)) writeLine(context.stdout, one);
      }
    };
    const window = { logGroups, pattern: patternOf(sought, filters), signal: context.signal };
    let fromMs = context.now() - sinceOf(filters);
    try {
      await show(await readLogLines(client, { ...window, fromMs }, readAttempt));
      if (shown === 0 && !filters.follow) writeLine(context.stderr, nothingIn(sinceOf(filters), filters));
      while (filters.follow) {
        await context.sleep(pollMs);
        await show(await readLogLines(client, { ...window, fromMs }, readAttempt));
        fromMs = Math.max(fromMs, context.now() - overlapMs);
        for (const [id, timeMs] of seen) if (timeMs < fromMs) seen.delete(id);
      }
    } catch (error) {
      // Ctrl-C is how following ends.
      if (!(filters.follow && context.signal.aborted)) throw error;
    }
    return exitCodes.ok;
  },
});

/** Events that open what is sealed; `undefined`: nothing is to be opened. */
async function textsOf(
  { exact, text, integration: names }: Filters,
  sqs: SQSClient,
  environment: EnvironmentName,
  context: Context,
): Promise<readonly string[] | undefined> {
  if (!exact) {
    if (text !== undefined) throw new UsageError('--text opens what is sealed: say --exact, too');
    return undefined;
  }
  if (text !== undefined) {
    const published = await readText(text, context);
    // An editor ends a file with a line end that was not published.
    return [published, published.trimEnd()];
  }
  const letters = await fewAtOnce(chosen(names, context), async ({ name }) => {
    const url = await queueUrl(sqs, deadLetterQueueName(environment, name));
    return readDeadLetters(sqs, url, { most: lettersMax, signal: context.signal });
  });
  return letters.flat().map(({ body }) => body);
}

/** As many as `dead-letters` reads of a queue unless it is told otherwise. */
const lettersMax = 1_000;

function withExact(text: string, opened: Opened | undefined): string {
  if (opened === undefined) return text;
  const exact = 'exchange' in opened ? opened.exchange : { notOpened: opened.reason };
  return JSON.stringify({ ...JSON.parse(text), exact });
}

function sinceOf({ since, follow, event, fingerprint }: Filters): number {
  if (since !== undefined) return parseDuration('since', since);
  if (event !== undefined || fingerprint.length > 0) return sinceOfEventMs;
  return follow ? 0 : sinceDefaultMs;
}

const nothingIn = (sinceMs: number, { since }: Filters): string => {
  const span = since ?? (sinceMs === sinceOfEventMs ? '28 days' : 'hour');
  return `nothing in the last ${span}${since === undefined ? ' (--since says how far back)' : ''}`;
};

function logGroupsOf({ integration: names }: Filters, environment: EnvironmentName, context: Context) {
  return [...new Set(chosen(names, context).map(({ name }) => logGroupName(environment, name)))];
}

const chosen = (names: readonly string[], context: Context) =>
  names.length === 0 ? context.integrations : names.map((name) => findIntegration(name, context));

/** What is looked for, and what stands for it in lines. */
interface Sought {
  readonly event: readonly string[] | undefined;
  readonly customer: readonly string[] | undefined;
}

/** Throws `UsageError` on an outcome that there is not. */
function checkOutcomes({ outcome }: Filters): void {
  for (const name of outcome) {
    if (!outcomes.includes(name)) {
      throw new UsageError(
        `there is no outcome "${name}"${suggestion(name, outcomes)}: ${outcomes.join(', ')}`,
      );
    }
  }
}

/** Throws `UsageError` on what no status is. */
function checkStatuses({ status }: Filters): void {
  const odd = status.find((one) => !/^[1-5](\d\d|xx)$/.test(one));
  if (odd !== undefined) throw new UsageError(`--status takes a status like 429 or 4xx, got "${odd}"`);
}

/** `4xx` is every status that begins so. */
const isStatus = (wanted: string, status = 0) => `${status}`.startsWith(wanted.replace('xx', ''));

function filterOf(
  { endpoint, outcome, failed, status, code, fingerprint }: Filters,
  { event, customer }: Sought,
): (attempt: Attempt) => boolean {
  return (attempt) =>
    (event === undefined || event.includes(attempt.eventId ?? '')) &&
    (customer === undefined || customer.includes(attempt.subject ?? '')) &&
    (endpoint === undefined || attempt.request?.url?.includes(endpoint) === true) &&
    (outcome.length === 0 || outcome.includes(attempt.outcome ?? '')) &&
    (status.length === 0 || status.some((one) => isStatus(one, attempt.response?.statusCode))) &&
    (code.length === 0 ||
      [attempt.error?.code, attempt.error?.thirdPartyCode].some((one) => code.includes(one ?? ''))) &&
    (fingerprint.length === 0 || fingerprint.includes(attempt.fingerprint ?? '')) &&
    (!failed || isFailure(attempt));
}

/** What a delivery goes on from at once, a conflict that leads to an update for one, is a step of it and no failure. */
const isFailure = ({ outcome = '', nextAttemptInMs }: Attempt): boolean =>
  !['delivered', 'duplicate', 'skipped'].includes(outcome) && !(outcome === 'retry' && nextAttemptInMs === 0);

/** The one filter that leaves the fewest lines, for CloudWatch to apply; the rest is done here. */
const patternOf = (
  { event = [], customer = [] }: Sought,
  { fingerprint }: Pick<Filters, 'fingerprint'>,
): string | undefined =>
  fieldPattern('eventId', ...event) ??
  fieldPattern('subject', ...customer) ??
  fieldPattern('fingerprint', ...fingerprint);
