/** A circuit that is open: nothing goes out but a single request now and then, to try whether it may close. */

/**
 * Why it opened.
 * - `failing`: no answer, or none but errors of the third party's own
 * - `throttled`: the third party goes on asking for less than is sent
 * - `refused`: whoever asks is refused, until somebody changes something (an address, a plan, a version, a firewall)
 */
export type CircuitKind = 'failing' | 'throttled' | 'refused';

/** Times are epoch milliseconds. */
export interface Circuit {
  readonly kind: CircuitKind;
  /** Names the incident. */
  readonly sinceMs: number;
  /** Nothing goes out before; after it, one delivery may try. */
  readonly untilMs: number;
  /** How often it opened in a row. */
  readonly openings: number;
  /** What was answered, without values of events or secrets. */
  readonly reason: string;
  /** A delivery is trying. */
  readonly trialUntilMs?: number | undefined;
  /** Somebody is about to publish this incident's alert: nobody else before then. */
  readonly alertClaimedUntilMs?: number | undefined;
  /** The alert of this incident is out. */
  readonly alertedAtMs?: number | undefined;
}

/** Which circuit, and which of its incidents: what is about an earlier one changes nothing. */
export interface CircuitIncident {
  readonly sinceMs: number;
  /** Name of the operation whose circuit it is; absent: that of all. */
  readonly operation?: string | undefined;
}

/**
 * What the supervisor's looks have come to while a destination is parked or a circuit is open: single requests that nobody
 * waits for, with the cheapest thing that can be asked. Times are epoch milliseconds.
 */
export interface Looks {
  /** When the next one is due: whoever moves this on may look. */
  readonly dueAtMs: number;
  /** How many there were in this incident. */
  readonly count: number;
  /** Looks that passed, after which the delivery that tried failed all the same. */
  readonly failedTries: number;
  /** A look passed, and no delivery has tried since. */
  readonly passedAtMs?: number | undefined;
  /** What the last one came to, in the third party's words as far as they are harmless. */
  readonly outcome?: string | undefined;
  readonly atMs?: number | undefined;
}
