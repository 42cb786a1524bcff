import {
  type Account,
  type AccountState,
  emptyAccount,
  type Parking,
  type PermitDecision,
  type Refusal,
} from './account.ts';
import { createAccountFeedback } from './account-feedback.ts';
import type { AccountItem } from './account-item.ts';
import { beginParking } from './begin-parking.ts';
import type { Breaker } from './breaker.ts';
import type { Circuit } from './circuit.ts';
import { refusal } from './refusal.ts';
import { reservationStep } from './reservation.ts';
import { sandboxClock } from './sandbox-clock.ts';
import type { ServiceTime } from './service-time.ts';
import type { SlowStart } from './slow-start.ts';
import { comebackMs, type Pace } from './spacing.ts';

export interface AccountOptions {
  readonly item: AccountItem;
  /** Name of the operation that the sandbox calls: its own circuit counts beside that of all. */
  readonly operation?: string | undefined;
  readonly pace: Pace;
  readonly breaker: Breaker;
  readonly now: () => number;
  /** @default - `now`: that it may step is not known */
  readonly monotonicMs?: (() => number) | undefined;
  /** What the sandbox knows of the time. @default - nothing */
  readonly time?: ServiceTime | undefined;
  /** How long a message of a parked destination waits. */
  readonly recheckMs: number;
  readonly requestTimeoutMs: number;
  /**
   * How many requests may be under way to a third party that has not answered lately.
   * @default - the whole rate from the first on
   */
  readonly slowStartRequestsMax?: number;
  /** Gets the errors of what must not throw. */
  readonly onError: (what: string, error: unknown) => void;
}

/**
 * How old the state may be at its permit's moment that a request goes out by: each sandbox reads at most once a second, and
 * only when a request is due.
 */
const stateAgeMsMax = 1_000;

/**
 * How many writes in a row may fail their condition: each failure returns the item as it is, so that only many other
 * writers can cause another.
 */
const guessesMax = 6;

/** A write's own time is allowed for up to this: a table that is slower is out of order. */
const writeLatencyMsMax = 1_000;

/** An incident as it is to be written. */
interface Unwritten extends Pick<Parking, 'reason' | 'refusedVersion' | 'parkedAtMs'> {
  readonly incidents: number;
}

/**
 * How long an incident that could not be written is kept: a longer failure is an outage, and by its end somebody may
 * have corrected the secret.
 */
const unwrittenMsMax = 60_000;

