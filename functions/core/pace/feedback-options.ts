import type { AccountState } from './account.ts';
import type { AccountItem } from './account-item.ts';
import type { Breaker } from './breaker.ts';
import type { SlowStart } from './slow-start.ts';
import type { Pace } from './spacing.ts';

/** What is needed to write down what a result means for the account. */
export interface AccountFeedbackOptions {
  /** After each write `known` returns the item as the write found or left it. */
  readonly write: AccountItem['write'];
  readonly known: () => AccountState;
  /** Name of the operation that the sandbox calls. */
  readonly operation?: string | undefined;
  readonly pace: Pace;
  readonly breaker: Breaker;
  readonly slowStart?: () => SlowStart | undefined;
  readonly now: () => number;
}
