import type { Destination, LookAt } from '../declare/destination.ts';
import type { Envelope } from '../declare/event.ts';
import type { HttpResponse } from '../declare/http-message.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import type { MappingReport } from '../declare/mapping.ts';
import { present } from '../declare/present.ts';
import type { Classification } from '../http/classify.ts';
import type { RenderedRequest } from '../http/request.ts';
import { receiptCharactersMax } from '../redact/redact-classification.ts';
import { cutTo, ownWords, type Redacted } from '../redact/redacted.ts';
import type { Attempt, Outcome } from './attempt.ts';

export interface LineContext {
  readonly integration: AnyIntegration;
  readonly event: Envelope;
  readonly receiveCount: number;
  /** Takes secrets, and the personal values of the event, out of a text. */
  readonly redact: (text: string) => Redacted;
  /** Whether headers and bodies of a delivered attempt are kept. */
  readonly whole: boolean;
  readonly mapping?: MappingReport | undefined;
  readonly idempotencyKey: string;
}

/** The fields of the line `delivery.attempted`. Their names are contract. */
export interface AttemptLine extends ReturnType<typeof eventFields> {
  readonly attempt: number;
  readonly receiveCount: number;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly request: {
    readonly method: string;
    readonly url: Redacted;
    readonly headers?: Readonly<Record<string, Redacted>>;
    readonly body?: Redacted;
  };
  readonly response?: ResponseFields;
  readonly error?: {
    readonly code: string;
    readonly kind: 'terminal' | 'retryable' | 'ambiguous';
    readonly message: Redacted;
    /** The third party's own code for it. */
    readonly thirdPartyCode?: Redacted;
    /** Where a person looks who wants to know why everybody is refused. */
    readonly lookAt?: LookAt;
  };
  readonly nextAttemptInMs?: number;
  readonly idempotencyKey: string;
  /** The ledger has the beginning of the receipt only: so many characters it has. */
  readonly receiptCutFrom?: number;
  readonly mapping?: MappingReport;
}

interface ResponseFields {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, Redacted>>;
  readonly body?: Redacted;
  readonly bodyTruncated?: boolean;
}

export function attemptLine(
  context: LineContext,
  attempt: Attempt,
  outcome: Outcome,
  nextAttemptInMs?: number,
): AttemptLine {
  const { integration } = context;
  const { destination } = integration.operation;
  const { classification, request, response } = attempt;
  const redact = (text: string) => cutTo(context.redact(text), loggedCharactersMax);
  const whole = context.whole || outcome !== 'delivered';
  const { receipt } = classification;
  const receiptLength = receipt === undefined ? 0 : context.redact(receipt).length;
  const fields = present({
    attempt: attempt.number,
    receiveCount: context.receiveCount,
    outcome,
    durationMs: Math.round(attempt.durationMs),
    request: present({
      method: request.method,
      url: redact(request.url.href),
      headers: whole ? requestHeaders(request, destination, redact) : undefined,
      body: whole && request.body !== undefined ? redact(request.body) : undefined,
    }),
    response: response === undefined ? undefined : responseFields(response, destination, whole, redact),
    error: errorFields(classification, redact),
    nextAttemptInMs,
    idempotencyKey: context.idempotencyKey,
    receiptCutFrom: receiptLength > receiptCharactersMax ? receiptLength : undefined,
    mapping: context.mapping,
  });
  return { ...eventFields(integration, context.event), ...fields };
}

/** The fields that every line about a delivery has. */
export function eventFields(integration: AnyIntegration, event: Partial<Envelope>) {
  return {
    integration: integration.name,
    destination: integration.operation.destination.name,
    operation: integration.operation.name,
    eventId: event.id,
    eventSource: event.source,
    eventType: event.type,
    subject: event.subject,
    correlationId: event.correlationid,
  };
}

function errorFields(
  { verdict, code, message, thirdPartyCode, lookAt }: Classification,
  redact: (text: string) => Redacted,
): AttemptLine['error'] {
  if (verdict === 'success') return undefined;
  return present({
    code,
    kind: kindOf(verdict),
    message: redact(message),
    thirdPartyCode: thirdPartyCode === undefined ? undefined : redact(thirdPartyCode),
    lookAt,
  });
}

function responseFields(
  response: HttpResponse,
  destination: Destination,
  whole: boolean,
  redact: (text: string) => Redacted,
): ResponseFields {
  const { statusCode, headers, body, bodyTruncated } = response;
  if (!whole) return { statusCode };
  return {
    statusCode,
    headers: allowed(headers, [...standardHeaders, ...destination.loggedHeaders], redact),
    body: redact(body),
    bodyTruncated: bodyTruncated || body.length > loggedCharactersMax,
  };
}

const requestHeaders = (
  request: RenderedRequest,
  destination: Destination,
  redact: (text: string) => Redacted,
) => allowed(request.headers, [...standardHeaders, ...destination.loggedHeaders, 'idempotency-key'], redact);

const standardHeaders = [
  'accept',
  'content-type',
  'content-length',
  'content-encoding',
  'date',
  'location',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'user-agent',
];

/** Every header is logged by its name; its value only where the destination or the engine lists it as harmless. */
function allowed(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
  redact: (text: string) => Redacted,
): Readonly<Record<string, Redacted>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      redact(name),
      names.includes(name) ? redact(value) : ownWords(`«${value.length} characters»`),
    ]),
  );
}

/** A log event holds 1 MiB; what explains a failure stands at the beginning. */
const loggedCharactersMax = 16 * 1024;

function kindOf(verdict: Classification['verdict']): 'terminal' | 'retryable' | 'ambiguous' {
  if (verdict === 'terminal') return 'terminal';
  return verdict === 'ambiguous' || verdict === 'unknown' ? 'ambiguous' : 'retryable';
}
