/** Waits for what becomes of events: the last line of each delivery, read from the log as the functions write it. */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EnvironmentName } from '../../environments.ts';
import { logGroupName } from '../../names.ts';
import type { Context } from '../context.ts';
import { type Attempt, readAttempt } from './attempt.ts';
import { fieldPattern, readLogLines } from './log-lines.ts';
import type { Forms } from './references.ts';

/** One event to one integration. */
export interface Awaited {
  readonly eventId: string;
  readonly integration: string;
}

export interface AwaitedOutcome extends Awaited {
  /** `undefined` when it had none in time; else the last that was told. */
  readonly outcome?: string;
}

/** What ends a delivery, or makes it wait for a person. */
const lastOutcomes: ReadonlySet<string | undefined> = new Set([
  'delivered',
  'duplicate',
  'skipped',
  'dead-lettered',
  'parked',
]);

/** FilterLogEvents allows a few calls a second for the account, and every integration is one. */
const pollMs = 2_000;

/** The clock that stamps a line is another than the one that knows when it was sent. */
const clockSkewMs = 10_000;

/**
 * The outcome of each, as soon as all have one of `lastOutcomes`, or when `timeoutMs` is over. `onOutcome` hears of each
 * at once. Rejects with what CloudWatch refuses, and when the context's signal aborts.
 */
export async function waitForOutcomes(
  awaited: readonly Awaited[],
  { logs, environment, timeoutMs, ...options }: WaitOptions,
  context: Context,
  onOutcome: (outcome: AwaitedOutcome) => void,
): Promise<readonly AwaitedOutcome[]> {
  const { sentMs = context.now(), forms = (text: string) => [text] } = options;
  const logGroups = [...new Set(awaited.map(({ integration }) => logGroupName(environment, integration)))];
  const eventIds = [...new Set(awaited.map(({ eventId }) => eventId))];
  const pattern = eventIds.length === 1 ? fieldPattern('eventId', ...eventIds.flatMap(forms)) : undefined;
  const meant = new Map(eventIds.flatMap((id) => forms(id).map((form) => [form, id])));
  const latest = new Map<string, string | undefined>();
  const isOver = (one: Awaited) => lastOutcomes.has(latest.get(keyOf(one)));
  const note = ({ eventId = '', integration = '', outcome }: Attempt) => {
    const one = { eventId: meant.get(eventId) ?? eventId, integration };
    if (isOver(one)) return;
    latest.set(keyOf(one), outcome);
    const isAwaited = awaited.some((other) => keyOf(other) === keyOf(one));
    if (isAwaited && isOver(one)) onOutcome({ ...one, ...(outcome === undefined ? {} : { outcome }) });
  };
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    const window = { fromMs: sentMs - clockSkewMs, logGroups, pattern, signal: context.signal };
    for (const { value } of await readLogLines(logs, window, readAttempt)) note(value);
    if (awaited.every(isOver) || waitedMs >= timeoutMs) break;
    await context.sleep(pollMs);
  }
  return awaited.map((one) => {
    const outcome = latest.get(keyOf(one));
    return outcome === undefined ? one : { ...one, outcome };
  });
}

export interface WaitOptions {
  readonly logs: CloudWatchLogsClient;
  readonly environment: EnvironmentName;
  readonly timeoutMs: number;
  /** When the first was sent, epoch milliseconds. @default - now */
  readonly sentMs?: number;
  /** What lines may have in place of an event's id. @default - the id alone */
  readonly forms?: Forms;
}

const keyOf = ({ eventId, integration }: Awaited) => JSON.stringify([eventId, integration]);
