/** One event to one integration: from the message to its disposition. The order of the steps is the promise. */
import type { SQSRecord } from 'aws-lambda';
import { type Attempt, attemptLine, eventFields, type LineContext, type Outcome } from './attempt-line.ts';
import type { CredentialStore } from './aws/credentials.ts';
import type { Queue } from './aws/queue.ts';
import { backoffMs } from './backoff.ts';
import type { Settings } from './config.ts';
import { idempotencyKey } from './delivery-key.ts';
import { type Cause, diagnose, redrivenFrom } from './diagnosis.ts';
import { glimpse, parseEvent } from './envelope.ts';
import { CredentialsError, InvalidEventError, MappingError } from './errors.ts';
import type { Envelope } from './event.ts';
import { type Exchange, exchange } from './exchange.ts';
import type { SendHttp } from './http.ts';
import type { AnyIntegration } from './integration.ts';
import type { Facts, Ledger, PutDown } from './ledger.ts';
import type { Log } from './log.ts';
import type { Meter } from './metrics.ts';
import { type Memory, settling, takesMax } from './outcome.ts';
import { personalValues } from './personal-values.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Redactor } from './redaction.ts';

/** What becomes of a message. There is no default: every way through ends in one of these. */
export type Disposition =
  /** It is safe elsewhere: SQS may delete it. */
  | { readonly do: 'done'; readonly outcome: 'delivered' | 'duplicate' | 'dead-lettered' }
  /** It comes back after `waitMs`. */
  | { readonly do: 'defer'; readonly outcome: 'deferred' | 'retry' | 'parked'; readonly waitMs: number };

/** What one delivery ends in, before it is carried out. */
type Decision =
  | { readonly end: 'delivered'; readonly receipt?: string }
  | { readonly end: 'wait'; readonly outcome: 'deferred' | 'retry' | 'parked'; readonly waitMs: number }
  | { readonly end: 'dead'; readonly cause: Cause };

export interface DeliveryParts {
  readonly integration: AnyIntegration;
  readonly settings: Settings;
  readonly credentials: CredentialStore;
  readonly queue: Queue;
  readonly limiter: RateLimiter;
  readonly send: SendHttp;
  readonly log: Log;
  readonly meter: Meter;
  readonly redactor: Redactor;
  readonly now: () => number;
  /** Even in [0, 1). */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What belongs to one invocation. */
export interface Invocation {
  readonly ledger: Ledger;
  readonly remainingMs: () => number;
}

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

/** Takes one message to its end. Rejects only when nothing is known; the message then comes back by itself. */
export async function deliver(
  parts: DeliveryParts,
  invocation: Invocation,
  record: SQSRecord,
  parsed: Parsed,
  permitMs: number,
): Promise<Disposition> {
  if ('invalid' in parsed) return buryInvalid(parts, record, parsed.invalid);
  const { event } = parsed;
  const identity = { integration: parts.integration.name, source: event.source, id: event.id };
  const run = new Run(parts, invocation, record, event, permitMs);
  const taken = await invocation.ledger.take(
    {
      identity,
      leaseMs: invocation.remainingMs() + leaseReserveMs,
      redrivenFromMs: redrivenFrom(record.messageAttributes.diagnosis?.stringValue),
    },
    (memory) => run.work(memory),
  );
  switch (taken.state) {
    case 'settled':
      return run.settledWithout('duplicate', 'the ledger has it as settled');
    case 'busy': {
      const waitMs = Math.min(taken.untilMs - parts.now(), busyWaitMsMax);
      return run.deferred(Math.max(waitMs, 0), 'another sandbox has it in hand');
    }
    case 'ran':
      if (!taken.kept)
        parts.log.write('warn', 'ledger.not-kept', { ...eventFields(parts.integration, event) });
      return run.disposition(taken.kept);
  }
}

/** A sandbox is killed at its timeout; a second later nobody else can be at it. */
const leaseReserveMs = 1_000;
/** The other one is most likely done in a moment; asking again costs one receive. */
const busyWaitMsMax = 2_000;

async function buryInvalid(
  parts: DeliveryParts,
  record: SQSRecord,
  invalid: InvalidEventError,
): Promise<Disposition> {
  const { integration, redactor } = parts;
  const destination = integration.operation.destination.name;
  const cause: Cause = { code: 'INVALID_EVENT', stage: 'parse', reason: invalid.message };
  const diagnosis = diagnose(cause, { integration: integration.name, destination }, parts.now());
  await parts.queue.bury(record, { ...diagnosis, advice: redactor.secrets(diagnosis.advice) });
  parts.meter.count('DeadLettered');
  parts.log.write('warn', 'delivery.settled', {
    ...eventFields(integration, glimpse(record.body)),
    outcome: 'dead-lettered',
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    error: { code: cause.code, kind: 'terminal', message: cause.reason },
  });
  return { do: 'done', outcome: 'dead-lettered' };
}

/** The state of one delivery while it is in hand. */
class Run {
  readonly #parts: DeliveryParts;
  readonly #invocation: Invocation;
  readonly #record: SQSRecord;
  readonly #event: Envelope;
  readonly #permitMs: number;
  #disposition: Disposition | undefined;

