/**
 * The next write that could get permits from a destination's account, or the answer without one. Pure.
 *
 * GCRA with reservation: `tatUs` is when the next permit is free, and a reservation moves it on; a permit may be used
 * before its own moment by as much as the pace tolerates. DynamoDB has no `max`, so there are two forms of the same
 * write: while permits are reserved ahead (`tatUs >= now`) it adds to `tatUs`, whoever else does too; otherwise it
 * starts at the present. Which one fits is guessed from what was last seen; a wrong guess fails its condition, changes
 * nothing, and brings the item as it is.
 */
import {
  type AccountState,
  type PermitDecision,
  type PermitRequest,
  type Refusal,
  refusal,
  sendWithinMs,
} from './account.ts';
import { together, type Update } from './account-update.ts';
import { type BudgetUse, budgetUse } from './budget-use.ts';
import { burstApartUs, type Pace, rampFactor, spanMsMax } from './spacing.ts';

export type Step =
  | {
      readonly update: Update;
      readonly permits: (after: AccountState) => readonly PermitDecision[];
      /** It takes for granted that permits are reserved ahead of the present. */
      readonly isBacklogged: boolean;
    }
  | { readonly update?: undefined; readonly permits: readonly PermitDecision[] };

export interface ReservationOptions {
  /** What was last seen of the account. */
  readonly known: AccountState;
  /** It was seen just now: what it forbids is forbidden. */
  readonly fresh: boolean;
  /** Permits were reserved ahead of the present when this sandbox last wrote: under a backlog they are still. */
  readonly expectsBacklog?: boolean;
  readonly asks: readonly PermitRequest[];
  readonly nowMs: number;
  /** What the write itself takes: the first permit is for the moment when it is known, not when it is asked for. */
  readonly writeLatencyMs: number;
  readonly pace: Pace;
  /** How long a message of a parked destination waits. */
  readonly recheckMs: number;
  /** How long a trial of an open circuit may take. */
  readonly trialMs: number;
  /** The supervisor's request, which finds out whether a parked destination is well again. */
  readonly isProbe?: boolean;
}

export function reservationStep(options: ReservationOptions): Step {
  const { known, fresh, asks, nowMs, recheckMs, isProbe = false } = options;
  if (isProbe) return permitsFor(options, unguarded);
  const refused = fresh ? refusal(known, nowMs, recheckMs) : undefined;
  if (refused === undefined) return permitsFor(options, closed);
  const trialIsDue = refused.outcome === 'deferred' && refused.untilMs <= nowMs;
  if (trialIsDue) return permitsFor(options, trial(options, refused));
  return { permits: asks.map(() => refused) };
}

/** What a write takes for granted beside the pace, and what it does about it. */
interface Gate extends Partial<Update> {
  /** At most so many permits; `instead` for those beyond. */
  readonly most?: { readonly count: number; readonly instead: Refusal };
}

const unguarded: Gate = {};

/** The circuit is closed. */
const closed: Gate = {
  conditions: ['attribute_not_exists(parkedAtMs)', 'attribute_not_exists(openUntilMs)'],
};

/** The circuit was open long enough: one goes out to try, and no other until it is known what came of it. */
function trial({ known, nowMs, trialMs }: ReservationOptions, refused: Refusal): Gate {
  return {
    conditions: [
      'attribute_not_exists(parkedAtMs)',
      'openUntilMs = :openUntilMs',
      '(attribute_not_exists(trialUntilMs) OR trialUntilMs <= :nowMs)',
    ],
    sets: ['trialUntilMs = :trialUntilMs'],
    values: {
      ':openUntilMs': known.circuit?.untilMs ?? 0,
      ':nowMs': nowMs,
      ':trialUntilMs': nowMs + trialMs,
    },
    most: { count: 1, instead: { ...refused, untilMs: nowMs + trialMs } },
  };
}

