/** `ours`: report it, then call `told`. `claimed`: another sandbox is reporting it, or died. `told`: it is reported. */
export type Claimed = 'claimed' | 'ours' | 'told';

/** Which of all sandboxes reports a drift. Both reject when the ledger cannot be reached. */
export interface DriftClaims {
  /** `ours` for one of all callers that claim the same drift. */
  readonly claim: (driftId: string) => Promise<Claimed>;
  /** The drift is reported: nobody else has to for 28 days. */
  readonly told: (driftId: string) => Promise<void>;
}
