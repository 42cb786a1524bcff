/** From asking for a permit to the moment a request may start: waits in place while that is short, elsewhere if not. */

import type { Meter } from '../metrics.ts';
import { type Account, type Permit, type PermitDecision, type Refusal, sendWithinMs } from './account.ts';
import { requestMarginMs } from './deadline.ts';

export interface PermitWaitOptions {
  readonly account: Pick<Account, 'reserve' | 'check'>;
  readonly meter: Pick<Meter, 'time'>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly remainingMs: () => number;
  readonly requestTimeoutMs: number;
  /** How long to wait when the limit cannot be reached: longer each time, so that an outage does not use up receives. */
  readonly pauseMs: () => number;
  /** Somewhere within so many milliseconds at the most: sooner for a message that has not come back often. */
  readonly spreadMs: (mostMs: number) => number;
}

/** How one request comes by its permit, and what else it needs. */
export interface PermitAsk<Prepared> {
  /** Gets the first permit; if that one is missed, the next is asked for alone. */
  readonly ask: () => Promise<PermitDecision>;
  /** Makes the request ready once a permit holds: only then is the account known as it is now. */
  readonly prepare: () => Promise<Prepared>;
}

/** A request may go out now, with what was prepared for it. */
export interface Go<Prepared> {
  readonly permit: Permit;
  readonly prepared: Prepared;
}

/** No request in this invocation. */
export interface Deferral {
  readonly outcome: 'deferred' | 'parked';
  readonly waitMs: number;
  readonly reason: string;
}

/** A permit whose moment is missed is void. Missing it so often in a row is no accident: the sandbox is overloaded. */
const missesMax = 3;

/**
 * Waits until a request may go out; otherwise says how long the message has to wait elsewhere. When the account cannot
 * be reached, the message waits. Rejects only as `prepare` does.
 */
export async function waitForPermit<Prepared>(
  options: PermitWaitOptions,
  { ask, prepare }: PermitAsk<Prepared>,
): Promise<Go<Prepared> | Deferral> {
  let asking = ask;
  for (let misses = 0; misses < missesMax; misses += 1) {
    if (spareMs(options) <= 0) return noTime;
    const permit = await permitThatHolds(options, asking);
    if (!('given' in permit)) return permit;
    const prepared = await prepare();
    if (spareMs(options) <= 0) return noTime;
    if (options.now() <= permit.atMs + sendWithinMs) return { permit, prepared };
    asking = () => reserveOne(options.account);
  }
  return { outcome: 'deferred', waitMs: options.pauseMs(), reason: 'permits came too late to be used' };
}

/** A permit for this delivery alone. */
export async function reserveOne(account: Pick<Account, 'reserve'>): Promise<PermitDecision> {
  const [decision] = await account.reserve(1);
  if (decision === undefined) throw new RangeError('asked for one permit, got none');
  return decision;
}

/** A permit whose moment has come and that nothing speaks against. Never rejects. */
async function permitThatHolds(
  options: PermitWaitOptions,
  asking: () => Promise<PermitDecision>,
): Promise<Permit | Deferral> {
  const { account } = options;
  try {
    const decision = await asking();
    if (!decision.given) return deferralOf(decision, options);
    const deferral = await untilItsMoment(options, decision);
    if (deferral !== undefined) return deferral;
    const refusal = await account.check(decision);
    return refusal === undefined ? decision : deferralOf(refusal, options);
  } catch (error) {
    const reason = `the rate limit cannot be reached (${(error as Error).name})`;
    return { outcome: 'deferred', waitMs: options.pauseMs(), reason };
  }
}

const deferralOf = (
  { outcome, untilMs, reason, spreadMs = 0 }: Refusal,
  options: Pick<PermitWaitOptions, 'now' | 'spreadMs'>,
): Deferral => ({
  outcome,
  waitMs: Math.max(0, untilMs - options.now()) + (spreadMs === 0 ? 0 : options.spreadMs(spreadMs)),
  reason,
});

/** What the invocation can spare beside one whole request. */
const spareMs = ({ remainingMs, requestTimeoutMs }: PermitWaitOptions) =>
  remainingMs() - requestTimeoutMs - requestMarginMs;

const noTime: Deferral = {
  outcome: 'deferred',
  waitMs: 1_000,
  reason: 'the invocation has no time left for a request',
};

/** A permit is never for a later moment than can be waited for in place; an invocation that began long ago may be too short. */
async function untilItsMoment(options: PermitWaitOptions, { atMs }: Permit): Promise<Deferral | undefined> {
  const waitMs = Math.max(0, atMs - options.now());
  if (waitMs > spareMs(options)) return noTime;
  if (waitMs > 0) {
    options.meter.time('LimiterWaitMs', waitMs);
    await options.sleep(waitMs);
  }
  return undefined;
}
