/** One attempt of a delivery, with what goes before and what is told of it. */
import type { SQSRecord } from 'aws-lambda';
import type { Envelope } from '../declare/event.ts';
import type { CredentialsError } from '../errors.ts';
import type { EncodedRequest } from '../http/request.ts';
import { backoffMs } from '../pace/backoff.ts';
import type { PermitTicket } from '../pace/permit-batcher.ts';
import type { Deferral } from '../pace/permit-wait.ts';
import { personalValues } from '../redact/personal-values.ts';
import { redactClassification } from '../redact/redact-classification.ts';
import { unseal } from '../redact/seal.ts';
import type { LineContext } from './attempt-line.ts';
import { type Decided, type Decision, decide } from './decision.ts';
import { idempotencyKey } from './delivery-key.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import { exchange } from './exchange.ts';
import type { Journal } from './journal.ts';
import type { Facts } from './ledger.ts';
import type { Prepared } from './prepare.ts';
import type { Settling } from './recovery.ts';

/** What a run is about. */
export interface RunOptions {
  readonly parts: DeliveryParts;
  readonly record: SQSRecord;
  readonly event: Envelope;
  readonly journal: Journal;
  readonly prepared: Prepared;
  readonly ticket: PermitTicket;
  readonly remainingMs: () => number;
}

/**
 * Makes the attempt that is due, unless there is no permit for it. Throws `MappingError` when there is nothing to send,
 * `CredentialsError` when there is nothing to send it with.
 */
export async function attempt(
  options: RunOptions,
  memory: DeliveryRecord,
  before: Facts,
  how: Settling,
): Promise<Decided> {
  const { parts, journal, prepared } = options;
  const { integration, settings, account } = parts;
  const line = lineContext(options, memory);
  const request = requestOf(options, memory);
  if (request === undefined) {
    const waitMs = backoffMs(settings.backoff, line.receiveCount, parts.random());
    const reason = 'the event was published with other text before, and that message is not done';
    return waiting(options, before, { outcome: 'deferred', waitMs, reason });
  }
  // Without a key no permit is asked for, and a secret that is read slowly makes nobody miss one.
  await parts.credentials.get(account.resumedAtMs());
  const done = await exchange(
    parts,
    {
      input: prepared.output,
      request,
      how,
      memory: before,
      idempotencyKey: line.idempotencyKey,
      masked: (text) => parts.redactor.all(text, line.personal),
      ticket: options.ticket,
      remainingMs: options.remainingMs,
      pauseMs: () => backoffMs(settings.backoff, line.receiveCount, parts.random()),
    },
    (passed) => journal.attempted(line, passed, 'retry', 0),
  );
  const { slotMs: _, ...rest } = before;
  const facts: Facts = { ...rest, ...done.facts };
  if (done.attempt === undefined) {
    if (done.held.outcome === 'parked') await parts.standstill.meet();
    return waiting(options, facts, done.held);
  }
  const told = redactClassification(done.attempt.classification, parts.redactor, line.personal);
  const last = {
    code: told.code,
    ...(told.statusCode === undefined ? {} : { statusCode: told.statusCode }),
    ...(told.requestId === undefined ? {} : { requestId: told.requestId }),
  };
  const decided = decide(told, { ...facts, last }, integration.operation, settings, parts.random());
  const waitMs = decided.decision.end === 'wait' ? decided.decision.waitMs : undefined;
  journal.attempted(line, done.attempt, outcomeOf(decided.decision), waitMs);
  return decided;
}

/**
 * What was sent once is sent again as it was, whatever a mapping would make of the event by now. `undefined`: only the
 * message that it was sent for can say what that was.
 */
function requestOf({ prepared, record }: RunOptions, memory: DeliveryRecord): EncodedRequest | undefined {
  if (memory.request === undefined) return prepared.request();
  const kept = unseal(memory.request, record.body);
  return kept === undefined ? undefined : JSON.parse(kept);
}

/** No key, or an address that must not be called: a person has to mend the secret, and no message is to blame. */
export async function withoutCredentials(
  options: RunOptions,
  facts: Facts,
  { message, version }: CredentialsError,
): Promise<Decided> {
  const { parts } = options;
  // A secret that could not be read just now may be readable in a moment: that is no reason to stop everyone.
  if (version !== undefined) await parts.standstill.begin({ reason: message, refusedVersion: version });
  return waiting(options, facts, parked(parts, message));
}

const parked = ({ settings }: DeliveryParts, reason: string): Deferral => ({
  outcome: 'parked',
  waitMs: settings.parkedRecheckMs,
  reason,
});

function waiting(
  { journal }: RunOptions,
  facts: Facts,
  { outcome, waitMs, reason, permitAtMs }: Deferral,
): Decided {
  journal.settled(outcome === 'parked' ? 'warn' : 'info', outcome, reason, waitMs);
  const { slotMs: _, ...rest } = facts;
  return {
    decision: { end: 'wait', outcome, waitMs },
    facts: { ...rest, ...(permitAtMs === undefined ? {} : { slotMs: permitAtMs }) },
  };
}

function lineContext({ parts, event, record, prepared }: RunOptions, memory: DeliveryRecord): LineContext {
  const { integration, redactor, settings, random } = parts;
  return {
    integration,
    event,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    personal: personalValues(integration, event.data, prepared.output),
    redactor,
    whole: random() < settings.loggedShare,
    ...(memory.attempts === 0 && prepared.report !== undefined ? { mapping: prepared.report } : {}),
    idempotencyKey: idempotencyKey(
      { integration: integration.name, source: event.source, id: event.id },
      memory.approvals,
    ),
  };
}

function outcomeOf(decision: Decision) {
  if (decision.end === 'delivered') return 'delivered';
  return decision.end === 'dead' ? 'dead-lettered' : decision.outcome;
}
