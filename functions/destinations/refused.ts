import type { LookAt, Meaning, Scope } from '../core/declare/destination.ts';

/** Refused for everybody: for this operation or all of them, and where to look for the reason. */
export const refused = (scope: Exclude<Scope, 'event'>, lookAt: LookAt): Meaning => ({
  verdict: 'refused',
  scope,
  lookAt,
});
