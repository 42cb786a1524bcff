/** Why no request may go out, by the account as it is. Pure. */
import type { AccountState, Permit, Refusal } from './account.ts';
import type { Circuit } from './circuit.ts';

export interface RefusalOptions {
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** How long a message of a parked destination waits. */
  readonly recheckMs: number;
  /** When to come back while a delivery tries, which may be over at once: the shortest time that a circuit is open. */
  readonly trialRecheckMs: number;
  /** Whose circuit counts beside that of all. */
  readonly operation?: string | undefined;
}

/** @param permit one that was given before; left out: whether one may be given */
export function refusal(state: AccountState, options: RefusalOptions, permit?: Permit): Refusal | undefined {
  const { nowMs } = options;
  return (
    parkedRefusal(state, options) ??
    (permit?.trial === true ? undefined : circuitRefusal(state.circuit, options)) ??
    (permit?.operationTrial === true ? undefined : operationRefusal(state, options)) ??
    (permit === undefined ? undefined : pauseRefusal(state, permit, nowMs))
  );
}

export function parkedRefusal(
  { parking }: AccountState,
  { nowMs, recheckMs }: RefusalOptions,
): Refusal | undefined {
  if (parking === undefined) return undefined;
  const reason = `the destination is parked: ${parking.reason}`;
  return { given: false, outcome: 'parked', untilMs: nowMs + recheckMs, reason };
}

export const circuitRefusal = (circuit: Circuit | undefined, options: RefusalOptions) =>
  openRefusal(circuit, options, 'the circuit');

export const operationRefusal = (
  { operations }: AccountState,
  options: RefusalOptions,
): Refusal | undefined => {
  const { operation = '' } = options;
  return openRefusal(operations[operation], options, `the circuit of ${operation}`);
};

/** `untilMs` is now when the circuit is due for a trial. */
function openRefusal(
  circuit: Circuit | undefined,
  { nowMs, trialRecheckMs }: RefusalOptions,
  whose: string,
): Refusal | undefined {
  if (circuit === undefined) return undefined;
  const triedUntilMs = Math.min(circuit.trialUntilMs ?? 0, nowMs + trialRecheckMs);
  const untilMs = Math.max(circuit.untilMs, triedUntilMs, nowMs);
  return { given: false, outcome: 'deferred', untilMs, reason: `${circuit.reason}: ${whose} is open` };
}

function pauseRefusal({ holdUntilMs }: AccountState, { atMs }: Permit, nowMs: number): Refusal | undefined {
  if (holdUntilMs <= atMs) return undefined;
  const untilMs = Math.max(holdUntilMs, nowMs);
  return { given: false, outcome: 'deferred', untilMs, reason: 'the third party takes no more for now' };
}
