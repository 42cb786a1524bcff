import type { SQSRecord } from 'aws-lambda';
import { momentOf } from '../declare/moment.ts';
import { present } from '../declare/present.ts';
import type { Level } from '../log.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { Attempt, Outcome } from './attempt.ts';
import { attemptLine, type LineContext } from './attempt-line.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { type Cause, fingerprintOf } from './diagnosis.ts';
import { ageMsOf } from './last-chance.ts';
import type { ToldOfEvent } from './told-of-event.ts';

/** Writes the lines and the metrics of one delivery: a line for each attempt, and one for each outcome without an attempt. */
export interface Journal {
  readonly attempted: (line: LineContext, attempt: Attempt, outcome: Outcome, after: After) => void;
  readonly settled: (level: Level, outcome: Outcome, reason: Redacted, waitMs?: number) => void;
  /** It ended without an attempt: a dead letter for this. */
  readonly ended: (level: Level, cause: Cause) => void;
}

/** What follows an attempt, of a settlement: another one, or a dead letter for this. */
export interface After {
  readonly status?: string;
  readonly waitMs?: number;
  readonly cause?: Cause;
}

export function createJournal(
  { log, meter, now }: Pick<DeliveryParts, 'log' | 'meter' | 'now'>,
  message: SQSRecord,
  { about, time }: Pick<ToldOfEvent, 'about' | 'time'>,
): Journal {
  const counted = (outcome: Outcome) => {
    if (outcome === 'parked') meter.count('Deferred');
    else meter.count(countNames[outcome]);
    // SQS leaves messages that came back twice out of the age that it tells. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
    if (isWaiting[outcome]) meter.time('WaitingAgeMs', ageMsOf(message.attributes, now()));
  };
  const settle = (level: Level, outcome: Outcome, rest: object) => {
    counted(outcome);
    const receiveCount = Number(message.attributes.ApproximateReceiveCount);
    log.write(level, 'delivery.settled', present({ ...about, receiveCount, outcome, ...rest }));
  };
  /** The delivery is done when its line is written: a line that cannot be made must not undo it. */
  const guarded = (write: () => void) => {
    try {
      write();
    } catch {
      log.write('error', 'journal.failed', { ...about });
    }
  };
  return {
    attempted: (line, attempt, outcome, { waitMs, cause }) =>
      guarded(() => {
        meter.time('AttemptDurationMs', attempt.durationMs);
        if (attempt.classification.verdict === 'credentials' && isForAPerson(line, outcome))
          meter.count('CredentialsRejected');
        counted(outcome);
        if (isRejected(attempt, outcome)) meter.count('RequestsRejected');
        if (outcome === 'delivered' && time !== undefined) {
          meter.time('DeliveryAgeMs', Math.max(0, now() - (momentOf(time) ?? now())));
        }
        const fields = attemptLine(line, attempt, outcome, waitMs);
        const alike = cause && { fingerprint: fingerprintOf(cause, about.integration) };
        log.write(outcome === 'delivered' ? 'info' : 'warn', 'delivery.attempted', { ...fields, ...alike });
      }),
    settled: (level, outcome, reason, waitMs) =>
      guarded(() => settle(level, outcome, { reason, nextAttemptInMs: waitMs })),
    ended: (level, cause) =>
      guarded(() =>
        settle(level, 'dead-lettered', {
          error: { code: cause.code, kind: cause.code === 'OUTCOME_UNKNOWN' ? 'ambiguous' : 'terminal' },
          reason: cause.reason,
          fingerprint: fingerprintOf(cause, about.integration),
        }),
      ),
  };
}

/** Of a refused token only once there is no other: the next one mends most, and its keeper parks and alerts where none does. */
const isForAPerson = ({ integration }: LineContext, outcome: Outcome) =>
  integration.operation.destination.token === undefined || outcome === 'parked';

/** In the application's own words: a gateway's page says nothing of what is sent. */
const isRejected = ({ classification }: Attempt, outcome: Outcome) =>
  outcome === 'dead-lettered' && classification.verdict === 'terminal' && classification.fromApplication;

const isWaiting: Readonly<Record<Outcome, boolean>> = {
  delivered: false,
  duplicate: false,
  skipped: false,
  'dead-lettered': false,
  deferred: true,
  retry: true,
  parked: true,
};

const countNames = {
  delivered: 'Delivered',
  duplicate: 'Duplicates',
  skipped: 'Skipped',
  deferred: 'Deferred',
  retry: 'Retries',
  'dead-lettered': 'DeadLettered',
} as const;
