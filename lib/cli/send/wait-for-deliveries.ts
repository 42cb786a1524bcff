/** `send --wait`: what each integration made of the events that were sent. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { typesTaken } from '../../../functions/core/declare/versions.ts';
import type { EnvironmentName } from '../../environments.ts';
import type { Context } from '../context.ts';
import { type AwaitedOutcome, waitForOutcomes } from '../logs/wait-for-outcomes.ts';
import { parseDuration } from '../shell/duration.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { painter, printable, writeLine } from '../shell/output.ts';

export interface Sent {
  readonly eventId: string | undefined;
  readonly type: string | undefined;
  readonly messageId: string | undefined;
}

export interface WaitOptions {
  readonly environment: EnvironmentName;
  readonly timeoutMs: number;
  /** Nothing but the document that the caller prints. */
  readonly json: boolean;
}

/** A cold start, an attempt that times out and the one after it, and the half minute until CloudWatch shows a line. */
const timeoutDefaultMs = 120_000;

/** How long to wait. Throws `UsageError` on what is no duration, and when nothing is waited for. */
export function waitTimeoutMs({ wait, timeout }: { wait: boolean; timeout: string | undefined }): number {
  if (timeout === undefined) return timeoutDefaultMs;
  if (!wait) throw new UsageError('--timeout says how long --wait waits');
  return parseDuration('timeout', timeout);
}

/** A duplicate was delivered when it was sent before. */
export const isDelivered = ({ outcome }: AwaitedOutcome) =>
  outcome === 'delivered' || outcome === 'duplicate' || outcome === 'skipped';

/** The command that says why, where a person has to look. */
const whyOf: Readonly<Record<string, (integration: string, eventId: string) => string>> = {
  'dead-lettered': (integration, eventId) => `dead-letters show ${eventId} --integration ${integration}`,
  parked: (integration) => `status ${integration}`,
};

/**
 * Waits for every integration of `takers` that takes an event of `sent`. Prints each outcome as it comes, and at the end
 * those that did not. Throws `CommandError` when nobody takes any of them.
 */
export async function waitForDeliveries(
  sent: readonly Sent[],
  takers: readonly AnyIntegration[],
  { environment, timeoutMs, json }: WaitOptions,
  context: Context,
): Promise<readonly AwaitedOutcome[]> {
  const awaited = sent.flatMap(({ eventId, type }) =>
    takers
      .filter(
        ({ event, retiring }) => type !== undefined && typesTaken(event).includes(type) && retiring !== true,
      )
      .flatMap((taker) => (eventId === undefined ? [] : [{ eventId, integration: taker.name }])),
  );
  if (awaited.length === 0)
    throw new CommandError('no integration takes what was sent: there is nothing to wait for');
  const paint = painter(context);
  const say = ({ integration, eventId, outcome = 'nothing yet' }: AwaitedOutcome) => {
    const style = isDelivered({ integration, eventId, outcome }) ? 'green' : 'red';
    if (json) return;
    writeLine(context.stdout, `${paint(style, outcome)}  ${integration}  ${printable(eventId)}`);
    const why = whyOf[outcome]?.(integration, printable(eventId));
    if (why !== undefined)
      writeLine(context.stdout, paint('dim', `  why: npm run interlock -- ${why} --env ${environment}`));
  };
  const { logs } = await context.clients(environment);
  const said = new Set<string>();
  const outcomes = await waitForOutcomes(awaited, { logs, environment, timeoutMs }, context, (one) => {
    said.add(`${one.integration} ${one.eventId}`);
    say(one);
  });
  for (const one of outcomes) {
    if (said.has(`${one.integration} ${one.eventId}`)) continue;
    say(one);
    if (!json)
      writeLine(
        context.stdout,
        `  not settled after ${Math.round(timeoutMs / 1_000)} s, and goes on by itself: logs --event ${printable(one.eventId)} --follow`,
      );
  }
  return outcomes;
}
