import type { AccountState } from './account.ts';
import type { Update } from './account-update.ts';

/** The account's item in the ledger table, shared by all sandboxes. */
export interface AccountItem {
  /** A consistent read: the last write of any sandbox is in it. */
  readonly read: () => Promise<AccountState>;
  /**
   * `done`: the update was made. Otherwise a condition failed and nothing changed. `state`: the item afterwards, either
   * way.
   */
  readonly write: (
    update: Partial<Update>,
  ) => Promise<{ readonly done: boolean; readonly state: AccountState }>;
}
