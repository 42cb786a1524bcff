/** Who may talk to the console: its own page, and nothing that another site can make a browser send. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { foreignness } from '../foreign-request.ts';

export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Refusal {
  readonly status: 403 | 405 | 415;
  readonly reason: string;
}

/** The page sends the token of this start in it: a custom header needs a preflight, which is never answered. */
export const tokenHeader = 'x-interlock-token';

/** On every answer, so that nothing of it is run, framed, sniffed, kept or read by another site. */
export const guardingHeaders: Readonly<Record<string, string>> = {
  // No inline code, no address but this one; and no text becomes markup: https://www.w3.org/TR/trusted-types/
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * Why a request is not answered; `undefined`: it is. Whatever changes something is a POST, and must come from the page: with
 * its origin, with the token that only it can read, and as JSON, which no form sends.
 */
export function refuse({ method, headers }: Asked, port: number, token: string): Refusal | undefined {
  // By name and port: a page of another port of this machine is another site, too.
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  if (!hosts.includes(host)) return { status: 403, reason: `the console is not ${host}` };
  const foreign = foreignness(headers);
  if (foreign !== undefined) return { status: 403, reason: foreign };
  if (method === 'GET') return undefined;
  if (method !== 'POST') return { status: 405, reason: `the console takes GET and POST, not ${method}` };
  if (origin === undefined)
    return { status: 403, reason: 'what changes something says where it comes from (Origin)' };
  if (!isSame(headers[tokenHeader], token))
    return { status: 403, reason: 'this page is of an earlier start: load it again' };
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    return { status: 415, reason: 'the console takes JSON' };
  return undefined;
}

function isSame(given: string | readonly string[] | undefined, token: string): boolean {
  const [one, other] = [Buffer.from(String(given ?? '')), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
