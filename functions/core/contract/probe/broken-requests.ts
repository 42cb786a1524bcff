/** Makes requests wrong on purpose: what a third party answers to them is half of its contract. Pure. */
import type { EncodedRequest } from '../../declare/http-message.ts';

/** Nobody's key: a third party that logs it has learned nothing. */
export const wrongApiKey = 'interlock-probe-wrong-key';

/** Cut short, so that no parser finds an end. */
export function malformed(request: EncodedRequest): EncodedRequest {
  const { body } = request;
  if (body === undefined) return request;
  // A form has no end to be cut off: a lone percent sign is what no decoder takes.
  const text = isForm(body.contentType) ? `${body.text}&%=%` : body.text.slice(0, -1);
  return { ...request, body: { ...body, text } };
}

/** The same bytes under the name of another format. */
export function mislabelled(request: EncodedRequest): EncodedRequest {
  const { body } = request;
  if (body === undefined) return request;
  const contentType = isForm(body.contentType) ? 'application/json' : 'text/plain';
  return { ...request, body: { ...body, contentType } };
}

const isForm = (contentType: string) => contentType === 'application/x-www-form-urlencoded';
