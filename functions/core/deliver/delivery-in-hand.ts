import type { SQSRecord } from 'aws-lambda';
import type { Envelope } from '../declare/event.ts';
import type { PermitTicket } from '../pace/permit-batcher.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import type { Journal } from './journal.ts';
import type { Prepared } from './prepare.ts';
import type { ToldOfEvent } from './told-of-event.ts';

/** A delivery between its lease and its settlement, with what belongs to its message and to this invocation. */
export interface DeliveryInHand {
  readonly message: SQSRecord;
  readonly event: Envelope;
  readonly prepared: Prepared;
  /** As the ledger had it when the lease was taken. */
  readonly record: DeliveryRecord;
  readonly ticket: PermitTicket;
  readonly journal: Journal;
  readonly told: ToldOfEvent;
  readonly remainingMs: () => number;
}
