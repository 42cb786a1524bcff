/** What the ledger keeps of a delivery. */

/** No values of the event. */
export interface LastAttempt {
  readonly code: string;
  readonly statusCode?: number;
  readonly requestId?: string;
}

/** What the ledger knows of a delivery when it is taken. Times are epoch milliseconds. */
export interface DeliveryRecord {
  /** Attempts that count towards giving up. */
  readonly attempts: number;
  /** Takes since the last release: more than one means that a sandbox died with the delivery in hand. */
  readonly takes: number;
  readonly firstTakenAtMs: number;
  /** Sum of the waits between failed attempts: what the horizon is held against. Throttling and parking add nothing. */
  readonly backedOffMs: number;
  /** When the request may first have reached the third party. */
  readonly firstSentAtMs?: number;
  /** How often a person has looked, found it not done, and let it be sent anew: each time under a key of its own. */
  readonly approvals: number;
  /** A permit it was given for a later moment. */
  readonly slotMs?: number;
  /** The request as it was first rendered, sealed, for operations that repeat by key. */
  readonly request?: string;
  /** What the last attempt learned. */
  readonly last?: LastAttempt;
  /** An attempt ended without a known outcome and none has settled it since. */
  readonly unsettled: boolean;
}