/** The account of one sandbox: the shared item, and what this sandbox saw of it last. */
export function createAccount(options: AccountOptions): Account {
  const { item, pace, now, time, recheckMs, operation } = options;
  const clocks = { now, monotonicMs: options.monotonicMs ?? now };
  const trialMs = options.requestTimeoutMs + trialMarginMs;
  const trialRecheckMs = options.breaker.firstMs;
  let known: AccountState = emptyAccount;
  let seenAtMs = Number.NEGATIVE_INFINITY;
  let writeLatencyMs = 0;
  let expectsBacklog = false;
  let looking: Promise<void> | undefined;
  /** An incident that could not be written down yet: it holds here all the same. */
  let unwritten: Unwritten | undefined;

  /** Calls run side by side: an answer that arrives later may be older. The one that was asked for last counts. */
  const see = (state: AccountState, atMs: number) => {
    if (atMs < seenAtMs) return;
    known = state;
    seenAtMs = atMs;
  };
  const write: AccountItem['write'] = async (update) => {
    const askedAtMs = now();
    const written = await item.write(update);
    see(written.state, askedAtMs);
    return written;
  };
  const look = () => {
    const askedAtMs = now();
    looking ??= item
      .read()
      .then((state) => see(state, askedAtMs))
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const writeDown = async (incident: Unwritten) => {
    unwritten = incident;
    const askedAtMs = now();
    const { began, state } = await beginParking(item, incident, incident.incidents, incident.parkedAtMs);
    see(state, askedAtMs);
    unwritten = undefined;
    return began;
  };
  const pending = () =>
    unwritten !== undefined && now() - unwritten.parkedAtMs < unwrittenMsMax ? unwritten : undefined;
  const parking = (): Parking | undefined => known.parking ?? pending();
  /** Those who were told the same come back one by one: together they would find room for a few of them again. */
  const spread = <Decision extends PermitDecision>(decision: Decision): Decision =>
    decision.given || decision.outcome === 'parked'
      ? decision
      : { ...decision, spreadMs: comebackMs(pace, known.resumedAtMs, now()) };
  const { slowStartRequestsMax: requestsMax } = options;
  const slowStart = (): SlowStart | undefined =>
    requestsMax === undefined
      ? undefined
      : { requestsMax, roundMs: trialMs, answeredAtMs: feedback.answeredAtMs() };
  const feedback = createAccountFeedback({
    write,
    known: () => known,
    operation,
    pace,
    breaker: options.breaker,
    slowStart,
    now,
  });

  return {
    reserve: async (count) => {
      const incident = pending();
      if (incident !== undefined) await writeDown(incident);
      let seen = known;
      for (let guess = 0; guess < guessesMax; guess += 1) {
        const askedAtMs = clocks.monotonicMs();
        const clock = sandboxClock(clocks, time);
        const step = reservationStep({
          known: seen,
          fresh: guess > 0,
          expectsBacklog,
          count,
          nowMs: clock.nowMs,
          tailUs: clock.tailUs,
          writeLatencyMs,
          pace,
          recheckMs,
          operation,
          trialMs,
          trialRecheckMs,
          slowStart: slowStart(),
        });
        if (step.update === undefined) {
          // Another sandbox may have been answered since this one last saw the account.
          const mayBeStale = guess === 0 && step.permits.some(({ awaitsAnswer }) => awaitsAnswer === true);
          if (!mayBeStale) return step.permits.map(spread);
          await look();
          seen = known;
          continue;
        }
        const { done, state } = await write(step.update);
        writeLatencyMs = Math.min(clocks.monotonicMs() - askedAtMs, writeLatencyMsMax);
        seen = state;
        if (!done) continue;
        expectsBacklog = step.isBacklogged;
        // From the state that this write returned, not from `known`: another call may have updated that in between.
        return step.permits(state).map((decision) => {
          if (!decision.given) return spread(decision);
          const own = clock.own(decision);
          return own ?? spread(inDoubt(now()));
        });
      }
      // Too many sandboxes write at once: more tries would only add to them, so the messages come back in a second.
      const reason = 'the rate limit is contended';
      const refused = { given: false, outcome: 'deferred', untilMs: now(), reason } as const;
      return Array.from({ length: count }, () => spread(refused));
    },
    check: async (permit) => {
      if (permit.era !== undefined && time?.known()?.era !== permit.era) return spread(inDoubt(now()));
      if (Math.max(permit.atMs, now()) - seenAtMs > stateAgeMsMax) await look();
      const incident = parking();
      const here = {
        ...known,
        holdUntilMs: Math.max(known.holdUntilMs, feedback.heldUntilMs()),
        parking: incident,
      };
      const refused = refusal(here, { nowMs: now(), recheckMs, trialRecheckMs, operation }, permit);
      return refused && spread(refused);
    },
    recordResult: async (classification, permit) => {
      try {
        return await feedback.recordResult(classification, permit);
      } catch (error) {
        options.onError('account.learn', error);
        return undefined;
      }
    },
    park: async (why) =>
      parking() === undefined ? writeDown({ ...why, parkedAtMs: now(), incidents: known.incidents }) : false,
    parking,
    circuit: (operation) => lastingCircuit(known, operation),
    resumedAtMs: () => known.resumedAtMs ?? 0,
  };
}

/** A permit may be given by what turns out to be wrong before its moment. */
const inDoubt = (untilMs: number): Refusal => ({
  given: false,
  outcome: 'deferred',
  untilMs,
  reason: 'what the sandbox knew of the time is in doubt',
});

/** Beside the request itself, a trial takes its permit's wait and a write; so does any request. */
const trialMarginMs = 10_000;

function lastingCircuit({ circuit, operations }: AccountState, operation: string): Circuit | undefined {
  const own = operations[operation];
  if (own === undefined || circuit === undefined) return own ?? circuit;
  return own.untilMs > circuit.untilMs ? own : circuit;
}
