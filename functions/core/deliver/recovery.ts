import type { Operation } from '../declare/operation.ts';
import type { DeliveryRecord } from './delivery-record.ts';

/** What to do about a delivery whose last outcome nobody may know. */
export type Recovery = 'resend' | 'look-up' | 'give-up';

/** How a delivery goes on (docs/decisions/what-is-promised.md). What was never sent, or is known not to have happened, is sent. */
export function recoveryOf(operation: Operation<never>, record: DeliveryRecord, nowMs: number): Recovery {
  const crashed = record.leasesSinceRelease > 1;
  if (!record.outcomeUnknown && !crashed) return 'resend';
  const { repeat } = operation;
  switch (repeat.by) {
    case 'upsert':
      return 'resend';
    case 'lookup':
      return 'look-up';
    case 'never':
      return 'give-up';
    case 'key': {
      // Beyond its window the third party has forgotten the key and would do it again.
      const ageMs = nowMs - (record.firstSentAtMs ?? record.firstTakenAtMs);
      return ageMs < repeat.windowMs - keyWindowMarginMs ? 'resend' : 'give-up';
    }
  }
}

/** Clock skew and the time a request may take on top: a key is not used in its last minutes. */
const keyWindowMarginMs = 10 * 60_000;

/** A sandbox that dies with a delivery in hand may be bad luck; the fifth time it is the delivery. */
export const leasesMax = 5;
