/** The circuits of an account as its supervisor changes them. */
import type { AccountState } from './account.ts';
import type { AccountItem } from './account-item.ts';
import { alertClaimMs } from './alert-claim.ts';
import type { Circuit, CircuitIncident } from './circuit.ts';
import { changeOperationCircuit } from './operation-circuits.ts';

/** All of it throws when the ledger cannot be reached; `false`: it is another incident by now, or none, and nothing changed. */
export interface CircuitStore {
  /** `true`: the alert of this incident is this caller's to publish, for a minute. */
  readonly claimCircuitAlert: (incident: CircuitIncident) => Promise<boolean>;
  /** The alert is out. */
  readonly circuitAlerted: (incident: CircuitIncident) => Promise<void>;
  /** A look failed: no delivery tries before `untilMs`, epoch milliseconds. Never makes it sooner: then `false`, too. */
  readonly postpone: (incident: CircuitIncident, untilMs: number) => Promise<boolean>;
  /**
   * A look passed: from now on a delivery may try, one at a time. If that one fails all the same, nobody tries for 1, 2, 4 …
   * 60 minutes (`looks.failedTries`, `circuit.untilMs`): a look before that is of no use.
   */
  readonly letTry: (incident: CircuitIncident) => Promise<boolean>;
}

export function createCircuitStore({ read, write }: AccountItem, now: () => number): CircuitStore {
  const ofIncident = 'openSinceMs = :sinceMs';
  const changed = async (
    { sinceMs, operation = '' }: CircuitIncident,
    change: (circuit: Circuit) => Circuit,
  ): Promise<boolean> => {
    const state: AccountState = await read();
    return changeOperationCircuit(write, state, operation, (circuit) =>
      circuit?.sinceMs === sinceMs ? change(circuit) : circuit,
    );
  };
  return {
    claimCircuitAlert: async (incident) => {
      const { sinceMs, operation } = incident;
      const claim = { ':nowMs': now(), ':claimedUntilMs': now() + alertClaimMs };
      if (operation !== undefined)
        return changed(incident, (circuit) =>
          circuit.alertedAtMs === undefined && (circuit.alertClaimedUntilMs ?? 0) <= claim[':nowMs']
            ? { ...circuit, alertClaimedUntilMs: claim[':claimedUntilMs'] }
            : circuit,
        );
      const { done } = await write({
        conditions: [
          ofIncident,
          'attribute_not_exists(openAlertedAtMs)',
          '(attribute_not_exists(openAlertClaimedUntilMs) OR openAlertClaimedUntilMs <= :nowMs)',
        ],
        sets: ['openAlertClaimedUntilMs = :claimedUntilMs'],
        values: { ':sinceMs': sinceMs, ...claim },
      });
      return done;
    },
    circuitAlerted: async (incident) => {
      const alertedAtMs = now();
      if (incident.operation !== undefined) {
        await changed(incident, (circuit) => ({ ...circuit, alertedAtMs }));
        return;
      }
      await write({
        conditions: [ofIncident],
        sets: ['openAlertedAtMs = :nowMs'],
        values: { ':sinceMs': incident.sinceMs, ':nowMs': alertedAtMs },
      });
    },
    postpone: async (incident, untilMs) => {
      if (incident.operation !== undefined)
        return changed(incident, (circuit) =>
          circuit.untilMs < untilMs ? { ...circuit, untilMs, trialUntilMs: undefined } : circuit,
        );
      const { done } = await write({
        conditions: [ofIncident, 'openUntilMs < :untilMs'],
        sets: ['openUntilMs = :untilMs'],
        removes: ['trialUntilMs', 'lookPassedAtMs'],
        values: { ':sinceMs': incident.sinceMs, ':untilMs': untilMs },
      });
      return done;
    },
    letTry: async (incident) => {
      const untilMs = now();
      if (incident.operation !== undefined)
        return changed(incident, (circuit) => ({ ...circuit, untilMs, trialUntilMs: undefined }));
      const { done } = await write({
        conditions: [ofIncident],
        sets: ['openUntilMs = :nowMs', 'lookPassedAtMs = :nowMs'],
        removes: ['trialUntilMs'],
        values: { ':sinceMs': incident.sinceMs, ':nowMs': untilMs },
      });
      return done;
    },
  };
}
