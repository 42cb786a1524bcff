/** How the circuit of all opens, stays open after a trial that failed, and closes: updates of the account. Pure. */
import type { Update } from './account-update.ts';
import { type Breaker, nextTryMs, opensUntilMs } from './breaker.ts';
import type { Circuit, CircuitKind, Looks } from './circuit.ts';
import { circuitAttributes, lookAttributes } from './circuit-attributes.ts';

/** What it opens for, without values of events or secrets. */
export interface Opening {
  readonly kind: CircuitKind;
  readonly reason: string;
  /** The third party asked for a pause until then: it is not tried before. Epoch milliseconds. */
  readonly notBeforeMs?: number | undefined;
}

const counts = ['failures', 'failingSinceMs', 'unansweredSinceMs', 'unanswered'] as const;

export function opening(
  { kind, reason, notBeforeMs = 0 }: Opening,
  breaker: Breaker,
  nowMs: number,
): Partial<Update> {
  return {
    conditions: ['attribute_not_exists(openUntilMs)'],
    sets: [
      'openKind = :openKind',
      'openSinceMs = :openSinceMs',
      'openReason = :openReason',
      'openUntilMs = :openUntilMs',
      'openings = :openings',
    ],
    removes: ['trialUntilMs', ...counts],
    values: {
      ':openKind': kind,
      ':openSinceMs': nowMs,
      ':openReason': reason,
      ':openUntilMs': Math.max(notBeforeMs, opensUntilMs(breaker, 0, nowMs)),
      ':openings': 1,
    },
  };
}

/** A trial failed. After a look that had passed the next one comes later each time; the breaker's own time is for those before. */
export function openingAgain(
  { kind, reason, notBeforeMs = 0 }: Opening,
  { circuit, looks }: { readonly circuit: Circuit; readonly looks: Looks | undefined },
  breaker: Breaker,
  nowMs: number,
): Partial<Update> {
  const isAfterLook = looks?.passedAtMs !== undefined;
  const untilMs = isAfterLook
    ? nowMs + nextTryMs(looks.failedTries)
    : opensUntilMs(breaker, circuit.openings, nowMs);
  return {
    conditions: ['openSinceMs = :openSinceMs', 'openUntilMs = :openWasUntilMs'],
    sets: [
      'openKind = :openKind',
      'openReason = :openReason',
      'openUntilMs = :openUntilMs',
      'openings = :openings',
      ...(isAfterLook ? (['failedTries = if_not_exists(failedTries, :none) + :one'] as const) : []),
    ],
    removes: ['trialUntilMs', ...counts, ...(isAfterLook ? (['lookPassedAtMs'] as const) : [])],
    values: {
      ':openSinceMs': circuit.sinceMs,
      ':openWasUntilMs': circuit.untilMs,
      ':openKind': kind,
      ':openReason': reason,
      ':openUntilMs': Math.max(notBeforeMs, untilMs),
      ':openings': circuit.openings + 1,
      ...(isAfterLook ? { ':none': 0, ':one': 1 } : {}),
    },
  };
}

/** The delivery that tried came to nothing that says how the third party is. */
export const trialReleased = ({ sinceMs }: Circuit): Partial<Update> => ({
  conditions: ['openSinceMs = :openSinceMs'],
  removes: ['trialUntilMs'],
  values: { ':openSinceMs': sinceMs },
});

/** The third party answers again: calls go on, slowly at first. */
export const closing = ({ sinceMs }: Circuit, nowMs: number): Partial<Update> => ({
  // Whenever it was to be tried next: the supervisor may have moved that since the trial began.
  conditions: ['openSinceMs = :openSinceMs'],
  sets: ['resumedAtMs = :nowMs', 'answeredAtMs = :nowMs'],
  removes: [...circuitAttributes, ...lookAttributes],
  values: { ':openSinceMs': sinceMs, ':nowMs': nowMs },
});
