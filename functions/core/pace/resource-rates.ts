/**
 * Limits of single resources. The account's permit says when a request goes out, and that moment is booked at the resource: a
 * write for each request, of the same kind as the account's own. Two requests for one resource are the long interval apart
 * that holds for clocks of which nobody knows anything.
 */
import { emptyAccount, type PermitDecision, type Refusal } from './account.ts';
import type { AccountItem } from './account-item.ts';
import { reservationStep } from './reservation.ts';
import { comebackMs, type Pace } from './spacing.ts';

export interface ResourceRates {
  /**
   * Before the account is asked, so that no permit of it is lost for one that has no room. `undefined`: there may be room,
   * and nobody else of this sandbox asks for it until `book` or `leave`.
   */
  readonly room: (key: string) => Promise<Refusal | undefined>;
  /** Of a moment, epoch milliseconds. `undefined`: it is booked. */
  readonly book: (key: string, atMs: number) => Promise<Refusal | undefined>;
  readonly leave: (key: string) => void;
}

export interface ResourceRatesOptions {
  /** @param key as it stands in the item's own */
  readonly itemOf: (key: string) => AccountItem;
  readonly pace: Pace;
  readonly now: () => number;
}

/** A sandbox remembers so many resources; of others it asks the table. */
const knownMax = 1_000;
/** Writes in a row that others were quicker than. */
const guessesMax = 3;

export function createResourceRates({ itemOf, pace, now }: ResourceRatesOptions): ResourceRates {
  // The moments are given: nobody who knows the time may come closer to them.
  const { close: _, ...vague } = pace;
  const freeAtMs = new Map<string, number>();
  const asking = new Set<string>();
  const know = (key: string, tatUs: number) => {
    freeAtMs.delete(key);
    freeAtMs.set(key, tatUs / 1_000);
    const [oldest] = freeAtMs.keys();
    if (freeAtMs.size > knownMax && oldest !== undefined) freeAtMs.delete(oldest);
  };
  const refused = (untilMs: number): Refusal => ({
    given: false,
    outcome: 'deferred',
    untilMs: Math.max(untilMs, now()),
    reason: 'the limit of its resource leaves no room yet',
    spreadMs: comebackMs(pace, undefined, now()),
  });

  return {
    room: async (key) => {
      const knownMs = freeAtMs.get(key) ?? 0;
      if (knownMs > now() || asking.has(key))
        return refused(Math.max(knownMs, now() + pace.intervalUs / 1_000));
      asking.add(key);
      try {
        const { tatUs } = await itemOf(key).read();
        know(key, tatUs);
        if (tatUs / 1_000 <= now()) return undefined;
        asking.delete(key);
        return refused(tatUs / 1_000);
      } catch (error) {
        asking.delete(key);
        throw error;
      }
    },
    book: async (key, atMs) => {
      asking.delete(key);
      const item = itemOf(key);
      let known = { ...emptyAccount, tatUs: Math.floor((freeAtMs.get(key) ?? 0) * 1_000) };
      for (let guess = 0; guess < guessesMax; guess += 1) {
        const step = reservationStep({
          ...booking,
          known,
          fresh: guess > 0,
          nowMs: atMs,
          pace: vague,
        });
        const [none] = step.update === undefined ? step.permits : [];
        if (step.update === undefined) return refused(none?.untilMs ?? now());
        const { done, state } = await item.write(step.update);
        know(key, state.tatUs);
        if (!done) {
          known = state;
          continue;
        }
        const [permit] = step.permits(state) as readonly [PermitDecision];
        // Somebody else's moment came before it in the same write: what was booked is for later.
        return permit.given && permit.atMs <= atMs ? undefined : refused(state.tatUs / 1_000);
      }
      return refused(now());
    },
    leave: (key) => asking.delete(key),
  };
}

/** One moment, and no later one. */
const booking = {
  isProbe: true,
  count: 1,
  aheadMs: 0,
  writeLatencyMs: 0,
  recheckMs: 0,
  trialMs: 0,
  trialRecheckMs: 0,
} as const;
