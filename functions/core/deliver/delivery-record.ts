/** What the ledger keeps of a delivery. Times are epoch milliseconds. */

import type { Redacted } from '../redact/redacted.ts';

/** No values of the event. */
export interface LastAttempt {
  readonly code: string;
  readonly statusCode?: number | undefined;
  readonly requestId?: Redacted | undefined;
  /** How many answers so far, this one included, came whole, said yes and could not be read. */
  readonly unreadable?: number | undefined;
  /** How many refused it for good since it was last known not to be done. */
  readonly refused?: number | undefined;
}

/**
 * What a settlement writes for the next invocation that takes the delivery. Each field is written as it is here: one that is
 * `undefined` is removed, none stays as it was for being left out.
 */
export interface DeliveryProgress {
  /** Attempts that count towards giving up. */
  readonly attempts: number;
  /** Sum of the waits between failed attempts: what the horizon is held against. Throttling and parking add nothing. */
  readonly backedOffMs: number;
  /** An attempt ended without a known outcome and none has settled it since. */
  readonly outcomeUnknown: boolean;
  /** When the request may first have reached the third party. */
  readonly firstSentAtMs: number | undefined;
  /**
   * How often it ended known as not done, by a person who looked or by a refusal for good: each time it is sent anew under
   * a key of its own.
   */
  readonly approvals: number;
  /** How often it was refused as everybody is, while the circuit was closed: others had passed in between. */
  readonly refusals: number;
  /** What the last attempt learned. */
  readonly last: LastAttempt | undefined;
}

/** What the ledger knows of a delivery when it is taken. */
export interface DeliveryRecord extends DeliveryProgress {
  /** More than one means that a sandbox died with the delivery in hand. */
  readonly leasesSinceRelease: number;
  readonly firstTakenAtMs: number;
  /** The request as it was first rendered, sealed, for operations that repeat by key. */
  readonly request: string | undefined;
}

/**
 * How far a delivery has come when its lease begins. More than one lease without a release: a sandbox died with the delivery
 * in hand, and nobody knows what it sent.
 */
export function progressOf(record: DeliveryRecord): DeliveryProgress {
  const { attempts, backedOffMs, outcomeUnknown, firstSentAtMs, approvals, refusals, last } = record;
  const crashed = record.leasesSinceRelease > 1;
  return {
    attempts,
    backedOffMs,
    outcomeUnknown: outcomeUnknown || crashed,
    firstSentAtMs,
    approvals,
    refusals,
    last,
  };
}
