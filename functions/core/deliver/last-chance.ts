import type { SQSRecord } from 'aws-lambda';

/** What the queue of an integration does with a message that stays: it drops the old, and moves the often received. */
export interface QueueLimits {
  /** How long SQS keeps a message. */
  readonly queueRetentionSeconds: number;
  /** After so many receives SQS moves a message to the dead-letter queue, undiagnosed. */
  readonly maxReceiveCount: number;
}

/** From when on it is ours to say what becomes of a message: afterwards SQS drops or moves it without a word. */
export interface LastChance {
  readonly ageMs: number;
  readonly receives: number;
  /** How far sweeps of a queue lie apart: each message is seen four times between its last chance and its end. */
  readonly sweepEveryMs: number;
}

/** Every six hours of 14 days. */
const sweepsPerRetention = 56;

/**
 * A fourteenth of the retention before its end, a day of 14: there is time for an outage of ours, and for messages that a
 * paused event source leaves to the supervisor's rounds, which take half of it at the most. A twentieth of the receives
 * is left to whoever dies with the message in hand.
 */
export const lastChanceOf = ({ queueRetentionSeconds, maxReceiveCount }: QueueLimits): LastChance => ({
  ageMs: (queueRetentionSeconds * 1_000 * 13) / 14,
  receives: Math.ceil(maxReceiveCount * 0.95),
  sweepEveryMs: (queueRetentionSeconds * 1_000) / sweepsPerRetention,
});

/**
 * Whether a queue with a message of this age has to be gone through from now on: half of the way to its last chance is
 * behind it. Where SQS keeps no order nobody meets a certain message in time; of those that are past the half there are
 * so many, or so long, that one of them is met.
 */
export const nearsLastChance = (oldestMs: number, { ageMs }: Pick<LastChance, 'ageMs'>): boolean =>
  oldestMs >= ageMs / 2;

type Attributes = Pick<SQSRecord['attributes'], 'SentTimestamp' | 'ApproximateReceiveCount'>;

/** How long ago a message was put into the queue. Clocks differ: never below 0. */
export const ageMsOf = ({ SentTimestamp }: Pick<Attributes, 'SentTimestamp'>, nowMs: number): number =>
  Math.max(0, nowMs - Number(SentTimestamp));

export function isLastChance(
  attributes: Attributes,
  { ageMs, receives }: Pick<LastChance, 'ageMs' | 'receives'>,
  nowMs: number,
): boolean {
  return Number(attributes.ApproximateReceiveCount) >= receives || ageMsOf(attributes, nowMs) >= ageMs;
}

/** A wait that ends when the last chance comes, lest the queue drops the message meanwhile. */
export function waitToLastChance(
  waitMs: number,
  attributes: Pick<Attributes, 'SentTimestamp'>,
  { ageMs }: Pick<LastChance, 'ageMs'>,
  nowMs: number,
): number {
  const leftMs = ageMs - ageMsOf(attributes, nowMs);
  return leftMs > 0 ? Math.min(waitMs, leftMs) : waitMs;
}

/** What an expired delivery says of itself, without a value of the event. */
export function whyExpired(attributes: Attributes, nowMs: number, lastCode: string | undefined): string {
  const hours = Math.round(ageMsOf(attributes, nowMs) / 360_000) / 10;
  const waited = `it waited for ${hours} h, ${attributes.ApproximateReceiveCount} receives`;
  const last = lastCode === undefined ? 'no attempt was made' : `the last attempt came to ${lastCode}`;
  return `${waited}, and the queue would soon have dropped it; ${last}`;
}
