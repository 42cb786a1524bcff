/**
 * Requests under way at once, of all sandboxes: each runs in a lane, of which there are as many as the third party allows.
 * A lane is leased for longer than a request takes, so that one whose sandbox dies, or whose request nobody answered, is
 * free again by itself, and by then the request was given up. A sandbox takes as many as its deliveries ask for by one write,
 * and gives them back by another when none is under way.
 */
import type { Refusal } from './account.ts';
import { clocksApartMsMax, offsetOf } from './service-time.ts';

/** Lanes that are leased, each with what its lease is told by: its end in microseconds, with chance in the last digits. */
export type Leases = ReadonlyMap<number, number>;

export interface LaneChange {
  readonly lane: number;
  /** The lease that is ended or replaced. Left out: the lane has to be free. */
  readonly mine?: number;
  /** The new lease. Left out: there is none. */
  readonly next?: number;
}

/** The lanes of a destination in the ledger table. */
export interface LanesItem {
  readonly read: () => Promise<Leases>;
  /** All of it or nothing. `leases`: as they are then, either way. */
  readonly change: (
    changes: readonly LaneChange[],
    nowUs: number,
  ) => Promise<{ readonly done: boolean; readonly leases: Leases }>;
}

export interface Lane {
  /** Whether it lasts for a request that begins now; leases it anew where it does not. Rejects as the table does. */
  readonly lasts: () => Promise<boolean>;
  /** @param isOpen the third party may be at it still: the lane is left to its lease */
  readonly leave: (isOpen: boolean) => void;
}

export interface Lanes {
  /** `undefined`: none came free in time. Rejects when nobody can tell. */
  readonly take: () => Promise<Lane | undefined>;
  /** What was left is given back. Never rejects: a lease that cannot be ended ends by itself. */
  readonly settled: () => Promise<void>;
}

