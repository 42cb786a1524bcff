/** How one invocation leaves a delivery: what the ledger keeps of it, and all that becomes of its message. */

import type { Redacted } from '../redact/redacted.ts';
import type { DeliveryProgress } from './delivery-record.ts';
import type { Cause } from './diagnosis.ts';

export type Settlement = Delivered | DeadLettered | Waiting;

export interface Delivered {
  readonly status: 'delivered';
  readonly progress: DeliveryProgress;
  /** The third party's id of what was made. */
  readonly receipt: Redacted | undefined;
}

export interface DeadLettered {
  readonly status: 'dead-lettered';
  readonly progress: DeliveryProgress;
  readonly cause: Cause;
  /** Epoch milliseconds. Names this end: a message that is redriven says which one it was made of. */
  readonly failedAtMs: number;
}

export interface Waiting {
  readonly status: 'waiting';
  readonly progress: DeliveryProgress;
  readonly outcome: 'deferred' | 'retry' | 'parked';
  readonly waitMs: number;
}
