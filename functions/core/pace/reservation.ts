/**
 * The next write that could get permits from a destination's account, or the answer without one. Pure.
 *
 * GCRA with reservation: `tatUs` is when the next permit is free, and a reservation moves it on; a permit may be used
 * before its own moment by as much as the pace tolerates. DynamoDB has no `max`, so there are two forms of the same
 * write: while permits are reserved ahead (`tatUs >= now`) it adds to `tatUs`, beside what other sandboxes add; otherwise it
 * starts at the present. Which one fits is guessed from what was last seen; a wrong guess fails its condition, changes
 * nothing, and brings the item as it is.
 */
import type { AccountState, Permit, PermitDecision, Refusal } from './account.ts';
import { together, type Update } from './account-update.ts';
import { type BudgetUse, budgetUse } from './budget-use.ts';
import { type Gate, type GateOptions, gateOf, noGate } from './gate.ts';
import { type SlowStart, type SlowStartRoom, slowStartRoom } from './slow-start.ts';
import { aheadMsMax, burstApartUs, isRamping, type Pace, priceUs } from './spacing.ts';

export type Step =
  | {
      readonly update: Update;
      readonly permits: (after: AccountState) => readonly PermitDecision[];
      /** The update holds only while permits are reserved ahead of the present. */
      readonly isBacklogged: boolean;
    }
  | { readonly update?: undefined; readonly permits: readonly (PermitDecision & { given: false })[] };

export interface ReservationOptions extends GateOptions {
  /** Permits were reserved ahead of the present when this sandbox last wrote: under a backlog they are still. */
  readonly expectsBacklog?: boolean;
  /** So many permits are asked for. */
  readonly count: number;
  /** No permit may be for a moment further ahead. @default - what is waited for in place */
  readonly aheadMs?: number;
  /** What the write itself takes: the first permit is for the moment when it is known, not when it is asked for. */
  readonly writeLatencyMs: number;
  readonly pace: Pace;
  /** Left out: the whole rate from the first on. */
  readonly slowStart?: SlowStart | undefined;
  /** The supervisor's request, which finds out whether a parked destination is well again. */
  readonly isProbe?: boolean;
}

export function reservationStep(options: ReservationOptions): Step {
  const gate = options.isProbe === true ? noGate : gateOf(options);
  if (!('given' in gate)) return permitsFor(options, gate);
  return { permits: Array.from({ length: options.count }, () => gate) };
}

function permitsFor(options: ReservationOptions, gate: Gate): Step {
  const { known, fresh, expectsBacklog = false, count: asked, nowMs, writeLatencyMs, pace } = options;
  // Slowly after a failure means one by one, too.
  const toleranceUs = isRamping(known.resumedAtMs, nowMs) ? 0 : pace.toleranceUs;
  const nowUs = nowMs * 1_000;
  // Of the moment that is free; a permit may be used before that by the tolerance.
  const latestUs = nowUs + (options.aheadMs ?? aheadMsMax) * 1_000 + toleranceUs;
  const knownUs = nowUs + Math.round(writeLatencyMs * 1_000);
  const isBacklogged = known.tatUs >= nowUs || (!fresh && expectsBacklog);
  const startUs = isBacklogged ? Math.max(known.tatUs, nowUs) : knownUs;
  const budgets = pace.budgets.map((budget) => budgetUse(budget, known, startUs / 1_000));

  const slow = slowStartOf(options, gate);
  const rooms = budgets.map(({ room }) => room);
  const most = Math.min(asked, gate.trial === undefined ? asked : 1, slow.room, ...rooms);
  // Others may have reserved since: then these are for later moments, and cost less than is paid for them.
  const prices = pricesOf(options, startUs, latestUs, most);
  const count = prices.length;
  const costUs = prices.reduce((sum, price) => sum + price, 0);
  const lastUs = costUs - (prices.at(-1) ?? 0);
  const room = { fromUs: startUs + costUs, latestUs };
  const noRoom = shortage(options, budgets, slow, count, room);
  if (count === 0) return { permits: Array.from({ length: asked }, () => noRoom) };
  const short = gate.trial?.instead ?? noRoom;

  return {
    isBacklogged,
    update: together([
      gate.update,
      ramping(known, nowMs),
      isBacklogged ? addingTo(nowUs, latestUs - lastUs, costUs) : startingNow(nowUs, startUs + costUs),
      ...budgets.map(({ spend }) => spend(count, isBacklogged)),
      slow.spend(count),
      {
        sets: ['granted = if_not_exists(granted, :zero) + :given'],
        values: { ':zero': 0, ':given': count },
      },
    ]),
    permits: (after) => {
      let nextUs = isBacklogged ? after.tatUs - costUs : startUs;
      let earliestUs = knownUs;
      const given = prices.map((price): PermitDecision => {
        // Never after its own moment, or those that follow would come too soon after it.
        const atMs = Math.min(nextUs, Math.max(earliestUs, nextUs - toleranceUs)) / 1_000;
        nextUs += price;
        earliestUs += burstApartUs;
        return { given: true, atMs, ...trialOf(gate) };
      });
      return [...given, ...Array.from({ length: asked - count }, () => short)];
    },
  };
}