function permitsFor(options: ReservationOptions, gate: Gate): Step {
  const { known, fresh, expectsBacklog = false, asks, nowMs, writeLatencyMs, pace } = options;
  const isTrial = gate.most !== undefined;
  const slow = slownessNow(known, nowMs);
  const intervalUs = Math.round(pace.intervalUs * slow);
  // Slowly after a failure means one by one, too.
  const toleranceUs = slow === 1 ? pace.toleranceUs : 0;
  const nowUs = nowMs * 1_000;
  const knownUs = nowUs + Math.round(writeLatencyMs * 1_000);
  const isBacklogged = known.tatUs >= nowUs || (!fresh && expectsBacklog);
  const startUs = isBacklogged ? Math.max(known.tatUs, nowUs) : knownUs;
  const budgets = pace.budgets.map((budget) => budgetUse(budget, known, startUs / 1_000));

  const redeems = ({ permitAtMs }: PermitRequest) =>
    !isTrial &&
    permitAtMs !== undefined &&
    permitAtMs >= nowMs - sendWithinMs &&
    permitAtMs >= known.holdUntilMs;
  const redeemed = asks.filter(redeems);
  const bound = Math.min(
    gate.most?.count ?? asks.length,
    intervalUs === 0 ? asks.length : Math.max(1, Math.floor((spanMsMax * 1_000) / intervalUs)),
    ...budgets.map(({ room }) => room),
  );
  const count = Math.min(asks.length - redeemed.length, bound);
  const short = gate.most?.instead ?? shortage(budgets, count, (startUs + count * intervalUs) / 1_000);
  if (count === 0 && redeemed.length === 0) return { permits: asks.map(() => short) };

  const costUs = count * intervalUs;
  const reserving =
    count === 0
      ? []
      : [
          paced(isBacklogged, nowUs, startUs, costUs),
          ...budgets.map(({ spend }) => spend(count, isBacklogged)),
        ];
  return {
    isBacklogged,
    update: together([
      gate,
      ramping(known, nowMs),
      ...reserving,
      redeeming(redeemed),
      {
        sets: ['granted = if_not_exists(granted, :zero) + :given'],
        values: { ':zero': 0, ':given': count + redeemed.length },
      },
    ]),
    permits: (after) => {
      let nextUs = isBacklogged ? after.tatUs - costUs : startUs;
      let left = count;
      let earliestUs = knownUs;
      return asks.map((ask) => {
        if (redeems(ask)) return { given: true, atMs: ask.permitAtMs ?? nowMs, trial: false };
        if (left === 0) return short;
        left -= 1;
        // Never after its own moment, or those that follow would come too soon after it.
        const atMs = Math.min(nextUs, Math.max(earliestUs, nextUs - toleranceUs)) / 1_000;
        nextUs += intervalUs;
        earliestUs += burstApartUs;
        return { given: true, atMs, trial: isTrial };
      });
    },
  };
}

/** The two forms of the write. */
const paced = (isBacklogged: boolean, nowUs: number, startUs: number, costUs: number): Partial<Update> =>
  isBacklogged
    ? {
        conditions: ['tatUs >= :nowUs'],
        sets: ['tatUs = tatUs + :costUs'],
        values: { ':nowUs': nowUs, ':costUs': costUs },
      }
    : {
        conditions: ['(attribute_not_exists(tatUs) OR tatUs < :nowUs)'],
        sets: ['tatUs = :tatUs'],
        values: { ':nowUs': nowUs, ':tatUs': startUs + costUs },
      };

/** Permits from before are good unless a pause has come in between. */
const redeeming = (redeemed: readonly PermitRequest[]): Partial<Update> =>
  redeemed.length === 0
    ? {}
    : {
        conditions: ['(attribute_not_exists(holdUntilMs) OR holdUntilMs <= :earliestMs)'],
        values: { ':earliestMs': Math.min(...redeemed.map(({ permitAtMs = 0 }) => permitAtMs)) },
      };

const slownessNow = ({ resumedAtMs }: AccountState, nowMs: number) =>
  resumedAtMs === undefined ? 1 : rampFactor(nowMs - resumedAtMs);

/** The ramp is computed from what is known: it must be what is there. Whoever finds it over takes the mark away. */
const ramping = (known: AccountState, nowMs: number): Partial<Update> =>
  known.resumedAtMs === undefined
    ? { conditions: ['attribute_not_exists(resumedAtMs)'] }
    : {
        conditions: ['resumedAtMs = :resumedAtMs'],
        removes: slownessNow(known, nowMs) === 1 ? ['resumedAtMs'] : [],
        values: { ':resumedAtMs': known.resumedAtMs },
      };

/** What those are told who get no permit: the budget of a window is used up, or the reservation spans too much already. */
function shortage(budgets: readonly BudgetUse[], count: number, endMs: number): Refusal {
  const spent = budgets.filter(({ room }) => room <= count);
  if (spent.length === 0) {
    return { given: false, outcome: 'deferred', untilMs: endMs, reason: 'the rate limit leaves no room yet' };
  }
  const untilMs = Math.max(...spent.map(({ freeAtMs }) => freeAtMs(count)));
  return { given: false, outcome: 'deferred', untilMs, reason: 'the limit of a longer window is used up' };
}
