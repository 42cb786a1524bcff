/** How far apart requests to one account must be, so that no closed window ever sees more than its limit. Pure. */
import type { RateLimit } from '../declare/destination.ts';

/** What lies between the moment a permit is for and the moment the third party counts the request. */
export interface Pacing {
  /** From a permit's moment to the request's arrival, at most: wake-up, connection, network. */
  readonly dispersionMs: number;
  /** Between the clocks of any two sandboxes, at most. */
  readonly clockSkewMs: number;
}

/** A limit over a long window: a budget to be used at any pace, counted in buckets. */
export interface Budget {
  readonly requests: number;
  /** What its use is kept by: no two budgets of a pace have the same. */
  readonly windowMs: number;
  readonly bucketMs: number;
}

export interface Pace {
  /** Between two permits, microseconds: whole, so that sums in DynamoDB are exact. 0: no limit of this kind. */
  readonly intervalUs: number;
  /** The same among sandboxes that know the time; `undefined`: it would gain nothing. */
  readonly close?: ClosePace;
  /** So many permits may be used at once after a pause that was long enough. */
  readonly burst: number;
  readonly budgets: readonly Budget[];
  /** The shortest window: after it, whatever was overrun has passed. */
  readonly shortestWindowMs: number;
}

/** What those pay who know the time, and what the others have to leave between theirs and those, microseconds. */
export interface ClosePace {
  readonly intervalUs: number;
  /** From a permit of somebody who knows to one of somebody who does not, beside the interval: that may come sooner. */
  readonly beforeVagueUs: number;
  /** For so long after a permit of somebody who does not, all permits are the long interval apart. */
  readonly afterVagueUs: number;
}

/** Longer windows are budgets: spread evenly, a limit per day would leave a backlog waiting beside an idle account. */
const pacedWindowMsMax = 60_000;

/** A window of a budget is covered by this many buckets and one more, so that 24 of 25 parts of it can be used. */
export const bucketsPerWindow = 24;

/**
 * No permit is for a moment further ahead than this: it is what is waited for in place, which is billed; beyond it a
 * visibility timeout, which costs a receive, is cheaper and frees the sandbox. Whoever reserves further ahead hands out
 * moments that nobody may come back for, and makes all who ask later wait for them.
 */
export const aheadMsMax = 5_000;

/**
 * What a budget's window is widened by: how far ahead a permit may be counted (10 s, for a probe), its dispersion, skew and
 * how early a burst is (7 s at most), and as much again. Not less: uses are kept by buckets of this length.
 */
const budgetMarginMs = 60_000;

/** A larger burst than a batch has deliveries would serve nobody. */
const burstMax = 10;

/** Of a limit at most so much in a burst: the account idles for so much of the window before the next one. */
const burstShare = 0.1;

/**
 * Between the permits of a burst: what a new connection takes of a function's share of a core. Ten that are begun at once
 * wait for the last, which was measured to be up to 171 ms later; a permit allows for 100 (docs/performance.md).
 */
export const burstApartUs = 15_000;

/** A permit must be used at most this long after its moment: the rest of the dispersion is left to the network. */
export const sendWithinMs = 150;

/**
 * Who knows the time uses a permit within this of its moment, by the service's clock: so much is left for what it does not
 * know, and for waking up late. Less would make permits void that timers of a busy function miss; more costs a limit of 25
 * a second 0.07 % of its rate with each millisecond.
 */
export const slotMs = 60;

/** The least of a slot that is left for waking up late. What a sandbox lacks in knowledge beyond that it pays for. */
export const wakeUpMs = 15;

