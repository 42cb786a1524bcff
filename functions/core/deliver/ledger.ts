/** What the engine needs of the ledger; how DynamoDB keeps it stands in aws/ledger.ts. */

import type { DeliveryIdentity } from './delivery-key.ts';
import type { DeliveryRecord, LastAttempt } from './delivery-record.ts';
import type { DeadLetterCode } from './diagnosis.ts';

/** What the next one to take the delivery must know. */
export interface Facts {
  readonly attempts: number;
  readonly backedOffMs: number;
  readonly unsettled: boolean;
  readonly firstSentAtMs?: number;
  /** As in `DeliveryRecord`; 0 unless said. */
  readonly approvals?: number;
  /** A permit for a later moment, to be used when the message comes back. */
  readonly slotMs?: number;
  readonly last?: LastAttempt;
}

/** How a taken delivery is put down again. */
export type PutDown =
  | { readonly status: 'delivered'; readonly facts: Facts; readonly receipt?: string }
  | {
      readonly status: 'dead-lettered';
      readonly facts: Facts;
      readonly code: DeadLetterCode;
      readonly failedAtMs: number;
    }
  | { readonly status: 'waiting'; readonly facts: Facts };

export type Taken =
  /** The work ran. `kept`: the ledger knows what came of it; if not, the lease runs out and the next take finds out. */
  | { readonly state: 'ran'; readonly kept: boolean }
  /** It was settled before. */
  | { readonly state: 'settled' }
  /** Another sandbox has it in hand, at the latest until then. */
  | { readonly state: 'busy'; readonly untilMs: number };

export interface TakeOptions {
  readonly identity: DeliveryIdentity;
  /** Nobody else takes the delivery for so long; at least what the invocation has left. */
  readonly leaseMs: number;
  /** The dead letter this message was made of (its `failedAt`): takes up again what ended with it. */
  readonly redrivenFromMs: number | undefined;
  /**
   * The request as it would go out now, sealed: kept from the first take on and gone with the delivery, so that a mapping that
   * changes in between cannot change what a repetition by key sends.
   */
  readonly request?: string | undefined;
}

export interface Ledger {
  /**
   * Runs `work` unless the delivery is settled or in other hands, and writes down what it returns: two writes in all.
   * Throws when the delivery could not be taken; then nothing was done.
   */
  readonly take: (options: TakeOptions, work: (memory: DeliveryRecord) => Promise<PutDown>) => Promise<Taken>;
}
