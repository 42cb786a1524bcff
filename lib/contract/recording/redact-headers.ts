import type { Destination } from '../../../functions/core/declare/destination.ts';
import type { Words } from './words.ts';

/** What any third party may say that matters. `date` is not among them: who plays the answer has a clock. */
const always =
  /^(content-type|deprecation|idempotent-replayed|link|location|sunset|warning)$|(request|correlation|trace)-?id$/;
const tellsOfLimit = /rate-?limit|^retry-after$/;

/** Those that are read, logged, or tell of a limit. A limit is the account's, not a person's: its numbers stay. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  { loggedHeaders, requestIdHeader, apiVersion }: Destination,
  words: Words,
): Record<string, string> {
  const kept = new Set([...loggedHeaders, requestIdHeader]);
  const redacted = Object.entries(headers).flatMap(([name, value]) => {
    if (name === 'date' || !(kept.has(name) || always.test(name) || tellsOfLimit.test(name))) return [];
    if (name === 'content-type') return contentType(value);
    // Which version was answered says nothing of anyone, and everything of the rest.
    const isVersion = /(?:^|-)version$/.test(name) && /^[\w.-]{1,40}$/.test(value);
    if (value === apiVersion.value || isVersion) return [[name, value]];
    return [[name, tellsOfLimit.test(name) ? words.limit(value) : words.message(value)]];
  });
  return Object.fromEntries(redacted.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

/** Type and charset; whatever else a third party writes there may be anything. */
function contentType(value: string): [string, string][] {
  const [found] = /^[a-z]+\/[a-z0-9.+-]+(\s*;\s*charset="?[a-z0-9_-]+"?)?/i.exec(value) ?? [];
  return found === undefined ? [] : [['content-type', found]];
}
