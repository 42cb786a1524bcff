import type { IncomingHttpHeaders } from 'node:http';

const thisMachine = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;

/**
 * Why a request to a server on this machine comes from a page in a browser, which anybody may have written; `undefined`: it
 * does not. Programs name the host that they call, and no origin.
 * - `Host`: a page can be made to name this address by a host of its own (DNS rebinding), and then read the answers.
 * - `Origin`: browsers add it to whatever a page sends, forms included: https://fetch.spec.whatwg.org/#origin-header
 * - `Sec-Fetch-Site`: they add it to what needs no origin, a picture for one: https://www.w3.org/TR/fetch-metadata/
 * @param hosts names by which it may be called beside this machine's own
 */
export function foreignness(headers: IncomingHttpHeaders, hosts: readonly string[] = []): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!thisMachine.test(host) && !hosts.includes(host)) return `this endpoint is not ${host}`;
  if (origin !== undefined && origin !== `http://${host}`)
    return `this endpoint takes nothing from ${origin}`;
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return 'this endpoint takes nothing from a page of another site';
  return undefined;
}