export function paceOf(limits: readonly RateLimit[], pacing: Pacing): Pace {
  const paced = limits.filter(({ windowMs }) => windowMs <= pacedWindowMsMax);
  const burst = Math.max(
    1,
    Math.min(burstMax, ...paced.map(({ requests }) => Math.floor(requests * burstShare))),
  );
  const uncertainMs = pacing.dispersionMs + pacing.clockSkewMs;
  const intervalUs = intervalOf(paced, uncertainMs);
  const closeUncertainMs = slotMs + Math.max(0, pacing.dispersionMs - sendWithinMs);
  const longestMs = Math.max(0, ...paced.map(({ windowMs }) => windowMs));
  const close: ClosePace = {
    intervalUs: intervalOf(paced, closeUncertainMs),
    beforeVagueUs: (pacing.clockSkewMs * 1_000) / 2,
    afterVagueUs: (longestMs + uncertainMs) * 1_000,
  };
  return {
    intervalUs,
    ...(close.intervalUs < intervalUs ? { close } : {}),
    burst,
    budgets: budgetsOf(limits.filter(({ windowMs }) => windowMs > pacedWindowMsMax)),
    shortestWindowMs: Math.min(...limits.map(({ windowMs }) => windowMs)),
  };
}

/** Of two limits of the same window the smaller holds. */
function budgetsOf(limits: readonly RateLimit[]): Budget[] {
  const least = new Map<number, number>();
  for (const { requests, windowMs } of limits)
    least.set(windowMs, Math.min(requests, least.get(windowMs) ?? requests));
  return [...least].map(([windowMs, requests]) => ({
    requests,
    windowMs,
    bucketMs: Math.ceil((windowMs + budgetMarginMs) / bucketsPerWindow),
  }));
}

/**
 * One microsecond more than `(window + uncertain) / requests`: so many intervals lie between the first and the last of
 * `requests + 1` permits, and a closed window holds only one of the two, even if the first arrives as late as it may and
 * the last as early. With `window / requests`, as usual, it would hold both.
 */
const intervalOf = (limits: readonly RateLimit[], uncertainMs: number): number =>
  Math.max(
    0,
    ...limits.map(({ requests, windowMs }) => Math.floor(((windowMs + uncertainMs) * 1_000) / requests) + 1),
  );

/**
 * After a pause a third party gets a tenth of the rate at first, and all of it after a minute: nobody knows yet how well
 * it is.
 */
const ramp = { durationMs: 60_000, slownessAtFirst: 10 };

/**
 * What a permit costs that is free at `atUs` (epoch microseconds): the interval to the next one, longer while calls go on
 * slowly. Never grows with time: what is priced for an earlier moment than its own pays enough.
 */
export function priceUs(
  { intervalUs }: Pick<Pace, 'intervalUs'>,
  resumedAtMs: number | undefined,
  atUs: number,
): number {
  return resumedAtMs === undefined
    ? intervalUs
    : Math.round(intervalUs * rampFactor(atUs / 1_000 - resumedAtMs));
}

/** Whether calls still go on slowly. */
export const isRamping = (resumedAtMs: number | undefined, nowMs: number) =>
  resumedAtMs !== undefined && rampFactor(nowMs - resumedAtMs) > 1;

/**
 * So many permits' time those who got none are spread over when they come back. More waste receives in finding no room
 * again: of n that wait each comes n / 100 times. Fewer leave permits unused as long as they all wait: the last fifty.
 */
const comebackPermits = 50;

/** Less would be rounded away by the seconds of SQS and by the function's own time for a batch. */
const comebackMsMin = 5_000;

/** Over how long those who got no permit come back, milliseconds: all at once they would find room for one batch again. */
export const comebackMs = (pace: Pace, resumedAtMs: number | undefined, nowMs: number) =>
  Math.max(comebackMsMin, (comebackPermits * priceUs(pace, resumedAtMs, nowMs * 1_000)) / 1_000);

/**
 * Within how long one of those comes back, milliseconds: at first as soon as is of use, for few may be waiting, and twice as
 * long with each receive that found no room, for then many are.
 * @param mostMs as `comebackMs` has it
 * @param receives of the message so far, from 1
 */
export const comebackWithinMs = (mostMs: number, receives: number) =>
  Math.min(mostMs, comebackMsMin * 2 ** Math.min(receives - 1, 20));

/** How many times longer the interval is, `sinceMs` after calls were resumed; 1 when the ramp is over. */
export function rampFactor(sinceMs: number): number {
  if (sinceMs >= ramp.durationMs) return 1;
  const left = 1 - Math.max(0, sinceMs) / ramp.durationMs;
  // The rate grows evenly, not the interval: from a tenth to all of it.
  return 1 / (1 - left * (1 - 1 / ramp.slownessAtFirst));
}
