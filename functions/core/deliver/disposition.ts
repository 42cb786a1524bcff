/** What becomes of a message. There is no default: every way through ends in one of these. */
export type Disposition =
  /** It is safe elsewhere: SQS may delete it. */
  | { readonly do: 'done'; readonly outcome: 'delivered' | 'duplicate' | 'dead-lettered' }
  /** It comes back after `waitMs`. */
  | { readonly do: 'defer'; readonly outcome: 'deferred' | 'retry' | 'parked'; readonly waitMs: number };
