import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EnvironmentName } from '../../environments.ts';
import { logGroupName } from '../../names.ts';
import { type Attempt, readAttempt } from '../logs/attempt.ts';
import { type Opened, openLine } from '../logs/exact-lines.ts';
import { fieldPattern, type LogLine, readLogLines } from '../logs/log-lines.ts';
import type { DeadLetter } from './read-dead-letters.ts';

/** What the log holds of a dead letter's event, opened with it. */
export interface ExactAttempt {
  readonly line: LogLine<Attempt>;
  readonly opened: Opened;
}

/** A line is stamped by another clock than the delivery. */
const clockSkewMs = 60_000;
/** A dead letter lives 14 days, and its event waited for as long before at most: the log keeps less, or as much. */
const backMsMax = 28 * 24 * 3_600_000;

/** The attempts of each letter, oldest first. */
export async function exactAttempts(
  letters: readonly DeadLetter[],
  where: {
    readonly logs: CloudWatchLogsClient;
    readonly environment: EnvironmentName;
    readonly integration: string;
    readonly nowMs: number;
    readonly signal: AbortSignal;
  },
): Promise<ReadonlyMap<DeadLetter, readonly ExactAttempt[]>> {
  if (letters.length === 0) return new Map();
  const { logs, environment, integration, nowMs, signal } = where;
  const begun = letters.map(({ diagnosis }) => Date.parse(diagnosis?.firstReceivedAt ?? ''));
  const fromMs = begun.some(Number.isNaN) ? nowMs - backMsMax : Math.min(...begun) - clockSkewMs;
  const ids = letters.flatMap(({ eventId }) => eventId ?? []);
  // An id that gives somebody away stands in no line: such a letter finds its lines by opening them.
  const pattern = letters.length === 1 ? fieldPattern('eventId', ...ids) : undefined;
  const window = { fromMs, logGroups: [logGroupName(environment, integration)], signal };
  let lines = await readLogLines(logs, { ...window, pattern }, readAttempt);
  if (lines.length === 0 && pattern !== undefined) lines = await readLogLines(logs, window, readAttempt);
  return new Map(letters.map((letter) => [letter, attemptsOf(letter, lines)]));
}

const attemptsOf = ({ eventId, body }: DeadLetter, lines: readonly LogLine<Attempt>[]): ExactAttempt[] =>
  lines.flatMap((line) => {
    const isNamed = line.value.eventId === eventId && eventId !== undefined;
    const isReferred = line.value.eventId?.startsWith('ref-') === true;
    if (!isNamed && !isReferred) return [];
    const opened = openLine(line.value, [body]);
    return isNamed || 'exchange' in opened ? [{ line, opened }] : [];
  });