  constructor(
    parts: DeliveryParts,
    invocation: Invocation,
    record: SQSRecord,
    event: Envelope,
    permitMs: number,
  ) {
    this.#parts = parts;
    this.#invocation = invocation;
    this.#record = record;
    this.#event = event;
    this.#permitMs = permitMs;
  }

  /** Everything between taking the delivery and putting it down. A dead letter is safe before this returns. */
  async work(memory: Memory): Promise<PutDown> {
    const { decision, facts } = await this.#decide(memory);
    switch (decision.end) {
      case 'delivered':
        this.#disposition = { do: 'done', outcome: 'delivered' };
        return {
          status: 'delivered',
          facts,
          ...(decision.receipt === undefined
            ? {}
            : { receipt: this.#parts.redactor.secrets(decision.receipt) }),
        };
      case 'wait':
        this.#disposition = { do: 'defer', outcome: decision.outcome, waitMs: decision.waitMs };
        return { status: 'waiting', facts };
      case 'dead':
        return this.#bury(decision.cause, memory, facts);
    }
  }

  /** What to do with the message; without a kept ledger it must come back, whatever was decided. */
  disposition(kept: boolean): Disposition {
    const decided = this.#disposition;
    if (decided === undefined || (!kept && decided.do === 'done')) {
      return { do: 'defer', outcome: 'deferred', waitMs: this.#invocation.remainingMs() + leaseReserveMs };
    }
    return decided;
  }

  settledWithout(outcome: 'duplicate', reason: string): Disposition {
    this.#parts.meter.count('Duplicates');
    this.#settledLine('info', outcome, reason);
    return { do: 'done', outcome };
  }

  deferred(waitMs: number, reason: string): Disposition {
    this.#parts.meter.count('Deferred');
    this.#settledLine('info', 'deferred', reason, waitMs);
    return { do: 'defer', outcome: 'deferred', waitMs };
  }

  async #decide(memory: Memory): Promise<{ decision: Decision; facts: Facts }> {
    const { integration, credentials, settings, now } = this.#parts;
    const { operation } = integration;
    const before: Facts = {
      attempts: memory.attempts,
      backedOffMs: memory.backedOffMs,
      unsettled: memory.unsettled || memory.takes > 1,
      ...(memory.firstSentAtMs === undefined ? {} : { firstSentAtMs: memory.firstSentAtMs }),
    };
    const untried = (decision: Decision, reason: string) => {
      if (decision.end === 'wait') this.#untriedLine(decision, reason);
      return { decision, facts: before };
    };
    if (memory.takes > takesMax) {
      const reason = `taken ${memory.takes} times and never put down`;
      return untried({ end: 'dead', cause: { code: 'CRASH_LOOP', stage: 'take', reason } }, reason);
    }
    const how = settling(operation, memory, now());
    if (how === 'stop') {
      const reason = 'an earlier request may have been carried out, and it cannot be repeated safely';
      return untried({ end: 'dead', cause: { code: 'OUTCOME_UNKNOWN', stage: 'settle', reason } }, reason);
    }
    let mapped: ReturnType<typeof integration.map.map>;
    try {
      mapped = integration.map.map(this.#event.data);
    } catch (error) {
      if (!(error instanceof MappingError)) throw error;
      return untried(
        { end: 'dead', cause: { code: 'UNMAPPABLE', stage: 'map', reason: error.message } },
        error.message,
      );
    }
    let current: Awaited<ReturnType<CredentialStore['get']>>;
    try {
      current = await credentials.get();
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      return untried(this.#parked(), error.message);
    }
    // The seat of parking: what follows is not reached while the destination's credentials are known to be refused.
    if (current === undefined)
      return untried(
        { end: 'wait', outcome: 'parked', waitMs: settings.parkedRecheckMs },
        'credentials were rejected',
      );
    const line = this.#lineContext(mapped, memory);
    const done = await exchange(
      this.#parts,
      {
        input: mapped.output,
        how,
        memory: before,
        credentials: current,
        idempotencyKey: line.idempotencyKey,
        permitMs: this.#permitMs,
      },
      this.#invocation.remainingMs,
      (attempt, waitMs) => this.#attemptLine(line, attempt, 'retry', waitMs),
    );
    return this.#afterExchange(done, memory, before, line);
  }

  /** From the last finding to the decision: the one place that knows both budgets. */
  #afterExchange(
    done: Exchange,
    memory: Memory,
    before: Facts,
    line: LineContext,
  ): { decision: Decision; facts: Facts } {
    const { settings, random, meter } = this.#parts;
    if (done.attempt === undefined) {
      const decision: Decision = { end: 'wait', outcome: 'deferred', waitMs: done.waitMs };
      this.#untriedLine(decision, done.reason);
      return { decision, facts: { ...before, ...done.facts } };
    }
    const { finding } = done.attempt;
    const last = {
      code: finding.code,
      ...(finding.statusCode === undefined ? {} : { statusCode: finding.statusCode }),
      ...(finding.requestId === undefined
        ? {}
        : { requestId: this.#parts.redactor.secrets(finding.requestId) }),
    };
    const facts: Facts = { ...before, ...done.facts, last };
    const decide = (decision: Decision, more: Partial<Facts> = {}) => {
      this.#attemptLine(
        line,
        done.attempt as Attempt,
        outcomeOf(decision),
        decision.end === 'wait' ? decision.waitMs : undefined,
      );
      return { decision, facts: { ...facts, ...more } };
    };
    const dead = (code: Cause['code'], stage: Cause['stage']) => {
      const { statusCode, requestId, thirdPartyCode, message } = finding;
      const reason = line.redactor.all(message, line.personal);
      const about = {
        ...(statusCode === undefined ? {} : { statusCode }),
        ...(requestId === undefined ? {} : { requestId: line.redactor.secrets(requestId) }),
        ...(thirdPartyCode === undefined ? {} : { thirdPartyCode }),
      };
      return decide({ end: 'dead', cause: { code, stage, reason, ...about } });
    };
    switch (finding.verdict) {
      case 'success':
        return decide(
          { end: 'delivered', ...(finding.receipt === undefined ? {} : { receipt: finding.receipt }) },
          { unsettled: false },
        );
      case 'terminal':
        return dead('REQUEST_REJECTED', 'attempt');
      case 'credentials':
        meter.count('CredentialsRejected');
        return decide(this.#parked());
      case 'throttled':
        return decide({
          end: 'wait',
          outcome: 'deferred',
          waitMs: finding.waitMs ?? this.#backoff(1, random()),
        });
      case 'retryable':
      case 'ambiguous': {
        if (facts.unsettled && this.#parts.integration.operation.repeat.by === 'never')
          return dead('OUTCOME_UNKNOWN', 'settle');
        const waitMs = Math.max(finding.waitMs ?? 0, this.#backoff(facts.attempts, random()));
        const backedOffMs = memory.backedOffMs + waitMs;
        if (backedOffMs > settings.backoff.horizonMs) return dead('RETRIES_EXHAUSTED', 'attempt');
        return decide({ end: 'wait', outcome: 'retry', waitMs }, { backedOffMs });
      }
    }
  }

  #backoff = (attempts: number, random: number) => backoffMs(this.#parts.settings.backoff, attempts, random);

  #parked(): Decision {
    return { end: 'wait', outcome: 'parked', waitMs: this.#parts.settings.parkedRecheckMs };
  }

  async #bury(cause: Cause, memory: Memory, facts: Facts): Promise<PutDown> {
    const { integration, queue, redactor, meter, now } = this.#parts;
    const destination = integration.operation.destination.name;
    const failedAtMs = now();
    const about = {
      integration: integration.name,
      destination,
      memory: { ...memory, attempts: facts.attempts },
    };
    const diagnosis = diagnose(cause, about, failedAtMs);
    await queue.bury(this.#record, { ...diagnosis, advice: redactor.secrets(diagnosis.advice) });
    meter.count('DeadLettered');
    if (cause.stage !== 'attempt') this.#settledLine('warn', 'dead-lettered', cause.reason);
    this.#disposition = { do: 'done', outcome: 'dead-lettered' };
    // A person who redrives an unknown outcome has looked: from then on it counts as not done.
    const unsettled = cause.code === 'OUTCOME_UNKNOWN' ? false : facts.unsettled;
    return { status: 'dead-lettered', facts: { ...facts, unsettled }, code: cause.code, failedAtMs };
  }

  #lineContext(mapped: ReturnType<AnyIntegration['map']['map']>, memory: Memory): LineContext {
    const { integration, redactor, settings, random } = this.#parts;
    const event = this.#event;
    return {
      integration,
      event,
      receiveCount: Number(this.#record.attributes.ApproximateReceiveCount),
      personal: personalValues(integration, event.data, mapped.output),
      redactor,
      whole: random() < settings.loggedShare,
      ...(memory.attempts === 0 ? { mapping: mapped.report } : {}),
      idempotencyKey: idempotencyKey({ integration: integration.name, source: event.source, id: event.id }),
    };
  }

  #attemptLine(line: LineContext, attempt: Attempt, outcome: Outcome, waitMs?: number): void {
    const { log, meter, now } = this.#parts;
    meter.time('AttemptDurationMs', attempt.durationMs);
    if (outcome === 'delivered') {
      meter.count('Delivered');
      meter.time('DeliveryAgeMs', Math.max(0, now() - Date.parse(this.#event.time)));
    } else if (outcome === 'retry') meter.count('Retries');
    else if (outcome === 'deferred') meter.count('Deferred');
    log.write(
      outcome === 'delivered' ? 'info' : 'warn',
      'delivery.attempted',
      attemptLine(line, attempt, outcome, waitMs),
    );
  }

  #untriedLine(decision: { outcome: 'deferred' | 'retry' | 'parked'; waitMs: number }, reason: string): void {
    this.#parts.meter.count('Deferred');
    this.#settledLine(
      decision.outcome === 'parked' ? 'warn' : 'info',
      decision.outcome,
      reason,
      decision.waitMs,
    );
  }

  #settledLine(level: 'info' | 'warn', outcome: Outcome, reason: string, waitMs?: number): void {
    this.#parts.log.write(level, 'delivery.settled', {
      ...eventFields(this.#parts.integration, this.#event),
      receiveCount: Number(this.#record.attributes.ApproximateReceiveCount),
      outcome,
      reason,
      ...(waitMs === undefined ? {} : { nextAttemptInMs: waitMs }),
    });
  }
}

function outcomeOf(decision: Decision): Outcome {
  if (decision.end === 'delivered') return 'delivered';
  return decision.end === 'dead' ? 'dead-lettered' : decision.outcome;
}
