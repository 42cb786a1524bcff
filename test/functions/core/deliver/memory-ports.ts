import { deliveryKey } from '../../../../functions/core/deliver/delivery-key.ts';
import type { DeliveryRecord } from '../../../../functions/core/deliver/delivery-record.ts';
import { keepsRequest } from '../../../../functions/core/deliver/keeps-request.ts';
import type { Ledger } from '../../../../functions/core/deliver/ledger.ts';
import type { Settlement } from '../../../../functions/core/deliver/settlement.ts';
import type { Account, Parking } from '../../../../functions/core/pace/account.ts';
import type { Circuit } from '../../../../functions/core/pace/circuit.ts';

import { newProgress } from '../../../fixtures/new-progress.ts';

export const startMs = Date.UTC(2026, 2, 1);
export const parkedRecheckMs = 60_000;

interface Row extends DeliveryRecord {
  readonly status: Settlement['status'] | 'taken';
  readonly failedAtMs?: number;
}

/** core/deliver/ledger.ts in memory, one sandbox at a time. */
export function memoryLedger(steps: string[], now: () => number) {
  const rows = new Map<string, Row>();
  const state = { keeps: true, rows };
  const ledger: Ledger = {
    withLease: async ({ identity, leaseMs, redrivenFromMs, request }, work) => {
      const key = deliveryKey(identity);
      const row = rows.get(key);
      const redriven = row?.status === 'dead-lettered' && row.failedAtMs === redrivenFromMs;
      if (row?.status === 'taken') return { state: 'busy', untilMs: now() + leaseMs };
      if (row !== undefined && row.status !== 'waiting' && !redriven) return { state: 'ended' };
      const known: DeliveryRecord = row ?? {
        ...newProgress,
        leasesSinceRelease: 0,
        firstTakenAtMs: now(),
        request: undefined,
      };
      const record: DeliveryRecord = {
        ...known,
        request: known.request ?? request,
        leasesSinceRelease: known.leasesSinceRelease + 1,
        ...(redriven ? { attempts: 0, backedOffMs: 0, leasesSinceRelease: 1 } : {}),
      };
      rows.set(key, { ...record, status: 'taken' });
      const settlement = await work(record);
      steps.push(`put down ${settlement.status}`);
      if (!state.keeps) return { state: 'ran', settlement, isKept: false };
      rows.set(key, {
        ...record,
        ...settlement,
        ...settlement.progress,
        request: keepsRequest(settlement) ? record.request : undefined,
        leasesSinceRelease: 0,
      });
      return { state: 'ran', settlement, isKept: true };
    },
  };
  return { ledger, state };
}

/** core/pace/account.ts in memory: without a limit, but for what the third party asks for. */
export function memoryAccount(now: () => number) {
  const state = {
    holdUntilMs: 0,
    parking: undefined as Parking | undefined,
    circuit: undefined as Circuit | undefined,
    /** What a refusal of everybody makes of it. */
    opensBy: undefined as Circuit | undefined,
    trial: false,
    reserved: [] as number[],
    reaches: true,
    /** By the item; a sandbox knows once it has reserved. */
    resumedAtMs: 0,
  };
  let known = 0;
  const refusal = () => {
    if (state.parking !== undefined) {
      return { given: false, outcome: 'parked', untilMs: now() + parkedRecheckMs, reason: 'parked' } as const;
    }
    return state.holdUntilMs > now()
      ? ({ given: false, outcome: 'deferred', untilMs: state.holdUntilMs, reason: 'held' } as const)
      : undefined;
  };
  const account: Account = {
    reserve: async (count) => {
      if (!state.reaches) throw new Error('unreachable');
      state.reserved.push(count);
      known = state.resumedAtMs;
      return Array.from(
        { length: count },
        () => refusal() ?? { given: true, atMs: now(), withinMs: 150, trial: state.trial },
      );
    },
    check: async () => refusal(),
    recordResult: async ({ verdict, notBeforeMs = 0 }) => {
      const opens = verdict === 'refused' && state.circuit === undefined && state.opensBy !== undefined;
      if (opens) state.circuit = state.opensBy;
      state.holdUntilMs = Math.max(state.holdUntilMs, notBeforeMs);
      return opens ? 'opened' : undefined;
    },
    park: async (why) => {
      const began = state.parking === undefined;
      state.parking ??= { parkedAtMs: now(), ...why };
      return began;
    },
    parking: () => state.parking,
    circuit: () => state.circuit,
    resumedAtMs: () => known,
  };
  return { account, state };
}
