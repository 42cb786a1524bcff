import type { AccountState } from '../core/pace/account.ts';

/** What the ledger says of how a destination stands still. */
export type Standstill = Pick<
  AccountState,
  'parking' | 'circuit' | 'operations' | 'looks' | 'sweepDueAtMs' | 'waitingSince'
>;
