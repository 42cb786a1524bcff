/** One attempt of a delivery, with what goes before and what is told of it. */

import type { EncodedRequest } from '../declare/http-message.ts';
import type { CredentialsError } from '../errors.ts';
import type { Level } from '../log.ts';
import { backoffMs } from '../pace/backoff.ts';
import type { Deferral } from '../pace/permit-wait.ts';
import { redactClassification } from '../redact/redact-classification.ts';
import { ownWords } from '../redact/redacted.ts';
import { unseal } from '../redact/seal.ts';
import { createShownExchange } from '../redact/shown-exchange.ts';
import type { LineContext } from './attempt-line.ts';
import { decide } from './decision.ts';
import type { DeliveryInHand } from './delivery-in-hand.ts';
import { idempotencyKey } from './delivery-key.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { type DeliveryProgress, progressOf } from './delivery-record.ts';
import { type ExchangeOptions, type ExchangeParts, exchange } from './exchange.ts';
import { lastAfter } from './progress-after.ts';
import type { Settlement, Waiting } from './settlement.ts';

export type AttemptParts = ExchangeParts & Pick<DeliveryParts, 'redactor'>;

/**
 * Makes the attempt that is due, unless there is no permit for it. Throws `MappingError` when there is nothing to send,
 * `CredentialsError` when there is nothing to send it with.
 */
export async function attemptDelivery(
  parts: AttemptParts,
  delivery: DeliveryInHand,
  recovery: ExchangeOptions['recovery'],
): Promise<Settlement> {
  const { settings, integration } = parts;
  const line = lineContext(parts, delivery);
  const request = requestOf(delivery);
  if (request === undefined) {
    const waitMs = backoffMs(settings.backoff, line.receiveCount, parts.random());
    const reason = 'the event was published with other text before, and that message is not done';
    return wait(delivery, progressOf(delivery.record), { outcome: 'deferred', waitMs, reason });
  }
  // Read before a permit is asked for: without a key none is used up, and a slow read makes nobody miss one.
  await parts.credentials.get(parts.account.resumedAtMs());
  const exchanged = await exchange(parts, { delivery, line, request, recovery });
  if ('deferral' in exchanged) {
    const { progress, deferral } = exchanged;
    if (deferral.outcome === 'parked') await parts.incidentReporter.ensureReported();
    return wait(delivery, progress, deferral);
  }
  const { attempt } = exchanged;
  const classification = redactClassification(attempt.classification, line.tell);
  const settlement = decide(
    classification,
    { ...exchanged.progress, last: lastAfter(exchanged.progress, classification) },
    {
      operation: integration.operation,
      settings,
      waitsForToken:
        integration.operation.destination.token !== undefined && parts.account.parking() === undefined,
      circuitUntilMs: parts.account.circuit(integration.operation.name)?.untilMs,
      nowMs: parts.now(),
      random: parts.random(),
    },
  );
  const outcome = settlement.status === 'waiting' ? settlement.outcome : settlement.status;
  delivery.journal.attempted(line, attempt, outcome, settlement);
  return settlement;
}

/**
 * Resends the stored request byte for byte, whatever the mapping would make of the event by now; without one, what the
 * mapping makes. `undefined`: the stored request was sealed under another message's text.
 */
function requestOf({
  prepared,
  record,
  message,
}: Pick<DeliveryInHand, 'prepared' | 'record' | 'message'>): EncodedRequest | undefined {
  if (record.request === undefined) return prepared.request();
  const kept = unseal(record.request, message.body);
  return kept === undefined ? undefined : JSON.parse(kept);
}

/** No key, or an address that must not be called: a person has to mend the secret, and no message is to blame. */
export async function waitWithoutCredentials(
  { account, incidentReporter, settings }: Pick<DeliveryParts, 'account' | 'incidentReporter' | 'settings'>,
  delivery: Pick<DeliveryInHand, 'journal' | 'record'>,
  { message, version }: CredentialsError,
): Promise<Waiting> {
  // A secret that could not be read just now may be readable in a moment, and a token may be there: no reason to stop everyone.
  if (version !== undefined) await incidentReporter.park({ reason: message, refusedVersion: version });
  const outcome = version !== undefined || account.parking() !== undefined ? 'parked' : 'deferred';
  const waiting = { outcome, waitMs: settings.parkedRecheckMs, reason: message } as const;
  return wait(delivery, progressOf(delivery.record), waiting, 'warn');
}

function wait(
  { journal }: Pick<DeliveryInHand, 'journal'>,
  progress: DeliveryProgress,
  { outcome, waitMs, reason }: Deferral,
  level: Level = outcome === 'parked' ? 'warn' : 'info',
): Waiting {
  // Why there is no permit, no key or no request are our own words.
  journal.settled(level, outcome, ownWords(reason), waitMs);
  return { status: 'waiting', progress, outcome, waitMs };
}

function lineContext(
  { integration, redactor, settings, random }: AttemptParts,
  { event, message, prepared, record, told }: DeliveryInHand,
): LineContext {
  const identity = { integration: integration.name, source: event.source, id: event.id };
  const { about, tell, personal } = told;
  const { report } = prepared;
  const { repeat } = integration.operation;
  return {
    integration,
    about,
    receiveCount: Number(message.attributes.ApproximateReceiveCount),
    tell,
    show: createShownExchange({
      integration,
      tell,
      opener: settings.onCallKey ?? message.body,
      withoutSecrets: redactor.secrets,
      clear: settings.logsInClear === true ? (text) => redactor.all(text, personal) : undefined,
    }),
    whole: random() < settings.loggedShare,
    // What a publisher calls a field may be somebody's address.
    mapping:
      record.attempts === 0 ? report && { ...report, unmapped: report.unmapped.map(tell.path) } : undefined,
    idempotencyKey: idempotencyKey(
      identity,
      record.approvals,
      repeat.by === 'key' ? repeat.maxLength : undefined,
    ),
  };
}
