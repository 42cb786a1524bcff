/** One event to one integration: from the message to its disposition. The order of the steps is the promise. */
import type { SQSRecord } from 'aws-lambda';
import type { Envelope } from '../declare/event.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import { parseEvent, peekEvent } from '../envelope/parse-event.ts';
import { InvalidEventError } from '../errors.ts';
import { leaseMarginMs } from '../pace/deadline.ts';
import type { PermitTicket } from '../pace/permit-batcher.ts';
import { seal } from '../redact/seal.ts';
import { eventFields } from './attempt-line.ts';
import type { DeliveryParts, Invocation } from './delivery-parts.ts';
import { type Ran, run } from './delivery-run.ts';
import { diagnose, redrivenFrom } from './diagnosis.ts';
import type { Disposition } from './disposition.ts';
import { createJournal } from './journal.ts';
import { type Prepared, prepare } from './prepare.ts';

export type Parsed = { readonly event: Envelope } | { readonly invalid: InvalidEventError };

/** Reads the message of a record; an invalid event is a value here, so that it cannot take its batch with it. */
export function parseRecord(integration: AnyIntegration, record: SQSRecord): Parsed {
  try {
    return { event: parseEvent(integration.event, record.body) };
  } catch (error) {
    if (error instanceof InvalidEventError) return { invalid: error };
    throw error;
  }
}

/**
 * Takes one message to its end. Rejects only when nothing was done, or nothing is known; the message then comes back.
 * @param ticket where it asks for its permit
 */
export async function deliver(
  parts: DeliveryParts,
  { ledger, remainingMs }: Invocation,
  record: SQSRecord,
  parsed: Parsed,
  ticket: PermitTicket,
): Promise<Disposition> {
  if ('invalid' in parsed) return buryInvalid(parts, record, parsed.invalid);
  const { event } = parsed;
  const journal = createJournal(parts, record, event);
  const prepared = prepare(parts.integration, event);
  let ran: Ran | undefined;
  const taken = await ledger.take(
    {
      identity: { integration: parts.integration.name, source: event.source, id: event.id },
      leaseMs: remainingMs() + leaseMarginMs,
      redrivenFromMs: redrivenFrom(record.messageAttributes.diagnosis?.stringValue),
      request: keptRequest(parts.integration, prepared, record),
    },
    async (memory) => {
      ran = await run({ parts, record, event, journal, prepared, ticket, remainingMs }, memory);
      return ran.putDown;
    },
  );
  switch (taken.state) {
    case 'settled':
      journal.settled('info', 'duplicate', 'the ledger has it as settled');
      return { do: 'done', outcome: 'duplicate' };
    case 'busy': {
      const waitMs = Math.max(0, Math.min(taken.untilMs - parts.now(), busyWaitMsMax));
      journal.settled('info', 'deferred', 'another sandbox has it in hand', waitMs);
      return { do: 'defer', outcome: 'deferred', waitMs };
    }
    case 'ran':
      if (taken.kept && ran !== undefined) return ran.disposition;
      // Whatever was done, the ledger does not know: the message comes back when the lease is over, and it is found out.
      parts.log.write('warn', 'ledger.not-kept', eventFields(parts.integration, event));
      return { do: 'defer', outcome: 'deferred', waitMs: remainingMs() + leaseMarginMs };
  }
}

/** Only under a key does it matter that a repetition has the same bytes; elsewhere the newest mapping is the best. */
function keptRequest({ operation }: AnyIntegration, prepared: Prepared, { body }: SQSRecord) {
  if (operation.repeat.by !== 'key' || prepared.output === undefined) return undefined;
  return seal(JSON.stringify(prepared.request()), body);
}

/** The other one is most likely done in a moment; asking again costs one receive. */
const busyWaitMsMax = 2_000;

async function buryInvalid(
  parts: DeliveryParts,
  record: SQSRecord,
  invalid: InvalidEventError,
): Promise<Disposition> {
  const { integration, queue, now } = parts;
  const cause = { code: 'INVALID_EVENT', stage: 'parse', reason: invalid.message } as const;
  const about = { integration: integration.name, destination: integration.operation.destination.name };
  await queue.bury(record, diagnose(cause, about, now()));
  createJournal(parts, record, peekEvent(record.body)).settled(
    'warn',
    'dead-lettered',
    `INVALID_EVENT: ${cause.reason}`,
  );
  return { do: 'done', outcome: 'dead-lettered' };
}
