import type { LookAt } from '../declare/destination.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import type { MappingReport } from '../declare/mapping.ts';
import { present } from '../declare/present.ts';
import type { Classification } from '../http/classify.ts';
import type { Disclosure } from '../redact/disclosure.ts';
import type { Redacted } from '../redact/redacted.ts';
import type { ShownExchange, ShownRequest, ShownResponse } from '../redact/shown-exchange.ts';
import type { Attempt, Outcome } from './attempt.ts';
import type { EventFields } from './event-fields.ts';

export interface LineContext {
  readonly integration: AnyIntegration;
  readonly about: EventFields;
  readonly receiveCount: number;
  /** What may be told of the event's exchanges in clear. */
  readonly tell: Disclosure;
  readonly show: ShownExchange;
  /** Whether headers and bodies of a delivered attempt are kept. */
  readonly whole: boolean;
  readonly mapping?: MappingReport | undefined;
  readonly idempotencyKey: string;
}

/** The fields of the line `delivery.attempted`. Their names are contract. */
export interface AttemptLine extends EventFields {
  readonly attempt: number;
  readonly receiveCount: number;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly request: ShownRequest;
  readonly response?: ShownResponse;
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
  readonly mapping?: MappingReport;
  /** Request and response as they were, under the event's own text: `openExchange` reads them. */
  readonly sealed?: string;
}

export function attemptLine(
  context: LineContext,
  attempt: Attempt,
  outcome: Outcome,
  nextAttemptInMs?: number,
): AttemptLine {
  const { show } = context;
  const { classification, request, response } = attempt;
  const whole = context.whole || outcome !== 'delivered';
  // Of what was delivered nobody without the event needs the shape, and whoever has it opens the seal.
  const shaped = outcome !== 'delivered' || (whole && show.sealed === undefined);
  const fields = present({
    attempt: attempt.number,
    receiveCount: context.receiveCount,
    outcome,
    durationMs: Math.round(attempt.durationMs),
    request: show.request(request, shaped),
    response: response === undefined ? undefined : show.response(response, shaped),
    error: errorFields(classification, context.tell),
    nextAttemptInMs,
    idempotencyKey: context.idempotencyKey,
    mapping: context.mapping,
    sealed: whole ? show.sealed?.(request, response) : undefined,
  });
  return { ...context.about, ...fields };
}

function errorFields(
  { verdict, code, message, thirdPartyCode, lookAt }: Classification,
  tell: Disclosure,
): AttemptLine['error'] {
  if (verdict === 'success') return undefined;
  return present({
    code,
    kind: kindOf(verdict),
    message: tell.message(message),
    thirdPartyCode: thirdPartyCode === undefined ? undefined : tell.id(thirdPartyCode),
    lookAt,
  });
}

function kindOf(verdict: Classification['verdict']): 'terminal' | 'retryable' | 'ambiguous' {
  if (verdict === 'terminal') return 'terminal';
  return verdict === 'ambiguous' || verdict === 'unknown' ? 'ambiguous' : 'retryable';
}
