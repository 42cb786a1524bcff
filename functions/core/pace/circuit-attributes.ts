import type { AccountAttribute } from './account-attributes.ts';

/** What goes when the circuit of all closes: the circuit, and all that was counted to open it. */
export const circuitAttributes = [
  'openKind',
  'openSinceMs',
  'openUntilMs',
  'openings',
  'openReason',
  'openAlertedAtMs',
  'openAlertClaimedUntilMs',
  'trialUntilMs',
  'failures',
  'failingSinceMs',
  'unansweredSinceMs',
  'unanswered',
  'throttledSinceMs',
  'throttles',
] as const satisfies readonly AccountAttribute[];

/** What goes when nothing is left to look at. */
export const lookAttributes = [
  'lookDueAtMs',
  'looks',
  'failedTries',
  'lookPassedAtMs',
  'lookOutcome',
  'lookedAtMs',
  'sweepDueAtMs',
  'waitingSince',
] as const satisfies readonly AccountAttribute[];
