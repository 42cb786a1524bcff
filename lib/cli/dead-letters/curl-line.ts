/** A request as a line for the shell, with the names of variables where its credentials stood. */
import { Buffer } from 'node:buffer';
import type { Destination } from '../../../functions/core/declare/destination.ts';
import { guarded } from '../../../functions/core/http/guarded.ts';
import { type Exchange, sealedCharactersMax } from '../../../functions/core/redact/sealed-exchange.ts';
import { placeholderOf } from '../secret-form.ts';

/** What redaction leaves of a secret. */
const masked = '«secret»';

/** Made anew by curl. */
const ownHeaders = new Set(['content-length', 'host', 'connection', 'transfer-encoding']);

/**
 * `curl -X POST … -H 'authorization: Bearer '"$API_KEY"`; `undefined` when the log holds the body cut off.
 * What a destination signs a request with is as it was then, and most likely refused by now.
 */
export function curlLine(
  { method, url, headers, body }: Exchange['request'],
  destination: Destination,
): string | undefined {
  if (body !== undefined && body.length >= sealedCharactersMax) return undefined;
  const { declared, only } = declaredBy(destination);
  const parts = [`curl -X ${sentText(method, only)} ${sentText(url, only)}`];
  for (const [name, value] of Object.entries(headers)) {
    if (ownHeaders.has(name)) continue;
    const own = value.includes(masked) ? declared.get(name) : undefined;
    const basic = own === undefined ? undefined : basicPair(own);
    if (basic !== undefined) parts.push(`-u ${declaredText(basic)}`);
    else if (own !== undefined && variable.test(own)) parts.push(`-H ${declaredText(`${name}: ${own}`)}`);
    else parts.push(`-H ${sentText(`${name}: ${value}`, only)}`);
  }
  if (body !== undefined && body !== '') parts.push(`--data-raw ${sentText(body, only)}`);
  return parts.join(' ');
}

/** A variable in what a destination declares, until it is quoted; what was sent is never searched for one. */
const variable = /«\$([A-Z0-9_]+)»/;
const variableOf = (path: string) => `«$${nameOf(path)}»`;

/** `oauth.clientSecret` is `OAUTH_CLIENT_SECRET`. */
const nameOf = (path: string) =>
  path
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase() || 'SECRET';

/** Headers as the destination makes them, of variables; and the variable where there is but one. */
function declaredBy(destination: Destination) {
  const paths = new Set<string>();
  const credentials = placeholderOf(destination, (path) => {
    paths.add(path);
    return variableOf(path);
  });
  const secret = [...paths].filter((path) => destination.publicCredentials?.includes(path) !== true);
  const made = {
    ...(guarded(() => destination.headers(credentials)) ?? {}),
    ...(guarded(() => destination.token?.headers(variableOf('token'))) ?? {}),
  };
  return {
    declared: new Map(Object.entries(made).map(([name, value]) => [name.toLowerCase(), value])),
    only: nameOf(secret.length === 1 ? (secret[0] ?? '') : ''),
  };
}

/** User and password of a header that has them in Base64, where they are variables. https://www.rfc-editor.org/rfc/rfc7617 */
function basicPair(header: string): string | undefined {
  const [, encoded = ''] = /^Basic (\S+)$/i.exec(header) ?? [];
  // What `btoa` encodes, character by character.
  const pair = Buffer.from(encoded, 'base64').toString('latin1');
  return variable.test(pair) ? pair : undefined;
}

/** Of what was sent. @param only the variable that stands for what was masked */
const sentText = (text: string, only: string) => text.split(masked).map(quotedPart).join(`"$${only}"`);

/** Of what is declared, with its variables. */
const declaredText = (text: string) =>
  text
    .split(new RegExp(variable, 'g'))
    .map((part, at) => (at % 2 === 1 ? `"$${part}"` : quotedPart(part)))
    .join('');

const quotedPart = (text: string) => (text === '' ? '' : quoted(text));

/** In single quotes nothing has a meaning; what would move the cursor is written out, as bash and zsh read it. */
function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/g;
  if (text.search(unprintable) < 0) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = text.replace(/[\\']/g, '\\$&').replace(unprintable, escapeOf);
  return `$'${escaped}'`;
}

/** What every bash knows; `\\u` it knows since 4.2. */
function escapeOf(one: string): string {
  const code = one.charCodeAt(0);
  if (one === '\n') return '\\n';
  return code < 0x80
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A word of a line that somebody copies: the publisher chose the id that stands in it. */
export const shellWord = (text: string) => (/^[\w.:@/-]+$/.test(text) ? text : quoted(text));