/** A trial is the only one anyway, and so is a probe. */
const slowStartOf = (
  { known, slowStart, fresh, nowMs }: ReservationOptions,
  { trial }: Gate,
): SlowStartRoom =>
  slowStart === undefined || trial !== undefined
    ? { room: Number.POSITIVE_INFINITY, spend: () => ({}) }
    : slowStartRoom(known, slowStart, fresh, nowMs);

const trialOf = ({ trial }: Gate): Pick<Permit, 'trial' | 'operationTrial'> => ({
  trial: trial !== undefined && trial.of !== 'operation',
  ...(trial === undefined || trial.of === 'all' ? {} : { operationTrial: true }),
});

/** What the permits from `startUs` on cost, each at its own moment: at most so many, and none for later than `latestUs`. */
function pricesOf(
  { pace, known }: ReservationOptions,
  startUs: number,
  latestUs: number,
  most: number,
): readonly number[] {
  const prices: number[] = [];
  for (let atUs = startUs; prices.length < most && atUs <= latestUs; ) {
    const price = priceUs(pace, known.resumedAtMs, atUs);
    prices.push(price);
    atUs += price;
  }
  return prices;
}

/** While permits are reserved ahead: behind them, wherever they end by now, unless that is too far ahead. */
const addingTo = (nowUs: number, startUsMax: number, costUs: number): Partial<Update> => ({
  conditions: ['tatUs >= :nowUs', 'tatUs <= :startUsMax'],
  sets: ['tatUs = tatUs + :costUs'],
  values: { ':nowUs': nowUs, ':startUsMax': startUsMax, ':costUs': costUs },
});

/** Otherwise: from the present on. */
const startingNow = (nowUs: number, tatUs: number): Partial<Update> => ({
  conditions: ['(attribute_not_exists(tatUs) OR tatUs < :nowUs)'],
  sets: ['tatUs = :tatUs'],
  values: { ':nowUs': nowUs, ':tatUs': tatUs },
});

/**
 * The prices were computed from the `resumedAtMs` that is known: the item must still have it. Once the ramp is over, it
 * is removed.
 */
const ramping = ({ resumedAtMs }: AccountState, nowMs: number): Partial<Update> =>
  resumedAtMs === undefined
    ? { conditions: ['attribute_not_exists(resumedAtMs)'] }
    : {
        conditions: ['resumedAtMs = :resumedAtMs'],
        removes: isRamping(resumedAtMs, nowMs) ? [] : ['resumedAtMs'],
        values: { ':resumedAtMs': resumedAtMs },
      };

/** The refusal for requests beyond `count`: until when there is no room, and why. */
function shortage(
  { known, nowMs }: ReservationOptions,
  budgets: readonly BudgetUse[],
  slow: SlowStartRoom,
  count: number,
  { fromUs, latestUs }: { readonly fromUs: number; readonly latestUs: number },
): Refusal {
  const deferred = { given: false, outcome: 'deferred' } as const;
  const spent = budgets.filter(({ room }) => room <= count);
  if (spent.length > 0) {
    const untilMs = Math.max(...spent.map(({ freeAtMs }) => freeAtMs(count)));
    return { ...deferred, untilMs, reason: 'the limit of a longer window is used up' };
  }
  if (slow.room <= count)
    return {
      ...deferred,
      untilMs: nowMs,
      reason: 'the third party has not answered yet',
      awaitsAnswer: true,
    };
  if (known.holdUntilMs * 1_000 > latestUs)
    return { ...deferred, untilMs: known.holdUntilMs, reason: 'the third party asked for a pause' };
  const untilMs = Math.max(nowMs, nowMs + (fromUs - latestUs) / 1_000);
  return { ...deferred, untilMs, reason: 'the rate limit leaves no room yet' };
}
