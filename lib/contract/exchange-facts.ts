import type { ProbedExchange } from '../../functions/core/contract/probe/send-probe.ts';
import { type Disclosure, lengthOf } from '../../functions/core/redact/disclosure.ts';
import { locationShape } from '../../functions/core/redact/shown-exchange.ts';

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

/** A third party may write anything into a header; what has the header's own form says nothing of anybody. */
const forms = {
  // https://www.rfc-editor.org/rfc/rfc9110#name-content-type, with the parameters that answers have.
  contentType: /^[\w.+-]{1,60}\/[\w.+-]{1,80}(?:\s*;\s*(?:charset|version|v|profile)="?[\w.:/+-]{1,40}"?)*$/,
  // https://www.rfc-editor.org/rfc/rfc9110#name-content-encoding
  contentEncoding: /^[a-z-]{1,12}(?:\s*,\s*[a-z-]{1,12})*$/i,
  // https://www.rfc-editor.org/rfc/rfc9745, and the date or `true` of the drafts before it.
  deprecation: /^(?:@\d{1,12}|true|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT)$/,
  // https://www.rfc-editor.org/rfc/rfc8594
  sunset: /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
};

/** @param tell what may be told of an answer to a probe: a third party may send back what it was sent, and whom it knows */
export function factsOf(exchange: ProbedExchange, tell: Pick<Disclosure, 'id' | 'name'>): ExchangeFacts {
  const { check, operation, template, result, classification } = exchange;
  const { thirdPartyCode } = classification;
  const common = {
    check,
    operation,
    request: template,
    durationMs: Math.round(exchange.durationMs),
    outcome: classification.code,
    ...(thirdPartyCode === undefined ? {} : { code: tell.id(thirdPartyCode) }),
  };
  if (!('response' in result)) return common;
  const { statusCode, headers, body } = result.response;
  const told = (name: keyof typeof forms, header: string) => {
    const value = headers[header];
    if (value === undefined) return {};
    return { [name]: forms[name].test(value) ? value : lengthOf(value) };
  };
  return {
    ...common,
    statusCode,
    ...told('contentType', 'content-type'),
    ...told('contentEncoding', 'content-encoding'),
    ...(headers.location === undefined ? {} : { location: locationShape(headers.location, tell) }),
    ...told('deprecation', 'deprecation'),
    ...told('sunset', 'sunset'),
    bytes: Buffer.byteLength(body),
  };
}
