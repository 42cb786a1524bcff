/**
 * What all sandboxes of all integrations know of a destination's account: its rate limit, its circuit breaker, and
 * whether it is parked. One item, so that one write gives permits for a batch and tells the rest along.
 */
import type { Classification } from '../http/classify.ts';
import type { Circuit, Looks } from './circuit.ts';

/** Why and since when a destination's integrations stand still. */
export interface Parking {
  /** Epoch milliseconds; names the incident. */
  readonly parkedAtMs: number;
  /** Without values of secrets. */
  readonly reason: string;
  /** Version of the secret that was refused; absent when an operator parked it. */
  readonly refusedVersion?: string | undefined;
  /** The alert of this incident is out. */
  readonly alertedAtMs?: number | undefined;
}

/** Use of a long window's budget. */
export interface Use {
  /** Number of the current bucket: epoch milliseconds by the bucket's length. */
  readonly bucket: number;
  readonly used: number;
  /** Uses of the buckets before, by number. */
  readonly before: Readonly<Record<string, number>>;
}

/** The item as it was read. Times are epoch milliseconds, but for `tatUs`. */
export interface AccountState {
  /** When the next permit is free (the theoretical arrival time of GCRA), epoch microseconds. */
  readonly tatUs: number;
  /** `tatUs` before the last reservation that did not follow another: since then nothing was reserved. */
  readonly freeSinceUs: number;
  /** Permits for an earlier moment keep the distance to those of sandboxes that do not know the time, epoch microseconds. */
  readonly vagueUntilUs: number;
  /** Of each budget by the length of its window, milliseconds; absent before its first use. */
  readonly uses: Readonly<Record<number, Use>>;
  /** The third party asked for silence until then. */
  readonly holdUntilMs: number;
  /** Permits given so far. */
  readonly granted: number;
  readonly parking?: Parking | undefined;
  /** Number of parkings that ended; a write made for an earlier one is rejected. */
  readonly incidents: number;
  /** Since when calls go out again after a pause. */
  readonly resumedAtMs?: number | undefined;
  /** That of all operations; absent while it is closed. */
  readonly circuit?: Circuit | undefined;
  /** Those of single operations, by name: what one is refused says nothing of the others. */
  readonly operations: Readonly<Record<string, Circuit>>;
  /** Since when the third party has asked for less without a success in between. */
  readonly throttledSinceMs?: number | undefined;
  /** Pauses in a row, each of which the first request after it was throttled again. */
  readonly throttles: number;
  /** The first failure since the last answer that says that the third party works. */
  readonly unansweredSinceMs?: number | undefined;
  /** Failures since then. */
  readonly unanswered: number;
  /** Of the supervisor, while something is parked or open. */
  readonly looks?: Looks | undefined;
  /** When the queues whose event sources are paused are next looked through for what has waited too long. */
  readonly sweepDueAtMs?: number | undefined;
  /**
   * When the oldest message was sent that a sweep has seen, by integration, epoch milliseconds: it waits as long as nobody
   * receives from the queue, and SQS leaves those that came back often out of the age that it tells.
   */
  readonly waitingSince?: Readonly<Record<string, number>> | undefined;
  /** Since when the requests are counted that go out before there is an answer; how many they are; the last good answer. */
  readonly slowStartAtMs?: number | undefined;
  readonly slowStartUsed: number;
  readonly answeredAtMs?: number | undefined;
  readonly failures: number;
  readonly failingSinceMs?: number | undefined;
  /** `granted` when the failures began to be counted. */
  readonly grantedBefore: number;
}

/** One request may go out. */
export interface Permit {
  readonly given: true;
  /** When the request may start, epoch milliseconds. */
  readonly atMs: number;
  /** How long after that, milliseconds. */
  readonly withinMs: number;
  /** Given by what was known of the time, and void when that is given up. */
  readonly era?: number | undefined;
  /** The one request that tries whether the open circuit of all may close. */
  readonly trial: boolean;
  /** The one that tries whether that of its operation may. */
  readonly operationTrial?: boolean | undefined;
}

/** No request now, and when to ask again. */
export interface Refusal {
  readonly given: false;
  readonly outcome: 'deferred' | 'parked';
  readonly untilMs: number;
  readonly reason: string;
  /** Over how long after that those who were told the same are to come back, milliseconds; absent: no matter. */
  readonly spreadMs?: number | undefined;
  /** As many are under way as may be without an answer: soon there is one, most likely. */
  readonly awaitsAnswer?: true;
}

export type PermitDecision = Permit | Refusal;

/**
 * What a response changed for everybody: a circuit opened, or the try that a look had led to failed and all stands still
 * again; or a circuit closed.
 */
export type AccountChange = 'opened' | 'closed';

/** The account as a sandbox uses it. */
export interface Account {
  /**
   * Decides on so many requests for permits by one write. Throws when the account cannot be reached: then
   * nothing may be sent.
   */
  readonly reserve: (count: number) => Promise<readonly PermitDecision[]>;
  /**
   * Whether a permit still holds, by what was known of the account at most a second before its moment: reads it if that is
   * older. Throws when it cannot be read.
   */
  readonly check: (permit: Permit) => Promise<Refusal | undefined>;
  /**
   * Writes down what a response means for the account, for all sandboxes: a pause, a failure, a recovery. Resolves to what
   * the supervisor has to hear of. Never rejects.
   */
  readonly recordResult: (
    classification: Classification,
    permit: Permit,
  ) => Promise<AccountChange | undefined>;
  /**
   * Stops all calls of the destination. `true`: this call began the incident. Throws when it could not be written;
   * this sandbox stops its own calls all the same.
   */
  readonly park: (why: Pick<Parking, 'reason' | 'refusedVersion'>) => Promise<boolean>;
  /** The parking that this sandbox knows of, without asking the ledger. */
  readonly parking: () => Parking | undefined;
  /** The open circuit that keeps an operation from being called, likewise: the one of the two that stays open for longer. */
  readonly circuit: (operation: string) => Circuit | undefined;
  /**
   * Since when calls go on after a parking, epoch milliseconds; 0: there was none. Credentials that were read before may
   * be those that were refused.
   */
  readonly resumedAtMs: () => number;
}

export const emptyAccount: AccountState = {
  tatUs: 0,
  freeSinceUs: 0,
  vagueUntilUs: 0,
  uses: {},
  holdUntilMs: 0,
  granted: 0,
  incidents: 0,
  operations: {},
  throttles: 0,
  unanswered: 0,
  slowStartUsed: 0,
  failures: 0,
  grantedBefore: 0,
};
