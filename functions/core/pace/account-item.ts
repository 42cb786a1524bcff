import type { AccountState } from './account.ts';
import type { Update } from './account-update.ts';

/** The account's item in the ledger table, shared by all sandboxes. */
export interface AccountItem {
  /** As it is, whoever wrote last. */
  readonly read: () => Promise<AccountState>;
  /** `done`: what it is now. Otherwise a condition failed and nothing changed: what it is instead. */
  readonly write: (
    update: Partial<Update>,
  ) => Promise<{ readonly done: boolean; readonly state: AccountState }>;
}
