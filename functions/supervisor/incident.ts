import type { Parking } from '../core/pace/account.ts';
import type { Circuit } from '../core/pace/circuit.ts';

/**
 * What people are told of by an alert: a destination that is parked, and one that refuses everybody, or one operation of
 * everybody. Who fails or is throttled is not: nobody here can do anything about it, it goes on by itself, and what waits
 * for an hour rings by the age of it.
 */
export type Incident =
  | { readonly kind: 'parked'; readonly parking: Parking }
  | {
      readonly kind: 'refused';
      readonly circuit: Circuit;
      /** Absent: all of them. */
      readonly operation?: string | undefined;
    };
