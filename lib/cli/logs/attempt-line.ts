/** An attempt as a person reads it. */
import type { Context } from '../context.ts';
import { painter, printable } from '../shell/output.ts';
import type { Attempt } from './attempt.ts';
import type { LogLine } from './log-lines.ts';

const styles: Readonly<Record<string, 'green' | 'yellow' | 'red' | 'dim'>> = {
  delivered: 'green',
  duplicate: 'dim',
  deferred: 'yellow',
  retry: 'yellow',
  parked: 'red',
  'dead-lettered': 'red',
};

/** One line for a person. */
export function attemptLine({ timeMs, value: attempt }: LogLine<Attempt>, context: Context): string {
  const paint = painter(context);
  const {
    integration,
    eventId,
    attempt: number,
    outcome = '',
    reason,
    durationMs,
    request,
    response,
    error,
  } = attempt;
  const parts = [
    new Date(timeMs).toISOString(),
    integration,
    eventId,
    number === undefined ? undefined : `#${number}`,
    outcome === '' ? undefined : outcome,
    request?.method,
    request?.url,
    response?.statusCode?.toString(),
    durationMs === undefined ? undefined : `${Math.round(durationMs)} ms`,
    error?.code,
    error?.thirdPartyCode,
    error?.message,
    // What was settled without a request: what it waits for, or why it is over.
    reason,
  ];
  const shown = parts.flatMap((part) => (part === undefined ? [] : [printable(part)]));
  return shown.map((part) => (part === outcome ? paint(styles[outcome] ?? 'dim', part) : part)).join('  ');
}
