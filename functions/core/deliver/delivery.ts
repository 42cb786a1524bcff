/** One event to one integration: from the message to its disposition. The order of the steps is the promise. */
import type { SQSRecord } from 'aws-lambda';
import type { Envelope } from '../declare/event.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import { inVersionOf } from '../declare/versions.ts';
import { parseEvent } from '../envelope/parse-event.ts';
import { InvalidEventError } from '../errors.ts';
import { leaseMarginMs } from '../pace/deadline.ts';
import type { PermitTicket } from '../pace/permit-batcher.ts';
import { ownWords } from '../redact/redacted.ts';
import { seal } from '../redact/seal.ts';
import type { DeliveryParts, Invocation } from './delivery-parts.ts';
import { diagnose, redrivenFrom } from './diagnosis.ts';
import { type Disposition, dispositionOf } from './disposition.ts';
import { createJournal, type Journal } from './journal.ts';
import type { LeaseResult } from './ledger.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type SettleParts, settleDelivery } from './settle-delivery.ts';
import { toldOf, toldOfText } from './told-of-event.ts';

/** The integration is that of the event's version. */
export type Parsed =
  | { readonly event: Envelope; readonly integration: AnyIntegration }
  | { readonly invalid: InvalidEventError };

/** Reads a message; an invalid event is a value here, so that it cannot take its batch with it. */
export function parseMessage(integration: AnyIntegration, { body }: SQSRecord): Parsed {
  try {
    const own = inVersionOf(integration, body);
    return { event: parseEvent(own.event, body), integration: own };
  } catch (error) {
    if (error instanceof InvalidEventError) return { invalid: error };
    throw error;
  }
}

export type DeliverParts = SettleParts & Pick<DeliveryParts, 'log' | 'referenceKey'>;

/**
 * Takes one message to its end. Rejects only when nothing was done, or nothing is known; the message then comes back.
 * @param ticket where it asks for its permit
 */
export async function deliver(
  sandbox: DeliverParts,
  { ledger, remainingMs }: Invocation,
  message: SQSRecord,
  parsed: Parsed,
  ticket: PermitTicket,
): Promise<Disposition> {
  if ('invalid' in parsed) return deadLetterInvalid(sandbox, message, parsed.invalid);
  const { event, integration } = parsed;
  const parts = { ...sandbox, integration };
  const prepared = prepare(integration, event);
  const told = toldOf(parts, event, prepared.output);
  const journal = createJournal(parts, message, told);
  if (prepared.skipped !== undefined && isNew(message)) {
    // Before the ledger: an event that is none of this integration's business costs it no write.
    journal.settled('info', 'skipped', ownWords(prepared.skipped));
    return { do: 'acknowledge' };
  }
  const result = await ledger.withLease(
    {
      identity: { integration: integration.name, source: event.source, id: event.id },
      shown: { eventId: told.about.eventId ?? '', eventSource: told.about.eventSource ?? '' },
      leaseMs: remainingMs() + leaseMarginMs,
      redrivenFromMs: redrivenFrom(message.messageAttributes.diagnosis?.stringValue),
      request: keptRequest(integration, prepared, message),
    },
    (record) =>
      settleDelivery(parts, { message, event, prepared, record, ticket, journal, told, remainingMs }),
  );
  const disposition = dispositionOf(result, parts.now(), remainingMs() + leaseMarginMs);
  if (result.state === 'ran' && !result.isKept) parts.log.write('warn', 'ledger.not-kept', { ...told.about });
  else tellUntouched(journal, result, disposition);
  return disposition;
}

/** Nobody can have sent anything for it, whatever an earlier deployment's mapping said. */
function isNew({ attributes, messageAttributes }: SQSRecord): boolean {
  return attributes.ApproximateReceiveCount === '1' && messageAttributes.diagnosis === undefined;
}

/** A delivery that ran has told of itself. */
function tellUntouched(journal: Journal, { state }: LeaseResult, disposition: Disposition): void {
  if (state === 'ended') journal.settled('info', 'duplicate', ownWords('the ledger has it as settled'));
  if (state === 'busy' && disposition.do === 'defer')
    journal.settled('info', 'deferred', ownWords('another sandbox has it in hand'), disposition.waitMs);
}

/** Only under a key does it matter that a repetition has the same bytes; elsewhere the newest mapping is the best. */
function keptRequest({ operation }: AnyIntegration, prepared: Prepared, { body }: SQSRecord) {
  if (operation.repeat.by !== 'key' || prepared.output === undefined) return undefined;
  return seal(JSON.stringify(prepared.request()), body);
}

async function deadLetterInvalid(
  parts: Pick<DeliveryParts, 'integration' | 'queue' | 'log' | 'meter' | 'now' | 'redactor' | 'referenceKey'>,
  message: SQSRecord,
  invalid: InvalidEventError,
): Promise<Disposition> {
  const { integration, queue, now } = parts;
  const cause = { code: 'INVALID_EVENT', stage: 'parse', reason: ownWords(invalid.message) } as const;
  const about = { integration: integration.name, destination: integration.operation.destination.name };
  await queue.deadLetter(message, diagnose(cause, about, now()));
  const journal = createJournal(parts, message, toldOfText(parts, message.body));
  journal.ended('warn', cause);
  return { do: 'acknowledge' };
}
