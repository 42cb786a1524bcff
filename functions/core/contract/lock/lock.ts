/** The contract that a third party was seen to keep: what `contracts/<destination>.lock.json` holds. */

import type { Shape } from '../shape/shape.ts';
import type { LockedCheck } from './check-outcome.ts';
import type { BodyKind, LimitValue } from './observation.ts';

/** Who answered: the third party, its test environment, or a stand-in, which is a server of ours that only plays it. */
export type Origin = 'live' | 'sandbox' | 'stand-in';

export interface Lock {
  readonly destination: string;
  readonly recorded: {
    readonly from: Origin;
    /** Host and port that answered. */
    readonly host: string;
    /** ISO 8601. */
    readonly at: string;
    /** The API version that was asked for. */
    readonly apiVersion: string;
    /** The one that was answered, where the answers name another. */
    readonly answeredVersion?: string;
  };
  /** Names of objects whose keys are data, not fields: `metadata`. All their values are described together, as `*`. */
  readonly maps: readonly string[];
  /** By name, sorted. A lookup and a follow-up of an operation stand beside it: `create-contact lookup`. */
  readonly operations: ReadonlyMap<string, LockedOperation>;
}

export interface LockedOperation {
  /** Method and path template, `PUT /contacts/{id}`. */
  readonly request: string;
  /**
   * What each check came to, by its name: `create again`. Left out: the lock was recorded before verdicts were kept, and
   * nothing can be said of them.
   */
  readonly checks?: ReadonlyMap<string, LockedCheck>;
  /** By status code, ascending. */
  readonly responses: ReadonlyMap<number, LockedResponse>;
}

/** What all responses of one status to one operation have in common. */
export interface LockedResponse {
  /** How many responses this was inferred from. */
  readonly samples: number;
  readonly bodies: readonly BodyKind[];
  /** Sorted; '' for a response without one. */
  readonly contentTypes: readonly string[];
  readonly charsets: readonly string[];
  readonly encodings: readonly string[];
  /** By name; whether some responses came without it. */
  readonly headers: ReadonlyMap<string, { readonly optional: boolean }>;
  readonly limits: ReadonlyMap<string, LimitValue>;
  /** Of a success, of those that carry no error. */
  readonly shape: Shape | undefined;
  readonly carriesError: boolean;
  /** Of successes that carry an error: another shape than that of a success, and never mixed with it. */
  readonly errorShape?: Shape;
  readonly redirects: readonly ('other-host' | 'same-host')[];
}
