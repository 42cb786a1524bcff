import type { Destination } from '../declare/destination.ts';
import type { Envelope } from '../declare/event.ts';
import type { HttpResponse } from '../declare/http-message.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import type { MappingReport } from '../declare/mapping.ts';
import type { Classification } from '../http/classify.ts';
import type { RenderedRequest } from '../http/request.ts';
import type { PersonalValues } from '../redact/personal-mask.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Attempt, Outcome } from './attempt.ts';

export interface LineContext {
  readonly integration: AnyIntegration;
  readonly event: Envelope;
  readonly receiveCount: number;
  readonly personal: PersonalValues;
  readonly redactor: Redactor;
  /** Whether headers and bodies of a delivered attempt are kept. */
  readonly whole: boolean;
  readonly mapping?: MappingReport | undefined;
  readonly idempotencyKey: string;
}

/** The fields of the line `delivery.attempted`. Their names are contract. */
export function attemptLine(
  context: LineContext,
  attempt: Attempt,
  outcome: Outcome,
  nextAttemptInMs?: number,
) {
  const { redactor, personal, integration } = context;
  const { destination } = integration.operation;
  const { classification, request, response } = attempt;
  const masked = (text: string) => cut(redactor.all(text, personal));
  const whole = context.whole || outcome !== 'delivered';
  return {
    ...eventFields(integration, context.event),
    attempt: attempt.number,
    receiveCount: context.receiveCount,
    outcome,
    durationMs: Math.round(attempt.durationMs),
    request: {
      method: request.method,
      url: masked(request.url.href),
      ...(whole ? { headers: requestHeaders(request, destination, masked) } : {}),
      ...(whole && request.body !== undefined ? { body: masked(request.body) } : {}),
    },
    ...(response === undefined ? {} : { response: responseFields(response, destination, whole, masked) }),
    ...(classification.verdict === 'success'
      ? {}
      : {
          error: {
            code: classification.code,
            kind: kindOf(classification),
            message: masked(classification.message),
          },
        }),
    ...(nextAttemptInMs === undefined ? {} : { nextAttemptInMs }),
    idempotencyKey: context.idempotencyKey,
    ...(context.mapping === undefined ? {} : { mapping: context.mapping }),
  };
}

/** What every line about a delivery says of it. */
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

function responseFields(
  response: HttpResponse,
  destination: Destination,
  whole: boolean,
  masked: (text: string) => string,
) {
  const { statusCode, headers, body, bodyTruncated } = response;
  if (!whole) return { statusCode };
  return {
    statusCode,
    headers: allowed(headers, [...standardHeaders, ...destination.loggedHeaders], masked),
    body: masked(body),
    bodyTruncated: bodyTruncated || body.length > loggedCharactersMax,
  };
}

const requestHeaders = (
  request: RenderedRequest,
  destination: Destination,
  masked: (text: string) => string,
) => allowed(request.headers, [...standardHeaders, ...destination.loggedHeaders, 'idempotency-key'], masked);

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

/** Headers are told by name; their value only where somebody decided that it is harmless. */
function allowed(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
  masked: (text: string) => string,
) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      masked(name),
      names.includes(name) ? masked(value) : `«${value.length} characters»`,
    ]),
  );
}

/** A log event holds 1 MiB; what explains a failure stands at the beginning. */
const loggedCharactersMax = 16 * 1024;

/** Cut after redaction, so that no secret is cut in two and missed. */
function cut(text: string): string {
  return text.length <= loggedCharactersMax ? text : text.slice(0, loggedCharactersMax).toWellFormed();
}

function kindOf({ verdict }: Classification): 'terminal' | 'retryable' | 'ambiguous' {
  if (verdict === 'terminal') return 'terminal';
  return verdict === 'ambiguous' || verdict === 'unknown' ? 'ambiguous' : 'retryable';
}
