/** Reads the attempt lines of several log groups, in order of time. */
import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod/mini';

/** What the command line shows of a line; the line itself holds more. */
const attemptSchema = z.looseObject({
  message: z.enum(['delivery.attempted', 'delivery.settled']),
  integration: z.catch(z.optional(z.string()), undefined),
  eventId: z.catch(z.optional(z.string()), undefined),
  subject: z.catch(z.optional(z.string()), undefined),
  attempt: z.catch(z.optional(z.number()), undefined),
  outcome: z.catch(z.optional(z.string()), undefined),
  reason: z.catch(z.optional(z.string()), undefined),
  durationMs: z.catch(z.optional(z.number()), undefined),
  request: z.catch(
    z.optional(z.looseObject({ method: z.optional(z.string()), url: z.optional(z.string()) })),
    undefined,
  ),
  response: z.catch(z.optional(z.looseObject({ statusCode: z.optional(z.number()) })), undefined),
  error: z.catch(z.optional(z.looseObject({ code: z.optional(z.string()) })), undefined),
});

export type Attempt = z.output<typeof attemptSchema>;

export interface AttemptLine {
  readonly id: string;
  readonly timeMs: number;
  /** As the function wrote it. */
  readonly text: string;
  readonly attempt: Attempt;
}

export interface Window {
  readonly fromMs: number;
  readonly logGroups: readonly string[];
  /** A CloudWatch filter pattern that narrows what is transferred. */
  readonly pattern?: string | undefined;
  readonly signal: AbortSignal;
}

/** Every attempt line since `fromMs`, oldest first. Other lines of the functions are passed over. */
export async function readAttemptLines(
  logs: CloudWatchLogsClient,
  window: Window,
): Promise<readonly AttemptLine[]> {
  const groups = await Promise.all(window.logGroups.map((group) => readGroup(logs, group, window)));
  return groups.flat().sort((a, b) => a.timeMs - b.timeMs);
}

async function readGroup(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  window: Window,
): Promise<AttemptLine[]> {
  const lines: AttemptLine[] = [];
  const pages = paginateFilterLogEvents(
    { client: logs },
    {
      logGroupName,
      startTime: window.fromMs,
      ...(window.pattern === undefined ? {} : { filterPattern: window.pattern }),
    },
    { abortSignal: window.signal },
  );
  for await (const { events = [] } of pages) {
    for (const { eventId = '', timestamp = 0, message = '' } of events) {
      const attempt = parseAttempt(message);
      if (attempt !== undefined)
        lines.push({ id: `${logGroupName} ${eventId}`, timeMs: timestamp, text: message.trimEnd(), attempt });
    }
  }
  return lines;
}

/**
 * A pattern for lines whose `field` is `value`; `undefined` for a value that would mean something in a pattern.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const fieldPattern = (field: 'eventId' | 'subject', value: string | undefined) =>
  value !== undefined && /^[\w.:@-]+$/.test(value) ? `{ $.${field} = "${value}" }` : undefined;

function parseAttempt(text: string): Attempt | undefined {
  try {
    const parsed = z.safeParse(attemptSchema, JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
