import { CredentialsError, MappingError } from '../errors.ts';
import { backoffMs } from '../pace/backoff.ts';
import { ownWords } from '../redact/redacted.ts';
import { type AttemptParts, attemptDelivery, waitWithoutCredentials } from './attempt-delivery.ts';
import type { DeliveryInHand } from './delivery-in-hand.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { progressOf } from './delivery-record.ts';
import { type Cause, diagnose } from './diagnosis.ts';
import { isLastChance, whyExpired } from './last-chance.ts';
import { progressAfterEnd } from './progress-after-end.ts';
import { leasesMax, recoveryOf } from './recovery.ts';
import type { DeadLettered, Settlement } from './settlement.ts';

export type SettleParts = AttemptParts & Pick<DeliveryParts, 'queue' | 'lastChance'>;

/**
 * Everything between taking a delivery and writing down how it is settled. A dead letter is in its queue before this
 * returns.
 */
export async function settleDelivery(parts: SettleParts, delivery: DeliveryInHand): Promise<Settlement> {
  const settlement = await reach(parts, delivery);
  return settlement.status === 'dead-lettered' ? deadLetter(parts, delivery, settlement) : settlement;
}

/** Reaches a settlement: without an attempt where none is due, else by one. A dead letter is not in its queue yet. */
async function reach(parts: SettleParts, delivery: DeliveryInHand): Promise<Settlement> {
  const { record, message } = delivery;
  if (record.leasesSinceRelease > leasesMax) {
    const reason = `taken ${record.leasesSinceRelease} times and never put down`;
    return endWithoutAttempt(parts, delivery, 'CRASH_LOOP', 'take', reason);
  }
  const recovery = recoveryOf(parts.integration.operation, record, parts.now());
  if (recovery === 'give-up') {
    const reason = 'an earlier request may have been carried out and cannot be repeated safely';
    return endWithoutAttempt(parts, delivery, 'OUTCOME_UNKNOWN', 'settle', reason);
  }
  // Before a permit is asked for: where more comes in than goes out, what is old must not stand in line with the rest.
  if (isLastChance(message.attributes, parts.lastChance, parts.now())) {
    const reason = whyExpired(message.attributes, parts.now(), record.last?.code);
    return endWithoutAttempt(parts, delivery, 'EXPIRED', 'take', reason);
  }
  // What was sent before is settled first, also where the mapping would skip the event by now.
  if (delivery.prepared.skipped !== undefined && record.attempts === 0) {
    delivery.journal.settled('info', 'skipped', ownWords(delivery.prepared.skipped));
    return { status: 'delivered', progress: progressOf(record), receipt: undefined };
  }
  try {
    return await attemptDelivery(parts, delivery, recovery);
  } catch (error) {
    if (error instanceof MappingError)
      return endWithoutAttempt(parts, delivery, 'UNMAPPABLE', 'map', error.message);
    if (error instanceof CredentialsError) return waitWithoutCredentials(parts, delivery, error);
    throw error;
  }
}

function endWithoutAttempt(
  parts: Pick<DeliveryParts, 'now'>,
  { journal, record }: Pick<DeliveryInHand, 'journal' | 'record'>,
  code: Cause['code'],
  stage: Cause['stage'],
  words: string,
): DeadLettered {
  const { statusCode, requestId } = record.last ?? {};
  const cause = { code, stage, reason: ownWords(words), statusCode, requestId };
  journal.ended('warn', cause);
  return { status: 'dead-lettered', progress: progressOf(record), cause, failedAtMs: parts.now() };
}

/** Puts the message into the dead-letter queue; the delivery ends only if that worked. */
async function deadLetter(
  parts: Pick<DeliveryParts, 'integration' | 'queue' | 'settings' | 'random'>,
  { message, record, journal }: Pick<DeliveryInHand, 'message' | 'record' | 'journal'>,
  settlement: DeadLettered,
): Promise<Settlement> {
  const { integration, queue, settings, random } = parts;
  const { cause, progress, failedAtMs } = settlement;
  const about = {
    integration: integration.name,
    destination: integration.operation.destination.name,
    record: { attempts: progress.attempts, firstTakenAtMs: record.firstTakenAtMs },
  };
  try {
    await queue.deadLetter(message, diagnose(cause, about, failedAtMs));
  } catch (error) {
    // Not safe elsewhere, so not acknowledged: what was learned is kept, and the message comes back.
    const waitMs = backoffMs(settings.backoff, 1, random());
    const reason = ownWords(`the dead-letter queue did not take it (${(error as Error).name})`);
    journal.settled('error', 'deferred', reason, waitMs);
    return { status: 'waiting', progress, outcome: 'deferred', waitMs };
  }
  return { ...settlement, progress: progressAfterEnd(settlement) };
}
