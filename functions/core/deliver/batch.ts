import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { answerMarginMs, recordMarginMs } from '../pace/deadline.ts';
import { createPermitBatcher, type PermitTicket } from '../pace/permit-batcher.ts';
import { deliver, parseMessage } from './delivery.ts';
import type { DeliveryParts, Invocation } from './delivery-parts.ts';
import type { Disposition } from './disposition.ts';
import { ageMsOf, nearsLastChance, waitToLastChance } from './last-chance.ts';
import { failed, tooLate } from './undone-record.ts';

/**
 * A batch from SQS to the list of what must come back. Records run side by side and get their permits by one write;
 * but two of the same event run one after the other, so that the second finds what the first did.
 */
export async function deliverBatch(
  parts: DeliveryParts,
  invocation: Invocation,
  event: SQSEvent,
  context: Context,
): Promise<SQSBatchResponse> {
  const told = tellOldest(parts, event.Records);
  const parsed = new Map(
    event.Records.map((record) => [record.messageId, parseMessage(parts.integration, record)]),
  );
  const valid = [...parsed.values()].filter((one) => 'event' in one).length;
  const batcher = createPermitBatcher(parts.account, valid, parts.sleep);
  const turns = new Map<string, Promise<unknown>>();
  const before = (requestMarginMs: number) =>
    parts.sleep(Math.max(0, invocation.remainingMs() - requestMarginMs)).then(() => undefined);
  const [late, last] = [before(recordMarginMs), before(answerMarginMs)];

  const handle = async (record: SQSRecord): Promise<void> => {
    const one = parsed.get(record.messageId) ?? parseMessage(parts.integration, record);
    const ticket = 'event' in one ? batcher.take() : noTicket;
    const key = 'event' in one ? JSON.stringify([one.event.source, one.event.id]) : record.messageId;
    const earlier = turns.get(key);
    // It waits for another message of the same event and is most likely a duplicate: the batch does not wait for it to ask.
    if (earlier !== undefined) ticket.leave();
    const turn = Promise.resolve(earlier).then(() => deliver(parts, invocation, record, one, ticket));
    // The next of the same event waits for this one, however it ends.
    turns.set(key, turn.then(noop, noop));
    const disposition = await Promise.race([
      turn.catch((error: unknown) => failed(parts, record, error)).finally(ticket.leave),
      late,
    ]);
    await carryOut(parts, record, disposition ?? tooLate(parts, record), last);
  };

  // Never caught: Powertools answers an empty list of failures to a caught full-batch error, and SQS deletes all.
  const answer = await processPartialResponse(event, handle, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  });
  await Promise.race([Promise.all([told, parts.turns?.settled()]), last]);
  return answer;
}

/** An invalid event asks for no permit. */
const noTicket: PermitTicket = {
  ask: () => Promise.reject(new RangeError('an invalid event has no ticket')),
  leave: () => {},
};

/** Throwing is how Powertools is told that a record must come back. */
async function carryOut(
  parts: DeliveryParts,
  record: SQSRecord,
  disposition: Disposition,
  last: Promise<void>,
): Promise<void> {
  switch (disposition.do) {
    case 'acknowledge':
      return;
    case 'defer': {
      try {
        const { lastChance, now } = parts;
        const waitMs = waitToLastChance(disposition.waitMs, record.attributes, lastChance, now());
        await Promise.race([parts.queue.defer(record, waitMs), last]);
      } catch (error) {
        parts.log.write('warn', 'defer.failed', {
          messageId: record.messageId,
          reason: (error as Error).name,
        });
      }
      throw new ComesBack();
    }
  }
}

/**
 * The age of what was received, also where all of it is delivered in place: SQS's own age leaves out what came back
 * three times, and the ages of what waits on say nothing of a backlog that is taken in its order.
 * Where its last chance is near, the supervisor looks for others. Never rejects.
 */
async function tellOldest(
  { meter, now, lastChance, incidentReporter }: DeliveryParts,
  records: readonly SQSRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const nowMs = now();
  const oldestMs = Math.max(...records.map(({ attributes }) => ageMsOf(attributes, nowMs)));
  try {
    meter.time('WaitingAgeMs', oldestMs);
  } catch {
    // A value that cannot be written must not keep a batch from being delivered.
  }
  if (nearsLastChance(oldestMs, lastChance)) await incidentReporter.expiring();
}

class ComesBack extends Error {
  override readonly name = 'ComesBack';
}

const noop = () => {};
