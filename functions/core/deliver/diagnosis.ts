import { createHash } from 'node:crypto';
import { present } from '../declare/present.ts';
import { cutTo, type Redacted } from '../redact/redacted.ts';

/** Why a delivery ended in the dead-letter queue. */
export const deadLetterCodes = [
  'INVALID_EVENT',
  'UNMAPPABLE',
  'REQUEST_REJECTED',
  'RETRIES_EXHAUSTED',
  'EXPIRED',
  'OUTCOME_UNKNOWN',
  'CRASH_LOOP',
] as const;
export type DeadLetterCode = (typeof deadLetterCodes)[number];

/** The `diagnosis` attribute of a dead letter, as JSON. Moments are ISO 8601. */
export interface Diagnosis {
  readonly code: DeadLetterCode;
  /** Where on the way the delivery ended. */
  readonly stage: 'parse' | 'take' | 'map' | 'attempt' | 'settle';
  readonly attempts: number;
  readonly firstReceivedAt: string;
  readonly failedAt: string;
  readonly destination: string;
  readonly statusCode?: number;
  readonly requestId?: string;
  /** The third party's own code for what was wrong. */
  readonly thirdPartyCode?: string;
  /** The same for all that failed alike: integration, code, status and the third party's error code. */
  readonly fingerprint: string;
  /** What was wrong and what to do about it. */
  readonly advice: string;
}

export interface Cause {
  readonly code: DeadLetterCode;
  readonly stage: Diagnosis['stage'];
  /** What was wrong, without values of events or secrets. */
  readonly reason: Redacted;
  readonly statusCode?: number | undefined;
  readonly requestId?: Redacted | undefined;
  readonly thirdPartyCode?: Redacted | undefined;
}

/** Which delivery it was. */
export interface About {
  readonly integration: string;
  readonly destination: string;
  /** Absent when it was never taken. */
  readonly record?: { readonly attempts: number; readonly firstTakenAtMs: number };
}

/** SQS counts attributes towards the message's size, and people read them in a list. */
const reasonCharactersMax = 600;

/** The same for all that failed alike; 12 hexadecimal digits tell more failures apart than anybody will look at. */
export function fingerprintOf(
  { code, statusCode, thirdPartyCode, reason }: Omit<Cause, 'stage'>,
  integration: string,
): string {
  const alike = [
    integration,
    code,
    statusCode ?? '',
    thirdPartyCode ?? '',
    code === 'INVALID_EVENT' ? reason : '',
  ];
  return createHash('sha256').update(JSON.stringify(alike)).digest('hex').slice(0, 12);
}

export function diagnose(cause: Cause, about: About, nowMs: number): Diagnosis {
  const { code, stage, reason, statusCode, requestId, thirdPartyCode } = cause;
  return present({
    code,
    stage,
    attempts: about.record?.attempts ?? 0,
    firstReceivedAt: new Date(about.record?.firstTakenAtMs ?? nowMs).toISOString(),
    failedAt: new Date(nowMs).toISOString(),
    destination: about.destination,
    statusCode,
    requestId,
    thirdPartyCode,
    fingerprint: fingerprintOf(cause, about.integration),
    advice: `${cutTo(reason, reasonCharactersMax)} ${advice[code]}`,
  });
}

const advice: Readonly<Record<DeadLetterCode, string>> = {
  INVALID_EVENT: '— Mend the publisher; a redrive sends the same event and ends here again.',
  UNMAPPABLE: '— Declare the case in the mapping, deploy, then redrive.',
  REQUEST_REJECTED:
    '— The third party will refuse the same request again: mend the mapping or the data, then redrive.',
  RETRIES_EXHAUSTED: '— Redrive when the third party works again.',
  EXPIRED:
    '— Redrive when the third party works again and status shows no backlog: the event is new in the queue then, and nothing else is counted.',
  OUTCOME_UNKNOWN: '— Look at the third party whether it happened; redrive only if it did not.',
  CRASH_LOOP:
    '— The function died with this event in hand each time: look for it in the logs before a redrive.',
};

/** The moment of failure that a redriven message carries, epoch milliseconds; `undefined` for one that is not redriven. */
export function redrivenFrom(attribute: string | undefined): number | undefined {
  if (attribute === undefined) return undefined;
  try {
    const failedAtMs = Date.parse((JSON.parse(attribute) as Diagnosis).failedAt);
    return Number.isNaN(failedAtMs) ? undefined : failedAtMs;
  } catch {
    return undefined;
  }
}
