/** From asking for a permit to the moment a request may start: waits in place while that is short, elsewhere if not. */

import type { Meter } from '../metrics.ts';
import type { Account, Permit, PermitDecision, Refusal } from './account.ts';
import { type Appointment, makeAppointment } from './appointment.ts';
import { requestMarginMs } from './deadline.ts';

export interface PermitWaitOptions {
  readonly account: Pick<Account, 'reserve' | 'check'>;
  readonly meter: Pick<Meter, 'time'>;
  readonly now: () => number;
  readonly monotonicMs: () => number;
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
 * So long before its moment all is done for a request that may take time. What the account was then is known as of a second
 * before the moment at the most, and a table that is slow for once makes no permit void.
 */
const readyBeforeMs = 900;

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
    const held = await permitThatHolds(options, asking);
    if (!('permit' in held)) return held;
    const prepared = await prepare();
    const refused = await untilItsMoment(options, held);
    if (refused !== undefined) return refused;
    if (spareMs(options) <= 0) return noTime;
    if (held.appointment.isNow()) return { permit: held.permit, prepared };
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

interface Held {
  readonly permit: Permit;
  readonly appointment: Appointment;
}

/** A permit whose moment is near and that nothing speaks against. Never rejects. */
async function permitThatHolds(
  options: PermitWaitOptions,
  asking: () => Promise<PermitDecision>,
): Promise<Held | Deferral> {
  try {
    const permit = await asking();
    if (!permit.given) return deferralOf(permit, options);
    const appointment = makeAppointment(options, permit.atMs, permit.withinMs);
    const waitMs = Math.max(0, appointment.leftMs());
    if (waitMs > spareMs(options)) return noTime;
    if (waitMs > 0) options.meter.time('LimiterWaitMs', waitMs);
    await sleepUntil(options, appointment, readyBeforeMs);
    return (await refusalOf(options, permit)) ?? { permit, appointment };
  } catch (error) {
    return unreachable(options, error);
  }
}

/** What became known of the account in the meantime holds, too. Never rejects. */
async function untilItsMoment(
  options: PermitWaitOptions,
  { permit, appointment }: Held,
): Promise<Deferral | undefined> {
  try {
    return (await sleepUntil(options, appointment, 0)) ? await refusalOf(options, permit) : undefined;
  } catch (error) {
    return unreachable(options, error);
  }
}

async function refusalOf(options: PermitWaitOptions, permit: Permit): Promise<Deferral | undefined> {
  const refused = await options.account.check(permit);
  return refused && deferralOf(refused, options);
}

/** `false`: there was nothing to wait for. A timer that rings early is set again. */
async function sleepUntil(
  { sleep }: Pick<PermitWaitOptions, 'sleep'>,
  { leftMs }: Appointment,
  beforeMs: number,
): Promise<boolean> {
  const waits = leftMs() > beforeMs;
  for (let tries = 0; tries < 3 && leftMs() > beforeMs; tries += 1)
    await sleep(Math.ceil(leftMs() - beforeMs));
  return waits;
}

const unreachable = (options: Pick<PermitWaitOptions, 'pauseMs'>, error: unknown): Deferral => ({
  outcome: 'deferred',
  waitMs: options.pauseMs(),
  reason: `the rate limit cannot be reached (${(error as Error).name})`,
});

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