export interface LanesOptions {
  readonly item: LanesItem;
  /** So many requests may be under way. */
  readonly count: number;
  readonly requestTimeoutMs: number;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** Even in [0, 1). */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Beside the request: its permit is waited for 5 s at most, and what is left serves those of a batch that follow. */
const leaseMarginMs = 10_000;
/** A request is given up late, its permit's moment is 900 ms off, and another's clock is half a second ahead. */
const restMarginMs = 3_000;
/** Deliveries of a batch are taken in the ledger side by side, and ask within some milliseconds: one write is for all. */
const gatherMs = 20;
/** A lane that nobody gives back is looked for so often. Two or three in the time of an ordinary request. */
const lookEveryMs = 400;
/** As long as is waited for a permit in place: beyond it the queue is cheaper. */
const waitMsMax = 5_000;
/** Writes in a row whose guess of what is free was wrong: each is told the truth, so that only other writers cause another. */
const guessesMax = 6;

interface Held {
  readonly lane: number;
  readonly lease: number;
  /** By the clock that is not set. */
  readonly endsAtMs: number;
  /** Of the two clocks: while they part, one was set, or stood still, and nobody knows how long it was. */
  readonly offsetMs: number;
}

interface Waiter {
  readonly since: number;
  readonly resolve: (held: Held | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export function createLanes(options: LanesOptions): Lanes {
  const { item, count, requestTimeoutMs, now, monotonicMs, random, sleep } = options;
  let known: Leases = new Map();
  let free: Held[] = [];
  let waiting: Waiter[] = [];
  let inUse = 0;
  let isPumping = false;
  const givingBack = new Set<Promise<unknown>>();

  const lease = (lane: number): Held => {
    const ms = requestTimeoutMs + leaseMarginMs;
    return {
      lane,
      lease: Math.floor(now() + ms) * 1_000 + Math.floor(random() * 1_000),
      endsAtMs: monotonicMs() + ms,
      offsetMs: offsetOf(options),
    };
  };
  const lasts = ({ endsAtMs, offsetMs }: Held) =>
    endsAtMs - monotonicMs() >= requestTimeoutMs + restMarginMs &&
    Math.abs(offsetOf(options) - offsetMs) <= clocksApartMsMax;

  /** As many free lanes as there are, up to `most`. */
  async function taken(most: number): Promise<Held[]> {
    for (let guess = 0, isFresh = false; guess < guessesMax; guess += 1) {
      const nowUs = now() * 1_000;
      const from = Math.floor(random() * count);
      const lanes = Array.from({ length: count }, (_, at) => (from + at) % count)
        .filter((lane) => (known.get(lane) ?? 0) < nowUs)
        .slice(0, most)
        .map(lease);
      if (lanes.length === 0) {
        if (isFresh) return [];
        known = await item.read();
        isFresh = true;
        continue;
      }
      const changes = lanes.map((held) => ({ lane: held.lane, next: held.lease }));
      const { done, leases } = await item.change(changes, nowUs);
      known = leases;
      isFresh = true;
      if (done) return lanes;
    }
    return [];
  }

  async function pump(): Promise<void> {
    if (isPumping) return;
    isPumping = true;
    try {
      await sleep(gatherMs);
      while (waiting.length > 0) {
        for (const held of await taken(waiting.length)) hand(held);
        const tooLong = waiting.filter(({ since }) => monotonicMs() - since >= waitMsMax);
        waiting = waiting.filter((one) => !tooLong.includes(one));
        for (const { resolve } of tooLong) resolve(undefined);
        if (waiting.length > 0) await sleep(lookEveryMs);
      }
    } catch (error) {
      for (const { reject } of waiting.splice(0)) reject(error);
    } finally {
      isPumping = false;
    }
  }

  /** To whoever waits here, or to nobody yet. */
  function hand(held: Held): void {
    const waiter = waiting.shift();
    if (waiter === undefined) free.push(held);
    else waiter.resolve(held);
  }

  function giveBack(): void {
    const lanes = free.filter(({ endsAtMs }) => endsAtMs > monotonicMs());
    free = [];
    if (lanes.length === 0) return;
    const changes = lanes.map(({ lane, lease: mine }) => ({ lane, mine }));
    const gone = Promise.resolve(item.change(changes, now() * 1_000))
      .then(({ leases }) => {
        known = leases;
      })
      .catch(() => {})
      .finally(() => givingBack.delete(gone));
    givingBack.add(gone);
  }

  const laneOf = (first: Held): Lane => {
    let held = first;
    let isLeft = false;
    return {
      lasts: async () => {
        if (lasts(held)) return true;
        const next = lease(held.lane);
        const nowUs = now() * 1_000;
        const change = { lane: held.lane, mine: held.lease, next: next.lease };
        const { done, leases } = await item.change([change], nowUs);
        known = leases;
        if (done) held = next;
        return done;
      },
      leave: (isOpen) => {
        if (isLeft) return;
        isLeft = true;
        inUse -= 1;
        if (!isOpen && lasts(held)) hand(held);
        if (inUse === 0) giveBack();
      },
    };
  };

  return {
    take: async () => {
      const kept = free.findLastIndex(lasts);
      inUse += 1;
      try {
        const held =
          kept >= 0
            ? free.splice(kept, 1)[0]
            : await new Promise<Held | undefined>((resolve, reject) => {
                waiting.push({ since: monotonicMs(), resolve, reject });
                void pump();
              });
        if (held !== undefined) return laneOf(held);
        inUse -= 1;
        return undefined;
      } catch (error) {
        inUse -= 1;
        throw error;
      }
    },
    settled: async () => {
      if (inUse === 0) giveBack();
      await Promise.all(givingBack);
    },
  };
}

export const noLane = (nowMs: number): Refusal => ({
  given: false,
  outcome: 'deferred',
  untilMs: nowMs,
  reason: 'as many requests are under way as the third party allows',
  spreadMs: waitMsMax,
});
