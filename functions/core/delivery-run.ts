import type { SQSRecord } from 'aws-lambda';
import type { LineContext } from './attempt-line.ts';
import { backoffMs } from './backoff.ts';
import { type Decided, type Decision, decide } from './decision.ts';
import type { DeliveryParts, Disposition } from './delivery.ts';
import { idempotencyKey } from './delivery-key.ts';
import { type Cause, diagnose } from './diagnosis.ts';
import { ConfigError, CredentialsError, MappingError } from './errors.ts';
import type { Envelope } from './event.ts';
import { exchange } from './exchange.ts';
import type { AnyIntegration } from './integration.ts';
import type { Journal } from './journal.ts';
import type { Facts, PutDown } from './ledger.ts';
import { type Finding, guarded, type Memory, type Settling, settling, takesMax } from './outcome.ts';
import { personalValues } from './personal-values.ts';
import type { PersonalValues, Redactor } from './redaction.ts';

/** What a run is about. */
export interface RunOptions {
  readonly parts: DeliveryParts;
  readonly record: SQSRecord;
  readonly event: Envelope;
  readonly journal: Journal;
  /** When the first request may start, epoch milliseconds: from the batch's reservation. */
  readonly permitMs: number;
  readonly remainingMs: () => number;
}

/** A delivery put down: what the ledger writes, and what becomes of the message once it has. */
export interface Ran {
  readonly putDown: PutDown;
  readonly disposition: Disposition;
}

/** Everything between taking a delivery and putting it down. A dead letter is safe before this returns. */
export async function run(options: RunOptions, memory: Memory): Promise<Ran> {
  const { decision, facts } = await reach(options, memory);
  switch (decision.end) {
    case 'delivered': {
      const { receipt } = decision;
      return {
        putDown: { status: 'delivered', facts, ...(receipt === undefined ? {} : { receipt }) },
        disposition: { do: 'done', outcome: 'delivered' },
      };
    }
    case 'wait': {
      const { outcome, waitMs } = decision;
      return { putDown: { status: 'waiting', facts }, disposition: { do: 'defer', outcome, waitMs } };
    }
    case 'dead':
      return bury(options, decision.cause, memory, facts);
  }
}

/** Reaches a decision: without an attempt where one is not due, else by one. */
async function reach(options: RunOptions, memory: Memory): Promise<Decided> {
  const { parts } = options;
  const facts = factsOf(memory);
  const dead = (code: Cause['code'], stage: Cause['stage'], reason: string): Decided => {
    options.journal.settled('warn', 'dead-lettered', reason);
    return { decision: { end: 'dead', cause: { code, stage, reason } }, facts };
  };
  if (memory.takes > takesMax)
    return dead('CRASH_LOOP', 'take', `taken ${memory.takes} times and never put down`);
  const how = settling(parts.integration.operation, memory, parts.now());
  if (how === 'stop') {
    return dead(
      'OUTCOME_UNKNOWN',
      'settle',
      'an earlier request may have been carried out and cannot be repeated safely',
    );
  }
  try {
    return await attempt(options, memory, facts, how);
  } catch (error) {
    if (error instanceof MappingError) return dead('UNMAPPABLE', 'map', error.message);
    // No key, or an address that must not be called: a person has to mend the secret, and no message is to blame.
    if (error instanceof CredentialsError || error instanceof ConfigError)
      return parked(options, facts, error.message);
    throw error;
  }
}

