import type { EnvironmentName } from '../../environments.ts';
import { logGroupName } from '../../names.ts';
import type { Context } from '../context.ts';
import { type Attempt, readAttempt } from '../logs/attempt.ts';
import { attemptLine } from '../logs/attempt-line.ts';
import { fieldPattern, type LogLine, readLogLines } from '../logs/log-lines.ts';
import { findIntegration } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { parseDuration } from '../shell/duration.ts';
import { UsageError } from '../shell/errors.ts';
import type { Flags, FlagValues } from '../shell/flags.ts';
import { writeLine } from '../shell/output.ts';
import { suggestion } from '../shell/suggestion.ts';

/** Long enough for "what happened just now", short enough to be read at once. */
const sinceDefaultMs = 3_600_000;
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
    about: 'how far back, like 15m; 1h unless given, from now on with --follow',
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
  failed: { type: 'boolean', about: 'every outcome but delivered and duplicate' },
} as const satisfies Flags;

type Filters = FlagValues<typeof flags>;

/** Shows attempts: those of a window, or as they happen. */
export const logs = defineCommand({
  name: 'logs',
  summary: 'Attempts: what was called for which event, and what came of it. --json shows the whole lines.',
  flags,
  examples: [
    'logs --customer 42 --failed',
    'logs --follow --integration customer-created-to-stripe --env prod',
  ],
  run: async (input, context) => {
    const filters: Filters = input.flags;
    const { json } = input.flags;
    const isShown = filterOf(filters);
    const logGroups = logGroupsOf(filters, input.environment.name, context);
    const { logs: client } = await context.clients(input.environment.name);
    const seen = new Map<string, number>();
    const show = (lines: readonly LogLine<Attempt>[]) => {
      for (const line of lines) {
        if (seen.has(line.id)) continue;
        seen.set(line.id, line.timeMs);
        if (isShown(line.value)) writeLine(context.stdout, json ? line.text : attemptLine(line, context));
      }
    };
    const window = { logGroups, pattern: patternOf(filters), signal: context.signal };
    let fromMs = context.now() - sinceOf(filters);
    try {
      show(await readLogLines(client, { ...window, fromMs }, readAttempt));
      while (filters.follow) {
        await context.sleep(pollMs);
        show(await readLogLines(client, { ...window, fromMs }, readAttempt));
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

function sinceOf({ since, follow }: Filters): number {
  if (since !== undefined) return parseDuration('since', since);
  return follow ? 0 : sinceDefaultMs;
}

function logGroupsOf({ integration: names }: Filters, environment: EnvironmentName, context: Context) {
  const chosen =
    names.length === 0 ? context.integrations : names.map((name) => findIntegration(name, context));
  return [...new Set(chosen.map(({ name }) => logGroupName(environment, name)))];
}

/** Throws `UsageError` on an outcome that there is not. */
function filterOf({ event, customer, endpoint, outcome, failed }: Filters): (attempt: Attempt) => boolean {
  for (const name of outcome) {
    if (!outcomes.includes(name)) {
      throw new UsageError(
        `there is no outcome "${name}"${suggestion(name, outcomes)}: ${outcomes.join(', ')}`,
      );
    }
  }
  return (attempt) =>
    (event === undefined || attempt.eventId === event) &&
    (customer === undefined || attempt.subject === customer) &&
    (endpoint === undefined || attempt.request?.url?.includes(endpoint) === true) &&
    (outcome.length === 0 || outcome.includes(attempt.outcome ?? '')) &&
    (!failed || !['delivered', 'duplicate', 'skipped'].includes(attempt.outcome ?? ''));
}

/** The one filter that leaves the fewest lines, for CloudWatch to apply; the rest is done here. */
const patternOf = ({ event, customer }: Filters): string | undefined =>
  fieldPattern('eventId', event) ?? fieldPattern('subject', customer);
