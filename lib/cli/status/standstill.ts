/** What keeps a destination's events from going out at the full rate, read off its account. Pure. */
import type { AccountState } from '../../../functions/core/pace/account.ts';
import type { Circuit, CircuitKind } from '../../../functions/core/pace/circuit.ts';
import { isRamping } from '../../../functions/core/pace/spacing.ts';

/**
 * - `parked`: no calls, until the key is replaced or an operator resumes
 * - `failing`, `throttled`, `refused`: a circuit is open for it, and a single request looks now and then
 * - `paused`: the third party asked for silence
 * - `throttling`: it asks for less than is sent, without a success in between
 * - `unanswered`: nothing but failures and requests that hang
 * - `ramping`: calls go on after one of these, slowly at first
 */
export type StandstillKind = 'parked' | CircuitKind | 'paused' | 'throttling' | 'unanswered' | 'ramping';

/** Times are epoch milliseconds. */
export interface Standstill {
  readonly kind: StandstillKind;
  /** The only one that it is about; absent: all of the destination. */
  readonly operation?: string | undefined;
  readonly sinceMs?: number | undefined;
  /** What was answered, or an operator's words. */
  readonly reason?: string | undefined;
  /** When it is over, or when somebody looks whether it is. */
  readonly nextAtMs?: number | undefined;
  /** What the last look came to. */
  readonly look?: { readonly atMs: number; readonly outcome: string } | undefined;
}

/** A single failure that the next request makes good is no news: so long the breaker counts, too. */
const unansweredMsMin = 30_000;

/** The gravest first. */
export function standstillsOf(state: AccountState, nowMs: number): readonly Standstill[] {
  const { parking, circuit, looks } = state;
  const look =
    looks?.outcome === undefined || looks.atMs === undefined
      ? undefined
      : { atMs: looks.atMs, outcome: looks.outcome };
  const found: Standstill[] = [];
  if (parking !== undefined) {
    const { parkedAtMs: sinceMs, reason } = parking;
    found.push({ kind: 'parked', sinceMs, reason, nextAtMs: looks?.dueAtMs, look });
  }
  if (circuit !== undefined) found.push({ ...ofCircuit(circuit, looks?.dueAtMs), look });
  for (const [operation, own] of Object.entries(state.operations))
    found.push({
      ...ofCircuit(own, looks?.dueAtMs),
      operation,
      look: circuit === undefined ? look : undefined,
    });
  if (state.holdUntilMs > nowMs) found.push({ kind: 'paused', nextAtMs: state.holdUntilMs });
  if (circuit !== undefined) return found;
  if (state.throttledSinceMs !== undefined)
    found.push({ kind: 'throttling', sinceMs: state.throttledSinceMs });
  const { unansweredSinceMs: sinceMs } = state;
  if (sinceMs !== undefined && nowMs - sinceMs >= unansweredMsMin)
    found.push({ kind: 'unanswered', sinceMs });
  if (isRamping(state.resumedAtMs, nowMs)) found.push({ kind: 'ramping', sinceMs: state.resumedAtMs });
  return found;
}

function ofCircuit({ kind, sinceMs, untilMs, reason }: Circuit, dueAtMs: number | undefined): Standstill {
  return { kind, sinceMs, reason, nextAtMs: Math.min(dueAtMs ?? untilMs, untilMs) };
}

/** Nothing goes out at all. */
export const isStopped = ({ kind, operation }: Standstill): boolean =>
  operation === undefined && ['parked', 'failing', 'throttled', 'refused'].includes(kind);
