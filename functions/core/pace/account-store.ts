import { NoPermitError } from '../errors.ts';
import { type AccountState, emptyAccount, type Parking, type PermitDecision } from './account.ts';
import type { AccountItem } from './account-item.ts';
import { alertClaimMs } from './alert-claim.ts';
import { beginParking } from './begin-parking.ts';
import { circuitAttributes, lookAttributes } from './circuit-attributes.ts';
import { type CircuitStore, createCircuitStore } from './circuit-store.ts';
import { holdAccount } from './hold-account.ts';
import { createLookStore, type LookStore } from './look-store.ts';
import { reservationStep } from './reservation.ts';
import type { Pace } from './spacing.ts';
import { createSweepStore, type SweepStore } from './sweep-store.ts';

/**
 * A destination's account for the supervisor and the probes: whether it is parked or a circuit is open, and how it is
 * resumed. Every function throws when the ledger cannot be reached.
 */
export interface AccountStore extends CircuitStore, LookStore, SweepStore {
  /** All of it, as it is. */
  readonly state: () => Promise<AccountState>;
  readonly parking: () => Promise<Parking | undefined>;
  /** `true`: this call began the incident. */
  readonly park: (why: Pick<Parking, 'reason' | 'refusedVersion'>) => Promise<boolean>;
  /** `true`: the alert of this incident is this caller's to publish, for a minute. */
  readonly claimAlert: (parkedAtMs: number) => Promise<boolean>;
  /** The alert is out. */
  readonly alerted: (parkedAtMs: number) => Promise<void>;
  /** A newer secret was tried and refused too: that is to be told by an alert of its own. */
  readonly refusedAgain: (parkedAtMs: number, version: string) => Promise<void>;
  /**
   * Lets calls go out again, slowly at first: ends the parking (`undefined`: there is none) and closes every circuit.
   * `false`: it is another incident by now, or there is nothing to end.
   */
  readonly resume: (parkedAtMs: number | undefined) => Promise<boolean>;
  /**
   * When the probe's request may start, epoch milliseconds: it counts towards the limit like any other. Throws
   * `NoPermitError` when that is further off than `withinMs`.
   */
  readonly reserveProbe: (withinMs: number) => Promise<number>;
  /** The probe was answered with a request for silence until this moment, epoch milliseconds. */
  readonly hold: (untilMs: number) => Promise<void>;
}

export interface AccountStoreOptions {
  readonly item: AccountItem;
  readonly pace: Pace;
  readonly now: () => number;
}

/** How often a reservation is tried when other writers change the item in between. */
const guessesMax = 6;

const parkingAttributes = [
  'parkedAtMs',
  'parkedReason',
  'refusedVersion',
  'alertedAtMs',
  'alertClaimedUntilMs',
] as const;

const standstillAttributes = [...circuitAttributes, ...lookAttributes, 'operations'] as const;

export function createAccountStore({ item, pace, now }: AccountStoreOptions): AccountStore {
  const ofIncident = 'parkedAtMs = :parkedAtMs';
  return {
    ...createCircuitStore(item, now),
    ...createLookStore(item.write, now),
    ...createSweepStore(item.write, now),
    state: item.read,
    parking: async () => (await item.read()).parking,
    park: async (why) => (await beginParking(item, why, (await item.read()).incidents, now())).began,
    claimAlert: async (parkedAtMs) => {
      const { done } = await item.write({
        conditions: [
          ofIncident,
          'attribute_not_exists(alertedAtMs)',
          '(attribute_not_exists(alertClaimedUntilMs) OR alertClaimedUntilMs <= :nowMs)',
        ],
        sets: ['alertClaimedUntilMs = :untilMs'],
        values: { ':parkedAtMs': parkedAtMs, ':nowMs': now(), ':untilMs': now() + alertClaimMs },
      });
      return done;
    },
    alerted: async (parkedAtMs) => {
      await item.write({
        conditions: [ofIncident],
        sets: ['alertedAtMs = :nowMs'],
        values: { ':parkedAtMs': parkedAtMs, ':nowMs': now() },
      });
    },
    refusedAgain: async (parkedAtMs, version) => {
      await item.write({
        conditions: [ofIncident],
        sets: ['refusedVersion = :version'],
        removes: ['alertedAtMs', 'alertClaimedUntilMs'],
        values: { ':parkedAtMs': parkedAtMs, ':version': version },
      });
    },
    resume: async (parkedAtMs) => {
      if (parkedAtMs === undefined) return closeCircuits();
      const { done } = await item.write({
        conditions: [ofIncident],
        sets: ['resumedAtMs = :nowMs', 'incidents = if_not_exists(incidents, :none) + :one'],
        removes: [...parkingAttributes, ...standstillAttributes],
        values: { ':parkedAtMs': parkedAtMs, ':nowMs': now(), ':none': 0, ':one': 1 },
      });
      return done;
    },
    reserveProbe: async (aheadMs) => {
      let known = emptyAccount;
      for (let guess = 0; guess < guessesMax; guess += 1) {
        const step = reservationStep({ ...probing, aheadMs, known, fresh: guess > 0, nowMs: now(), pace });
        if (step.update === undefined) return momentOf(step.permits[0], now());
        const { done, state } = await item.write(step.update);
        known = state;
        if (done) return momentOf(step.permits(state)[0], now());
      }
      throw new NoPermitError('the rate limit is contended');
    },
    hold: (untilMs) => holdAccount(item.write, untilMs),
  };

  async function closeCircuits(): Promise<boolean> {
    const { circuit, operations } = await item.read();
    if (circuit === undefined && Object.keys(operations).length === 0) return false;
    const { done } = await item.write({
      conditions: ['attribute_not_exists(parkedAtMs)'],
      sets: ['resumedAtMs = :nowMs'],
      removes: standstillAttributes,
      values: { ':nowMs': now() },
    });
    return done;
  }
}

/** The one call that goes out while the destination is parked, and whether its circuit is open or not. */
const probing = {
  isProbe: true,
  count: 1,
  writeLatencyMs: 0,
  recheckMs: 0,
  trialMs: 0,
  trialRecheckMs: 0,
} as const;

function momentOf(decision: PermitDecision | undefined, nowMs: number): number {
  if (decision === undefined) throw new RangeError('asked for one permit, got none');
  if (decision.given) return decision.atMs;
  const waitMs = Math.ceil(decision.untilMs - nowMs);
  throw new NoPermitError(`the rate limit leaves no room for a probe for ${waitMs} ms`);
}
