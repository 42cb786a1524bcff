/** Reads the lines of several log groups, in order of time. */
import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { fewAtOnce } from '../few-at-once.ts';

export interface LogLine<T> {
  readonly id: string;
  readonly timeMs: number;
  /** As the function wrote it. */
  readonly text: string;
  readonly value: T;
}

export interface Window {
  readonly fromMs: number;
  readonly logGroups: readonly string[];
  /** A CloudWatch filter pattern that narrows what is transferred. */
  readonly pattern?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Every line since `fromMs` that `read` makes something of, oldest first.
 * @param read gets the line's JSON; `undefined`: it is another kind of line
 */
export async function readLogLines<T>(
  logs: CloudWatchLogsClient,
  window: Window,
  read: (json: unknown) => T | undefined,
): Promise<readonly LogLine<T>[]> {
  const groups = await fewAtOnce(window.logGroups, (group) => readGroup(logs, group, window, read));
  return groups.flat().sort((a, b) => a.timeMs - b.timeMs);
}

async function readGroup<T>(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  { fromMs, pattern, signal }: Window,
  read: (json: unknown) => T | undefined,
): Promise<LogLine<T>[]> {
  const lines: LogLine<T>[] = [];
  const pages = paginateFilterLogEvents(
    { client: logs },
    { logGroupName, startTime: fromMs, ...(pattern === undefined ? {} : { filterPattern: pattern }) },
    { abortSignal: signal },
  );
  for await (const { events = [] } of pages) {
    for (const { eventId, timestamp = 0, message = '' } of events) {
      const value = read(parseJson(message));
      if (value !== undefined)
        lines.push({
          id: `${logGroupName} ${eventId ?? `${timestamp} ${message}`}`,
          timeMs: timestamp,
          text: message.trimEnd(),
          value,
        });
    }
  }
  return lines;
}

/**
 * A pattern for lines whose `field` is one of `values`; `undefined` for a value that would mean something in a pattern.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const fieldPattern = (field: 'eventId' | 'subject' | 'fingerprint', ...values: readonly string[]) =>
  values.length > 0 && values.every((value) => /^[\w.:@-]+$/.test(value))
    ? `{ ${values.map((value) => `$.${field} = "${value}"`).join(' || ')} }`
    : undefined;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
