import { CredentialsError, MappingError } from '../errors.ts';
import { backoffMs } from '../pace/backoff.ts';
import type { Decided } from './decision.ts';
import { attempt, type RunOptions, withoutCredentials } from './delivery-attempt.ts';
import type { DeliveryRecord } from './delivery-record.ts';
import { type Cause, diagnose } from './diagnosis.ts';
import type { Disposition } from './disposition.ts';
import { isLastChance } from './last-chance.ts';
import type { Facts, PutDown } from './ledger.ts';
import { settling, takesMax } from './recovery.ts';

/** A delivery put down: what the ledger writes, and what becomes of the message once it has. */
export interface Ran {
  readonly putDown: PutDown;
  readonly disposition: Disposition;
}

/** Everything between taking a delivery and putting it down. A dead letter is safe before this returns. */
export async function run(options: RunOptions, memory: DeliveryRecord): Promise<Ran> {
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
async function reach(options: RunOptions, memory: DeliveryRecord): Promise<Decided> {
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

async function bury(options: RunOptions, cause: Cause, memory: DeliveryRecord, facts: Facts): Promise<Ran> {
  const { integration, queue, now, settings, random } = options.parts;
  const failedAtMs = now();
  const about = {
    integration: integration.name,
    destination: integration.operation.destination.name,
    memory: { attempts: facts.attempts, firstTakenAtMs: memory.firstTakenAtMs },
  };
  const diagnosis = diagnose(cause, about, failedAtMs);
  try {
    await queue.bury(options.record, diagnosis);
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
      facts: cause.code === 'OUTCOME_UNKNOWN' ? lookedAt(facts, memory) : facts,
      code: cause.code,
      failedAtMs,
    },
    disposition: { do: 'done', outcome: 'dead-lettered' },
  };
}

/** A person who redrives an unknown outcome has looked: it counts as not done, and as not sent. */
function lookedAt({ firstSentAtMs: _, ...facts }: Facts, { approvals }: DeliveryRecord): Facts {
  return { ...facts, unsettled: false, approvals: approvals + 1 };
}

/** More than one take without a put-down: a sandbox died with the delivery in hand, and nobody knows how far it got. */
const factsOf = ({
  attempts,
  backedOffMs,
  unsettled,
  takes,
  firstSentAtMs,
  slotMs,
}: DeliveryRecord): Facts => ({
  attempts,
  backedOffMs,
  unsettled: unsettled || takes > 1,
  ...(firstSentAtMs === undefined ? {} : { firstSentAtMs }),
  ...(slotMs === undefined ? {} : { slotMs }),
});
