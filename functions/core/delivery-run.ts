import type { SQSRecord } from 'aws-lambda';
import type { LineContext } from './attempt-line.ts';
import { backoffMs } from './backoff.ts';
import { isLastChance } from './deadline.ts';
import { type Decided, type Decision, decide } from './decision.ts';
import type { DeliveryParts, Disposition } from './delivery.ts';
import { idempotencyKey } from './delivery-key.ts';
import { type Cause, diagnose } from './diagnosis.ts';
import { CredentialsError, MappingError } from './errors.ts';
import type { Envelope } from './event.ts';
import { exchange } from './exchange.ts';
import type { Journal } from './journal.ts';
import type { Facts, PutDown } from './ledger.ts';
import { guarded, type Memory, type Settling, settling, takesMax } from './outcome.ts';
import type { Place } from './permit-desk.ts';
import type { Held } from './permit-wait.ts';
import { personalValues } from './personal-values.ts';
import type { Prepared } from './prepare.ts';
import type { EncodedRequest } from './request.ts';

/** What a run is about. */
export interface RunOptions {
  readonly parts: DeliveryParts;
  readonly record: SQSRecord;
  readonly event: Envelope;
  readonly journal: Journal;
  readonly prepared: Prepared;
  readonly place: Place;
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
      const receipt =
        decision.receipt === undefined ? {} : { receipt: options.parts.redactor.secrets(decision.receipt) };
      return {
        putDown: { status: 'delivered', facts, ...receipt },
        disposition: { do: 'done', outcome: 'delivered' },
      };
    }
    case 'wait': {
      const { outcome, waitMs } = decision;
      if (isLastChance(options.record.attributes, options.parts.now())) {
        const cause = waitedTooLong(outcome);
        options.journal.settled('warn', 'dead-lettered', cause.reason);
        return bury(options, cause, memory, facts);
      }
      return { putDown: { status: 'waiting', facts }, disposition: { do: 'defer', outcome, waitMs } };
    }
    case 'dead':
      return bury(options, decision.cause, memory, facts);
  }
}

const waitedTooLong = (outcome: string): Cause => ({
  code: 'RETRIES_EXHAUSTED',
  stage: 'take',
  reason: `it came back (${outcome}) until the queue would have dropped it`,
});

/** Reaches a decision: without an attempt where one is not due, else by one. */
async function reach(options: RunOptions, memory: Memory): Promise<Decided> {
  const { parts } = options;
  const facts = factsOf(memory);
  const dead = (code: Cause['code'], stage: Cause['stage'], reason: string): Decided => {
    options.journal.settled('warn', 'dead-lettered', reason);
    const { statusCode, requestId } = memory.last ?? {};
    const known = {
      ...(statusCode === undefined ? {} : { statusCode }),
      ...(requestId === undefined ? {} : { requestId }),
    };
    return { decision: { end: 'dead', cause: { code, stage, reason, ...known } }, facts };
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
    if (error instanceof CredentialsError) return withoutCredentials(options, facts, error);
    throw error;
  }
}

async function attempt(options: RunOptions, memory: Memory, before: Facts, how: Settling): Promise<Decided> {
  const { parts, journal, prepared } = options;
  const { integration, settings, account } = parts;
  // What was sent once is sent again as it was, whatever a mapping would make of the event by now.
  const request: EncodedRequest =
    memory.request === undefined ? prepared.request() : JSON.parse(memory.request);
  const credentials = await parts.credentials.get(account.resumedAtMs());
  const line = lineContext(options, memory);
  const done = await exchange(
    parts,
    {
      input: prepared.output,
      request,
      how,
      memory: before,
      credentials,
      idempotencyKey: line.idempotencyKey,
      place: options.place,
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
  const { finding } = done.attempt;
  const last = {
    code: finding.code,
    ...(finding.statusCode === undefined ? {} : { statusCode: finding.statusCode }),
    ...(finding.requestId === undefined ? {} : { requestId: parts.redactor.secrets(finding.requestId) }),
  };
  // What the third party says goes into a dead letter too: an echo of the event or the key must not.
  const message = guarded(() => parts.redactor.all(finding.message, line.personal)) ?? finding.code;
  const told = { ...finding, message };
  const decided = decide(told, { ...facts, last }, integration.operation, settings, parts.random());
  const waitMs = decided.decision.end === 'wait' ? decided.decision.waitMs : undefined;
  journal.attempted(line, done.attempt, outcomeOf(decided.decision), waitMs);
  return decided;
}

/** No key, or an address that must not be called: a person has to mend the secret, and no message is to blame. */
async function withoutCredentials(
  options: RunOptions,
  facts: Facts,
  { message, version }: CredentialsError,
): Promise<Decided> {
  const { parts } = options;
  // A secret that could not be read at all may be readable in a moment: that is no reason to stop everyone.
  if (version !== undefined) await parts.standstill.begin({ reason: message, refusedVersion: version });
  return waiting(options, facts, parked(parts, message));
}

const parked = ({ settings }: DeliveryParts, reason: string): Held => ({
  outcome: 'parked',
  waitMs: settings.parkedRecheckMs,
  reason,
});

function waiting({ journal }: RunOptions, facts: Facts, { outcome, waitMs, reason, slotMs }: Held): Decided {
  journal.settled(outcome === 'parked' ? 'warn' : 'info', outcome, reason, waitMs);
  const { slotMs: _, ...rest } = facts;
  return {
    decision: { end: 'wait', outcome, waitMs },
    facts: { ...rest, ...(slotMs === undefined ? {} : { slotMs }) },
  };
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

function lineContext({ parts, event, record, prepared }: RunOptions, memory: Memory): LineContext {
  const { integration, redactor, settings, random } = parts;
  return {
    integration,
    event,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    personal: personalValues(integration, event.data, prepared.output),
    redactor,
    whole: random() < settings.loggedShare,
    ...(memory.attempts === 0 && prepared.report !== undefined ? { mapping: prepared.report } : {}),
    idempotencyKey: idempotencyKey({ integration: integration.name, source: event.source, id: event.id }),
  };
}

/** More than one take without a put-down: a sandbox died with the delivery in hand, and nobody knows how far it got. */
const factsOf = ({ attempts, backedOffMs, unsettled, takes, firstSentAtMs, slotMs }: Memory): Facts => ({
  attempts,
  backedOffMs,
  unsettled: unsettled || takes > 1,
  ...(firstSentAtMs === undefined ? {} : { firstSentAtMs }),
  ...(slotMs === undefined ? {} : { slotMs }),
});

function outcomeOf(decision: Decision) {
  if (decision.end === 'delivered') return 'delivered';
  return decision.end === 'dead' ? 'dead-lettered' : decision.outcome;
}
