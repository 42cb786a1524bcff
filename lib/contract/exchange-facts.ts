import type { ProbedExchange } from '../../functions/core/contract/probe/send-probe.ts';

/** What is told of one exchange: nothing that the third party wrote but the form of it. */
export interface ExchangeFacts {
  readonly check: string;
  readonly operation: string;
  readonly request: string;
  /** Absent where there was no answer. */
  readonly statusCode?: number;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly location?: string;
  readonly deprecation?: string;
  readonly sunset?: string;
  readonly durationMs: number;
  /** Of the decoded body. */
  readonly bytes?: number;
  /** Our word for it: `OK`, `REQUEST_REJECTED`. */
  readonly outcome: string;
  readonly code?: string;
}

/** @param redact takes secrets out: a third party may send back what it was sent */
export function factsOf(exchange: ProbedExchange, redact: (text: string) => string): ExchangeFacts {
  const { check, operation, template, result, classification } = exchange;
  const common = {
    check,
    operation,
    request: template,
    durationMs: Math.round(exchange.durationMs),
    outcome: classification.code,
    ...(classification.thirdPartyCode === undefined ? {} : { code: redact(classification.thirdPartyCode) }),
  };
  if (!('response' in result)) return common;
  const { statusCode, headers, body } = result.response;
  const told = (name: string, header: string) =>
    headers[header] === undefined ? {} : { [name]: redact(headers[header]) };
  return {
    ...common,
    statusCode,
    ...told('contentType', 'content-type'),
    ...told('contentEncoding', 'content-encoding'),
    ...told('location', 'location'),
    ...told('deprecation', 'deprecation'),
    ...told('sunset', 'sunset'),
    bytes: Buffer.byteLength(body),
  };
}
