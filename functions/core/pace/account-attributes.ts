/** The attributes of an account's item. Misspelling one in an update does not compile. */

/** A long window's budget has three of its own, by the length of its window: `used86400000`. */
export type BudgetAttribute = `${'bucket' | 'used' | 'before'}${number}`;

export type AccountAttribute =
  | 'tatUs'
  | 'holdUntilMs'
  | 'granted'
  | 'parkedAtMs'
  | 'parkedReason'
  | 'refusedVersion'
  | 'alertedAtMs'
  | 'alertClaimedUntilMs'
  | 'incidents'
  | 'resumedAtMs'
  | 'openKind'
  | 'openSinceMs'
  | 'openUntilMs'
  | 'openings'
  | 'openReason'
  | 'trialUntilMs'
  | 'openAlertedAtMs'
  | 'openAlertClaimedUntilMs'
  | 'operations'
  | 'throttledSinceMs'
  | 'throttles'
  | 'unansweredSinceMs'
  | 'lookDueAtMs'
  | 'looks'
  | 'failedTries'
  | 'lookPassedAtMs'
  | 'lookOutcome'
  | 'lookedAtMs'
  | 'failures'
  | 'failingSinceMs'
  | 'grantedBefore'
  | BudgetAttribute;
