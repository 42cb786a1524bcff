import type { SQSRecord } from 'aws-lambda';

/**
 * SQS drops a message after 14 days, and moves it undiagnosed after 1,000 receives (lib/stack/capacity.ts). A day and some
 * receives before that it is ours to say what became of it.
 */
const lastChance = { ageMs: 13 * 24 * 3_600_000, receives: 950 };

export function isLastChance(attributes: SQSRecord['attributes'], nowMs: number): boolean {
  return (
    Number(attributes.ApproximateReceiveCount) >= lastChance.receives ||
    nowMs - Number(attributes.SentTimestamp) >= lastChance.ageMs
  );
}
