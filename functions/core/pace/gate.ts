/** What lets a reservation through: neither parked nor an open circuit, or the one trial of a circuit that is due. Pure. */
import type { AccountState, Refusal } from './account.ts';
import { together, type Update } from './account-update.ts';
import { operationsAre, operationsBecome } from './operation-circuits.ts';
import { circuitRefusal, operationRefusal, parkedRefusal, type RefusalOptions } from './refusal.ts';

/** The conditions of a write beside the pace, and what it changes when they hold. */
export interface Gate {
  readonly update: Partial<Update>;
  /** One permit goes out, to try whether the circuit may close; requests beyond it get `instead`. */
  readonly trial?: { readonly of: 'all' | 'operation' | 'both'; readonly instead: Refusal };
}

export interface GateOptions extends RefusalOptions {
  /** What was last seen of the account. */
  readonly known: AccountState;
  /** `known` was read just now: a refusal by it is final. Otherwise the write finds out. */
  readonly fresh: boolean;
  /** How long a trial of an open circuit may take. */
  readonly trialMs: number;
}

/** For a probe, which looks whether what is parked or open is well again. */
export const noGate: Gate = { update: {} };

export function gateOf(options: GateOptions): Gate | Refusal {
  const { known, fresh } = options;
  const refused = fresh ? parkedRefusal(known, options) : undefined;
  if (refused !== undefined) return refused;
  const ofAll = gateOfAll(options);
  if ('given' in ofAll) return ofAll;
  const own = gateOfOperation(options);
  if ('given' in own) return own;
  const update = together([notParked, ofAll.update, own.update]);
  if (ofAll.trial === undefined || own.trial === undefined) return { ...ofAll, ...own, update };
  return { update, trial: { ...own.trial, of: 'both' } };
}

const notParked: Partial<Update> = { conditions: ['attribute_not_exists(parkedAtMs)'] };

function gateOfAll(options: GateOptions): Gate | Refusal {
  const { known, fresh, nowMs, trialMs, trialRecheckMs } = options;
  const refused = fresh ? circuitRefusal(known.circuit, options) : undefined;
  if (refused === undefined) return { update: { conditions: ['attribute_not_exists(openUntilMs)'] } };
  if (refused.untilMs > nowMs) return refused;
  return {
    update: {
      conditions: [
        'openUntilMs = :openUntilMs',
        '(attribute_not_exists(trialUntilMs) OR trialUntilMs <= :nowMs)',
      ],
      sets: ['trialUntilMs = :trialUntilMs'],
      values: {
        ':openUntilMs': known.circuit?.untilMs ?? 0,
        ':nowMs': nowMs,
        ':trialUntilMs': nowMs + trialMs,
      },
    },
    trial: { of: 'all', instead: { ...refused, untilMs: nowMs + Math.min(trialMs, trialRecheckMs) } },
  };
}

function gateOfOperation(options: GateOptions): Gate | Refusal {
  const { known, fresh, operation, nowMs, trialMs, trialRecheckMs } = options;
  if (operation === undefined) return noGate;
  const { [operation]: own, ...others } = known.operations;
  const refused = fresh ? operationRefusal(known, options) : undefined;
  if (own === undefined || refused === undefined) return { update: operationsAre(others) };
  if (refused.untilMs > nowMs) return refused;
  const trialUntilMs = nowMs + trialMs;
  return {
    update: operationsBecome(known.operations, { ...others, [operation]: { ...own, trialUntilMs } }),
    trial: {
      of: 'operation',
      instead: { ...refused, untilMs: nowMs + Math.min(trialMs, trialRecheckMs) },
    },
  };
}
