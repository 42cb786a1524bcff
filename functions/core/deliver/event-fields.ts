import type { Envelope } from '../declare/event.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import type { Disclosure } from '../redact/disclosure.ts';
import { ownWords, type Redacted } from '../redact/redacted.ts';
import { referenceTo } from '../redact/reference.ts';

/** The fields that every line about a delivery has. Their names are contract. */
export interface EventFields {
  readonly integration: string;
  readonly destination: string;
  readonly operation: string;
  readonly eventId: Redacted | undefined;
  readonly eventSource: Redacted | undefined;
  readonly eventType: string | undefined;
  /** Where several versions of it arrive. */
  readonly eventVersion?: Redacted;
  readonly subject: Redacted | undefined;
  readonly correlationId: Redacted | undefined;
  /** Only where it is one; costs nothing where publishers do not trace. */
  readonly traceparent: Redacted | undefined;
}

/**
 * An id or subject that gives somebody away stands there as a reference (`referenceTo`).
 * @param event as far as it could be read
 */
export function eventFields(
  integration: AnyIntegration,
  event: Partial<Envelope>,
  tell: Pick<Disclosure, 'attribute'>,
  referenceKey: string,
): EventFields {
  const told = (text: string) => tell.attribute(text) ?? referenceTo(text, referenceKey);
  const shown = (text: string | undefined) => (text === undefined ? undefined : told(text));
  const { version } = integration.event;
  return {
    integration: integration.name,
    destination: integration.operation.destination.name,
    operation: integration.operation.name,
    eventId: shown(event.id),
    eventSource: shown(event.source),
    // Of another type than the integration's it may be anything.
    eventType: event.type === integration.event.type ? ownWords(integration.event.type) : shown(event.type),
    ...(version !== undefined && { eventVersion: ownWords(version) }),
    subject: shown(event.subject),
    correlationId: shown(event.correlationid),
    traceparent: traceOf(event),
  };
}

/** Two numbers in hex, and neither is zero. What else stands there may be anything. https://www.w3.org/TR/trace-context/#traceparent-header */
const trace = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

const traceOf = ({ traceparent }: Partial<Envelope>): Redacted | undefined =>
  typeof traceparent === 'string' && trace.test(traceparent) ? ownWords(traceparent) : undefined;
