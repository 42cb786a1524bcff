/** What becomes of a record that nobody could take to its end in this invocation. */
import type { SQSRecord } from 'aws-lambda';
import { backoffMs } from '../pace/backoff.ts';
import { leaseMarginMs, recordMarginMs } from '../pace/deadline.ts';
import { ownWords } from '../redact/redacted.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { diagnose } from './diagnosis.ts';
import type { Disposition } from './disposition.ts';
import { createJournal } from './journal.ts';
import { ageMsOf, isLastChance, whyExpired } from './last-chance.ts';
import { toldOfText } from './told-of-event.ts';

export type UndoneParts = Pick<
  DeliveryParts,
  | 'integration'
  | 'settings'
  | 'lastChance'
  | 'queue'
  | 'log'
  | 'meter'
  | 'redactor'
  | 'referenceKey'
  | 'now'
  | 'random'
>;

/**
 * A record that hangs must not keep Lambda from learning about the others. Its message comes back when this sandbox
 * cannot be working on it any more.
 */
export function tooLate(parts: UndoneParts, record: SQSRecord): Disposition {
  const waitMs = recordMarginMs + leaseMarginMs;
  countWaiting(parts, record);
  parts.log.write('error', 'delivery.late', {
    integration: parts.integration.name,
    messageId: record.messageId,
    nextAttemptInMs: waitMs,
  });
  return { do: 'defer', waitMs };
}

/**
 * Something of ours is out of order (the ledger, the dead-letter queue): the message waits, and nothing is counted. If
 * that lasts until its queue would drop it, it is put aside: whatever the ledger has of it decides about a redrive.
 */
export async function failed(parts: UndoneParts, record: SQSRecord, error: unknown): Promise<Disposition> {
  const { name, cause } = error instanceof Error ? error : new Error('not an error');
  const reason = cause instanceof Error ? `${name} (${cause.name})` : name;
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  if (isLastChance(record.attributes, parts.lastChance, parts.now())) {
    const isSafe = await putAside(parts, record, reason).catch(() => false);
    if (isSafe) return { do: 'acknowledge' };
  }
  const waitMs = backoffMs(parts.settings.backoff, receiveCount, parts.random());
  countWaiting(parts, record);
  parts.log.write('error', 'delivery.failed', {
    messageId: record.messageId,
    receiveCount,
    reason,
    nextAttemptInMs: waitMs,
  });
  return { do: 'defer', waitMs };
}

/** Resolves when the dead-letter queue has it. */
async function putAside(parts: UndoneParts, record: SQSRecord, what: string): Promise<boolean> {
  const { integration, queue, now } = parts;
  const waited = whyExpired(record.attributes, now(), undefined);
  const reason = ownWords(`${waited}; something of ours is out of order: ${what}`);
  const about = { integration: integration.name, destination: integration.operation.destination.name };
  const cause = { code: 'EXPIRED', stage: 'take', reason } as const;
  await queue.deadLetter(record, diagnose(cause, about, now()));
  createJournal(parts, record, toldOfText(parts, record.body)).ended('error', cause);
  return true;
}

/** Counts an event that waits without a journal, so that the alarm on the age of waiting events sees it. */
function countWaiting({ meter, now }: UndoneParts, { attributes }: SQSRecord): void {
  meter.count('Deferred');
  meter.time('WaitingAgeMs', ageMsOf(attributes, now()));
}
