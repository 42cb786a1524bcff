/** Times that run out: what an invocation keeps back, so that nothing is cut off between a response and the ledger. */
/**
 * Kept for what follows a request: recording its result for the account, two writes to the ledger, the dead-letter
 * queue, the answer to Lambda.
 */
export const requestMarginMs = 5_000;

/**
 * A record that is not done by then is given up for this invocation: its message comes back, and the answer about its
 * siblings still reaches Lambda in time.
 */
export const recordMarginMs = 1_500;

/**
 * Then the answer goes out, even if waits are still being set: a message without one comes back at the queue's
 * visibility timeout.
 */
export const answerMarginMs = 500;

/** Lambda kills a sandbox at its timeout; a second later it cannot be running any more, even where clocks differ. */
export const leaseMarginMs = 1_000;
