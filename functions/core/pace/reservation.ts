/**
 * The next write that could get permits from a destination's account, or the answer without one. Pure.
 *
 * GCRA with reservation: `tatUs` is when the next permit is free, and a reservation moves it on. DynamoDB has no `max`, so
 * there are two forms of the same write: while permits are reserved ahead (`tatUs >= now`) it adds to `tatUs`, beside what
 * other sandboxes add; otherwise it starts at the present, and its permits may be used before their own moments by as
 * much as the account was idle before: no window that ends with them holds more than without. Which form fits is guessed
 * from what was last seen; a wrong guess fails its condition, changes nothing, and brings the item as it is.
 *
 * Who knows the time is closer to others who do (`tenure.ts` says why that holds).
 */
import type { AccountState, Permit, PermitDecision, Refusal } from './account.ts';
import { together, type Update } from './account-update.ts';
import { type BudgetUse, budgetUse } from './budget-use.ts';
import { type Gate, type GateOptions, gateOf, noGate } from './gate.ts';
import { type SlowStart, type SlowStartRoom, slowStartRoom } from './slow-start.ts';
import { aheadMsMax, burstApartUs, isRamping, type Pace, priceUs, sendWithinMs } from './spacing.ts';
import { tenureOf } from './tenure.ts';

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
  /**
   * The sandbox knows the time, and `nowMs` is not later than it is: what its last permit costs more, for what it does not
   * know of it. @default - it knows nothing
   */
  readonly tailUs?: number | undefined;
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
  const nowUs = Math.floor(nowMs * 1_000);
  const latestUs = nowUs + (options.aheadMs ?? aheadMsMax) * 1_000;
  const knownUs = nowUs + Math.round(writeLatencyMs * 1_000);
  const tenure = tenureOf(options, {
    leastUs: Math.max(known.tatUs, nowUs),
    mostUs: Math.max(known.tatUs, knownUs),
  });
  const { gapUs, tailUs } = tenure;
  const isBacklogged = known.tatUs + gapUs >= nowUs || (!fresh && expectsBacklog);
  const startUs = isBacklogged ? Math.max(known.tatUs + gapUs, nowUs) : knownUs;
  const budgets = pace.budgets.map((budget) => budgetUse(budget, known, startUs / 1_000));

  const slow = slowStartOf(options, gate);
  const rooms = budgets.map(({ room }) => room);
  const most = Math.min(asked, gate.trial === undefined ? asked : 1, slow.room, ...rooms);
  // Others may have reserved since: then these are for later moments, and cost less than is paid for them.
  const prices = pricesOf(tenure, known, { startUs, latestUs, most });
  const count = prices.length;
  const costUs = prices.reduce((sum, price) => sum + price, tailUs);
  const lastUs = costUs - tailUs - (prices.at(-1) ?? 0);
  const room = { fromUs: startUs + costUs, latestUs };
  const noRoom = shortage(options, budgets, slow, count, room);
  if (count === 0) return { permits: Array.from({ length: asked }, () => noRoom) };
  const short = gate.trial?.instead ?? noRoom;
  const endUs = Math.min(latestUs - lastUs, tenure.untilUs);
  // Slowly after a failure means one by one, too.
  const burst = isBacklogged || isRamping(known.resumedAtMs, nowMs) ? 1 : Math.min(pace.burst, count);

  return {
    isBacklogged,
    update: together([
      gate.update,
      ramping(known, nowMs),
      isBacklogged
        ? addingTo({ fromUs: nowUs - gapUs, toUs: endUs - gapUs }, gapUs + costUs)
        : startingNow(nowUs - gapUs, startUs + costUs),
      tenure.update({ startUs, costUs: gapUs + costUs, isBacklogged }),
      burst === 1 ? {} : rememberingIdleness,
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
      const idleUs = Math.max(0, startUs - after.freeSinceUs - gapUs);
      const earlyUs = burst === 1 ? 0 : Math.min(idleUs, (pace.burst - 1) * tenure.intervalUs);
      const given = prices.map((price): PermitDecision => {
        // Never after its own moment, or those that follow would come too soon after it.
        const atMs = Math.min(nextUs, Math.max(earliestUs, nextUs - earlyUs)) / 1_000;
        nextUs += price;
        earliestUs += burstApartUs;
        return { given: true, atMs, withinMs: sendWithinMs, ...trialOf(gate) };
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
  interval: Pick<Pace, 'intervalUs'>,
  { resumedAtMs }: AccountState,
  range: { readonly startUs: number; readonly latestUs: number; readonly most: number },
): readonly number[] {
  const prices: number[] = [];
  for (let atUs = range.startUs; prices.length < range.most && atUs <= range.latestUs; ) {
    const price = priceUs(interval, resumedAtMs, atUs);
    prices.push(price);
    atUs += price;
  }
  return prices;
}

/** While permits are reserved ahead: behind them, wherever they end by now, unless that is too far ahead. */
const addingTo = (
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
  costUs: number,
): Partial<Update> => ({
  conditions: ['tatUs >= :fromUs', 'tatUs <= :toUs'],
  sets: ['tatUs = tatUs + :costUs'],
  values: { ':fromUs': fromUs, ':toUs': toUs, ':costUs': costUs },
});

/** Otherwise: from the present on. */
const startingNow = (fromUs: number, tatUs: number): Partial<Update> => ({
  conditions: ['(attribute_not_exists(tatUs) OR tatUs < :fromUs)'],
  sets: ['tatUs = :tatUs'],
  values: { ':fromUs': fromUs, ':tatUs': tatUs },
});

/** Others may have reserved since the item was seen, so the write itself says since when nobody did. */
const rememberingIdleness: Partial<Update> = {
  sets: ['freeSinceUs = if_not_exists(tatUs, :zero)'],
  values: { ':zero': 0 },
};

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
    return { ...deferred, untilMs: known.holdUntilMs, reason: 'the third party takes no more for now' };
  const untilMs = Math.max(nowMs, nowMs + (fromUs - latestUs) / 1_000);
  return { ...deferred, untilMs, reason: 'the rate limit leaves no room yet' };
}
