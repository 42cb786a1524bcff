export type Claimed = 'claimed' | 'ours' | 'told';

/** Who has to tell of a drift, over all sandboxes. Both reject when the ledger cannot be reached. */
export interface DriftClaims {
  /**
   * `ours` for one caller of all that ask: it has to tell, and to say that it has. `claimed`: another has to, and has not
   * said so yet; it may be dead. `told`: nobody has to.
   */
  readonly claim: (driftId: string) => Promise<Claimed>;
  /** It is told: for 28 days nobody else has to. */
  readonly told: (driftId: string) => Promise<void>;
}
