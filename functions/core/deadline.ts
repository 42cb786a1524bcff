/** Times that run out: what an invocation keeps back, so that nothing is cut off between a response and the ledger, and how long a queue keeps a message. */
import type { SQSRecord } from 'aws-lambda';

/** After a request: what it means for the account, two writes to the ledger, the dead-letter queue, the answer to Lambda. */
export const reserveMs = 5_000;

/**
 * A record that is not done by then is given up for this invocation: its message comes back, and the answer about its
 * siblings still reaches Lambda in time.
 */
export const recordReserveMs = 1_500;

/** Then the answer goes out, whatever is still under way: setting a wait is a favour, and SQS brings back what has none. */
export const answerReserveMs = 500;

/** A sandbox is killed at its timeout; a second later nobody else can be at it, clocks included. */
export const leaseReserveMs = 1_000;

/**
 * SQS drops a message after 14 days, and moves it undiagnosed after 1,000 receives (lib/capacity.ts). A day and some
 * receives before that it is ours to say what became of it.
 */
const lastChance = { ageMs: 13 * 24 * 3_600_000, receives: 950 };

export function isLastChance(attributes: SQSRecord['attributes'], nowMs: number): boolean {
  return (
    Number(attributes.ApproximateReceiveCount) >= lastChance.receives ||
    nowMs - Number(attributes.SentTimestamp) >= lastChance.ageMs
  );
}
