/** Times that run out: what an invocation keeps back, so that nothing is cut off between a response and the ledger. */
/** After a request: what it means for the account, two writes to the ledger, the dead-letter queue, the answer to Lambda. */
export const requestMarginMs = 5_000;

/**
 * A record that is not done by then is given up for this invocation: its message comes back, and the answer about its
 * siblings still reaches Lambda in time.
 */
export const recordMarginMs = 1_500;

/** Then the answer goes out, whatever is still under way: setting a wait is a favour, and SQS brings back what has none. */
export const answerMarginMs = 500;

/** A sandbox is killed at its timeout; a second later nobody else can be at it, clocks included. */
export const leaseMarginMs = 1_000;
