import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { isSealedForKey, type Unwrap } from '../../../functions/core/redact/on-call-key.ts';
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
    /** By the environment's key. */
    readonly unwrap: Unwrap;
  },
): Promise<ReadonlyMap<DeadLetter, readonly ExactAttempt[]>> {
  if (letters.length === 0) return new Map();
  const { logs, environment, integration, nowMs, signal, unwrap } = where;
  const begun = letters.map(({ diagnosis }) => Date.parse(diagnosis?.firstReceivedAt ?? ''));
  const fromMs = begun.some(Number.isNaN) ? nowMs - backMsMax : Math.min(...begun) - clockSkewMs;
  const ids = letters.flatMap(({ eventId }) => eventId ?? []);
  // An id that gives somebody away stands in no line: such a letter finds its lines by opening them.
  const pattern = letters.length === 1 ? fieldPattern('eventId', ...ids) : undefined;
  const window = { fromMs, logGroups: [logGroupName(environment, integration)], signal };
  let lines = await readLogLines(logs, { ...window, pattern }, readAttempt);
  if (lines.length === 0 && pattern !== undefined) lines = await readLogLines(logs, window, readAttempt);
  const found = new Map<DeadLetter, readonly ExactAttempt[]>();
  for (const letter of letters) found.set(letter, await attemptsOf(letter, lines, unwrap));
  return found;
}

async function attemptsOf(
  { eventId, body }: DeadLetter,
  lines: readonly LogLine<Attempt>[],
  unwrap: Unwrap,
): Promise<ExactAttempt[]> {
  const found: ExactAttempt[] = [];
  for (const line of lines) {
    const isNamed = line.value.eventId === eventId && eventId !== undefined;
    const isReferred = line.value.eventId?.startsWith('ref-') === true;
    // Only the event's own text tells whose such a line is: a key opens everybody's.
    if (isReferred && isSealedForKey(line.value.sealed ?? '')) continue;
    if (!isNamed && !isReferred) continue;
    const opened = await openLine(line.value, [body], unwrap);
    if (isNamed || 'exchange' in opened) found.push({ line, opened });
  }
  return found;
}