async function attempt(options: RunOptions, memory: Memory, before: Facts, how: Settling): Promise<Decided> {
  const { parts, journal } = options;
  const { integration, settings } = parts;
  const mapped = mappedBy(integration, options.event);
  // The seat of parking: no call goes out while the destination's credentials are known to be refused.
  const credentials = await parts.credentials.get();
  if (credentials === undefined) return parked(options, before, 'credentials were rejected');
  const line = lineContext(options, mapped, memory);
  const done = await exchange(
    parts,
    {
      input: mapped.output,
      how,
      memory: before,
      credentials,
      idempotencyKey: line.idempotencyKey,
      permitMs: options.permitMs,
    },
    options.remainingMs,
    (passed) => journal.attempted(line, passed, 'retry', 0),
  );
  const facts = { ...before, ...done.facts };
  if (done.attempt === undefined) {
    journal.settled('info', 'deferred', done.reason, done.waitMs);
    return { decision: { end: 'wait', outcome: 'deferred', waitMs: done.waitMs }, facts };
  }
  const told = withoutEchoes(done.attempt.finding, parts.redactor, line.personal);
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
 * What the third party says goes into the ledger and into a dead letter: an echo of the event or the key must not.
 * What cannot be redacted is not told.
 */
function withoutEchoes(finding: Finding, redactor: Redactor, personal: PersonalValues): Finding {
  const { message, requestId, receipt, ...rest } = finding;
  const redacted = (text: string | undefined) =>
    text === undefined ? undefined : guarded(() => redactor.all(text, personal));
  const [id, made] = [redacted(requestId), redacted(receipt)];
  return {
    ...rest,
    message: redacted(message) ?? finding.code,
    ...(id === undefined ? {} : { requestId: id }),
    ...(made === undefined ? {} : { receipt: made }),
  };
}

/** A mapping that fails in a way it did not declare sent nothing: a dead letter to mend it by, not a crash. */
function mappedBy({ map }: AnyIntegration, event: Envelope): ReturnType<AnyIntegration['map']['map']> {
  try {
    return map.map(event.data);
  } catch (cause) {
    if (cause instanceof MappingError || !(cause instanceof Error)) throw cause;
    throw new MappingError('data', `the mapping failed with ${cause.name}`, { cause });
  }
}

function parked({ parts, journal }: RunOptions, facts: Facts, reason: string): Decided {
  const waitMs = parts.settings.parkedRecheckMs;
  journal.settled('warn', 'parked', reason, waitMs);
  return { decision: { end: 'wait', outcome: 'parked', waitMs }, facts };
}

async function bury(options: RunOptions, cause: Cause, memory: Memory, facts: Facts): Promise<Ran> {
  const { integration, queue, redactor, now, settings, random } = options.parts;
  const failedAtMs = now();
  const about = {
    integration: integration.name,
    destination: integration.operation.destination.name,
    memory: { attempts: facts.attempts, firstTakenAtMs: memory.firstTakenAtMs },
  };
  const diagnosis = diagnose(cause, about, failedAtMs);
  try {
    await queue.bury(options.record, JSON.parse(redactor.secrets(JSON.stringify(diagnosis))));
  } catch (error) {
    // Not safe elsewhere, so not acknowledged: what was learned is kept, and the message comes back.
    const waitMs = backoffMs(settings.backoff, 1, random());
    options.journal.settled(
      'error',
      'deferred',
      `the dead-letter queue did not take it (${(error as Error).name})`,
      waitMs,
    );
    return {
      putDown: { status: 'waiting', facts },
      disposition: { do: 'defer', outcome: 'deferred', waitMs },
    };
  }
  return {
    putDown: {
      status: 'dead-lettered',
      facts: cause.code === 'OUTCOME_UNKNOWN' ? lookedAt(facts) : facts,
      code: cause.code,
      failedAtMs,
    },
    disposition: { do: 'done', outcome: 'dead-lettered' },
  };
}

/** A person who redrives an unknown outcome has looked: it counts as not done, and as not sent. */
function lookedAt({ firstSentAtMs: _, ...facts }: Facts): Facts {
  return { ...facts, unsettled: false };
}

function lineContext(
  { parts, event, record }: RunOptions,
  mapped: ReturnType<AnyIntegration['map']['map']>,
  memory: Memory,
): LineContext {
  const { integration, redactor, settings, random } = parts;
  return {
    integration,
    event,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    personal: personalValues(integration, event.data, mapped.output),
    redactor,
    whole: random() < settings.loggedShare,
    ...(memory.attempts === 0 ? { mapping: mapped.report } : {}),
    idempotencyKey: idempotencyKey({ integration: integration.name, source: event.source, id: event.id }),
  };
}

/** More than one take without a put-down: a sandbox died with the delivery in hand, and nobody knows how far it got. */
const factsOf = ({ attempts, backedOffMs, unsettled, takes, firstSentAtMs }: Memory): Facts => ({
  attempts,
  backedOffMs,
  unsettled: unsettled || takes > 1,
  ...(firstSentAtMs === undefined ? {} : { firstSentAtMs }),
});

function outcomeOf(decision: Decision) {
  if (decision.end === 'delivered') return 'delivered';
  return decision.end === 'dead' ? 'dead-lettered' : decision.outcome;
}
