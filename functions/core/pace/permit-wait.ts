/** From asking for a permit to the moment a request may start: waits in place while that is short, elsewhere if not. */

import { CredentialsError } from '../errors.ts';
import type { Meter } from '../metrics.ts';
import { type Account, type Permit, type PermitRequest, sendWithinMs } from './account.ts';
import { requestMarginMs } from './deadline.ts';

export interface PermitWaitOptions {
  readonly account: Pick<Account, 'reserve' | 'check'>;
  readonly meter: Pick<Meter, 'time'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly remainingMs: () => number;
  readonly requestTimeoutMs: number;
  /**
   * What else the request needs, once the account is known as it is now: the key that was refused may be what was in
   * hand. Rejects with `CredentialsError`.
   */
  readonly equip?: () => Promise<void>;
  /** How long to wait when the limit cannot be reached: longer each time, so that an outage does not use up receives. */
  readonly pauseMs: () => number;
}

/** No request in this invocation. */
export interface Deferral {
  readonly outcome: 'deferred' | 'parked';
  readonly waitMs: number;
  readonly reason: string;
  /** The permit is for later and stays good. */
  readonly slotMs?: number;
}

export type Given = Permit & { readonly given: true };

/** Waiting in place is billed; beyond this a visibility timeout, which costs a receive, is cheaper and frees the sandbox. */
const waitInPlaceMsMax = 5_000;

/**
 * A message whose permit is for later comes back this much before it: SQS counts whole seconds, and the way back
 * through the event source takes its time. The rest is waited in place.
 */
const returnsBeforeMs = 1_500;

/** A permit whose moment is missed is void. Missing it so often in a row is no accident: the sandbox is overloaded. */
const missesMax = 3;

/**
 * The permit, when its moment has come and nothing speaks against it; otherwise how long to wait elsewhere.
 * Rejects only as `equip` does: when the account cannot be reached, the message waits.
 * @param ask gets the first permit; those after it are this delivery's alone
 */
export async function waitForPermit(
  options: PermitWaitOptions,
  ask: (ask: PermitRequest) => Promise<Permit>,
  slotMs: number | undefined,
): Promise<Given | Deferral> {
  const { account, now } = options;
  let asking = () => ask(slotMs === undefined ? {} : { slotMs });
  try {
    for (let misses = 0; misses < missesMax; misses += 1) {
      if (spareMs(options) <= 0) return noTime(slotMs);
      const permit = await asking();
      if (!permit.given) return heldBy(permit, now());
      const held = await untilItsMoment(options, permit);
      if (held !== undefined) return held;
      const refused = await account.check(permit);
      if (refused !== undefined) return heldBy(refused, now());
      await options.equip?.();
      if (spareMs(options) <= 0) return noTime(undefined);
      if (now() <= permit.atMs + sendWithinMs) return permit;
      asking = () => reserveOne(account);
    }
    return { outcome: 'deferred', waitMs: options.pauseMs(), reason: 'permits came too late to be used' };
  } catch (error) {
    if (error instanceof CredentialsError) throw error;
    const reason = `the rate limit cannot be reached (${(error as Error).name})`;
    return { outcome: 'deferred', waitMs: options.pauseMs(), reason };
  }
}

/** A permit for this delivery alone. */
export async function reserveOne(account: Pick<Account, 'reserve'>): Promise<Permit> {
  const [permit] = await account.reserve([{}]);
  if (permit === undefined) throw new RangeError('asked for one permit, got none');
  return permit;
}

const heldBy = (refusal: Permit & { given: false }, nowMs: number): Deferral => ({
  outcome: refusal.outcome,
  waitMs: Math.max(0, refusal.untilMs - nowMs),
  reason: refusal.reason,
});

/** What the invocation can spare beside one whole request. */
const spareMs = ({ remainingMs, requestTimeoutMs }: PermitWaitOptions) =>
  remainingMs() - requestTimeoutMs - requestMarginMs;

const noTime = (slotMs: number | undefined): Deferral => ({
  outcome: 'deferred',
  waitMs: 1_000,
  reason: 'the invocation has no time left for a request',
  ...(slotMs === undefined ? {} : { slotMs }),
});

async function untilItsMoment(
  options: PermitWaitOptions,
  { atMs, trial }: Given,
): Promise<Deferral | undefined> {
  const waitMs = Math.max(0, atMs - options.now());
  if (waitMs > Math.min(spareMs(options), waitInPlaceMsMax)) {
    // Whole seconds, rounded down: SQS would round up, and the moment would be missed.
    const earlierMs = Math.max(0, Math.floor((waitMs - returnsBeforeMs) / 1_000) * 1_000);
    const reason = 'the rate limit leaves no room yet';
    return { outcome: 'deferred', waitMs: earlierMs, reason, ...(trial ? {} : { slotMs: atMs }) };
  }
  if (waitMs > 0) {
    options.meter.time('LimiterWaitMs', waitMs);
    await options.sleep(waitMs);
  }
  return undefined;
}
