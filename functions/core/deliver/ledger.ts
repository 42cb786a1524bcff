/** What a delivery needs of the ledger; how DynamoDB keeps it stands in aws/ledger.ts. */

import type { DeliveryIdentity } from './delivery-key.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import type { Settlement } from './settlement.ts';

/** What came of asking for the lease of a delivery. */
export type LeaseResult =
  /** The work ran. `isKept`: the ledger has its settlement; if not, the lease runs out, and the next invocation finds out. */
  | { readonly state: 'ran'; readonly settlement: Settlement; readonly isKept: boolean }
  /** It had ended before. */
  | { readonly state: 'ended' }
  /** Another sandbox has it in hand, at the latest until then. */
  | { readonly state: 'busy'; readonly untilMs: number };

export interface LeaseOptions {
  readonly identity: DeliveryIdentity;
  /** What the ledger says of the event to people: as its lines do, so that nothing in it is somebody's address. */
  readonly shown: { readonly eventId: string; readonly eventSource: string };
  /** Nobody else takes the delivery for so long; at least what the invocation has left. */
  readonly leaseMs: number;
  /** The dead letter this message was made of (its `failedAt`): takes up again what ended with it. */
  readonly redrivenFromMs: number | undefined;
  /**
   * The request as it would go out now, sealed: kept from the first lease on and gone with the delivery, so that a mapping
   * that changes in between cannot change what a repetition by key sends.
   */
  readonly request?: string | undefined;
}

export interface Ledger {
  /**
   * Runs `work` unless the delivery has ended or is in other hands, and writes down how it settled it: two writes in all.
   * Throws when the delivery could not be taken; then nothing was done.
   */
  readonly withLease: (
    options: LeaseOptions,
    work: (record: DeliveryRecord) => Promise<Settlement>,
  ) => Promise<LeaseResult>;
}
