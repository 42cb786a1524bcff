import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { backoffMs } from './backoff.ts';
import { type DeliveryParts, type Disposition, deliver, type Invocation, parseRecord } from './delivery.ts';

/**
 * A batch from SQS to the list of what must come back. All permits are reserved at once; records run side by side,
 * but two of the same event run one after the other, so that the second finds what the first did.
 */
export async function deliverBatch(
  parts: DeliveryParts,
  invocation: Invocation,
  event: SQSEvent,
  context: Context,
): Promise<SQSBatchResponse> {
  const parsed = new Map(
    event.Records.map((record) => [record.messageId, parseRecord(parts.integration, record)]),
  );
  const permits = await parts.limiter.reserve([...parsed.values()].filter((one) => 'event' in one).length);
  const queued = [...permits];
  const turns = new Map<string, Promise<unknown>>();

  const handle = async (record: SQSRecord): Promise<void> => {
    const one = parsed.get(record.messageId) ?? parseRecord(parts.integration, record);
    const key = 'event' in one ? JSON.stringify([one.event.source, one.event.id]) : record.messageId;
    const permitMs = 'event' in one ? (queued.shift() ?? parts.now()) : 0;
    const before = turns.get(key);
    const turn = Promise.resolve(before).then(() => deliver(parts, invocation, record, one, permitMs));
    // The next of the same event waits for this one, however it ends.
    turns.set(key, turn.then(noop, noop));
    await carryOut(parts, record, await turn.catch((error: unknown) => failed(parts, record, error)));
  };

  // Never caught: Powertools answers an empty list of failures to a caught full-batch error, and SQS deletes all.
  return processPartialResponse(event, handle, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  });
}

/** Throwing is how Powertools is told that a record must come back. */
async function carryOut(parts: DeliveryParts, record: SQSRecord, disposition: Disposition): Promise<void> {
  switch (disposition.do) {
    case 'done':
      return;
    case 'defer': {
      try {
        await parts.queue.defer(record, disposition.waitMs);
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

/** Something of ours is out of order (the ledger, the dead-letter queue): the message waits, and nothing is counted. */
function failed(parts: DeliveryParts, record: SQSRecord, error: unknown): Disposition {
  const { name, cause } = error instanceof Error ? error : new Error('not an error');
  const reason = cause instanceof Error ? `${name} (${cause.name})` : name;
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  const waitMs = backoffMs(parts.settings.backoff, receiveCount, parts.random());
  parts.meter.count('Deferred');
  parts.log.write('error', 'delivery.failed', {
    messageId: record.messageId,
    receiveCount,
    reason,
    nextAttemptInMs: waitMs,
  });
  return { do: 'defer', outcome: 'deferred', waitMs };
}

class ComesBack extends Error {
  override readonly name = 'ComesBack';
}

const noop = () => {};
