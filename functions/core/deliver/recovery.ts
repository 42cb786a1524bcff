import type { Operation } from '../declare/operation.ts';
import type { DeliveryRecord } from './delivery-record.ts';

export type Settling = 'send' | 'look' | 'stop';

/** How a delivery goes on whose last outcome nobody knows (DESIGN: `repeat`). */
export function settling(operation: Operation<never>, memory: DeliveryRecord, nowMs: number): Settling {
  const crashed = memory.takes > 1;
  if (!memory.unsettled && !crashed) return 'send';
  const { repeat } = operation;
  switch (repeat.by) {
    case 'upsert':
      return 'send';
    case 'lookup':
      return 'look';
    case 'never':
      return 'stop';
    case 'key': {
      // Beyond its window the third party has forgotten the key and would do it again.
      const ageMs = nowMs - (memory.firstSentAtMs ?? memory.firstTakenAtMs);
      return ageMs < repeat.windowMs - keyWindowMarginMs ? 'send' : 'stop';
    }
  }
}

/** Clock skew and the time a request may take on top: a key is not used in its last minutes. */
const keyWindowMarginMs = 10 * 60_000;

/** A sandbox that dies with a delivery in hand may be bad luck; the fifth time it is the delivery. */
export const takesMax = 5;
