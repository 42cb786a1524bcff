/** What a request names: its path and its query, without the ids in them. */
import type { ContractDeclaration } from '../../../functions/core/declare/contract.ts';
import type { Words } from './words.ts';

/** Segments that the template names stay, unless they are a value that stands elsewhere too. */
export function redactPath(path: string, template: string, words: Words): string {
  const fixed = new Set(segmentsOf(template));
  return path
    .split('/')
    .map((segment) => {
      const text = decoded(segment);
      const isFixed = segment === '' || (fixed.has(segment) && !words.isKnown(text));
      return isFixed ? segment : encodeURIComponent(words.value(text));
    })
    .join('/');
}

/** A template that was made without knowing better holds an id. */
export const redactTemplate = (template: string, words: Words) =>
  template
    .split('/')
    .map((segment) => (words.isKnown(decoded(segment)) ? '{id}' : segment))
    .join('/');

/** Names stay, and values that the declaration itself asks with. */
export function redactQuery(query: string, { destination, list }: ContractDeclaration, words: Words): string {
  const own = new Set(
    [destination.probe, list?.request, list?.largest].flatMap((request) =>
      Object.values(request?.query ?? {}),
    ),
  );
  const redacted = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(query)) {
    redacted.append(name, own.has(value) ? value : words.value(value));
  }
  return redacted.toString();
}

/** Without method and placeholders. */
const segmentsOf = (template: string) =>
  template
    .slice(template.indexOf('/'))
    .split('/')
    .filter((segment) => !/^\{.*\}$/.test(segment));

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
