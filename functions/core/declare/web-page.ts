import type { HttpResponse } from './http-message.ts';

/**
 * Whether a response is a page for people where data was asked for: a gateway, a login, a firewall in front of the API.
 * Judged by its text: some APIs send JSON as `text/html`, some gateways send pages without a type.
 */
export function isWebPage({ headers, body }: Pick<HttpResponse, 'headers' | 'body'>): boolean {
  if (page.test(body)) return true;
  return htmlType.test(headers['content-type'] ?? '') && !data.test(body);
}

const page = /^[\s\uFEFF]*<(?:!doctype html|html|head|body|title|center|h1|meta|script)\b/i;
const htmlType = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i;
/** Nothing, or the beginning of JSON or XML. */
const data = /^[\s\uFEFF]*(?:$|[{["]|<\?xml)/;
