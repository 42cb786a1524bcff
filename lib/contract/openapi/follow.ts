import { isJsonObject, type JsonObject, own } from './json-object.ts';
import type { OpenApiDocument } from './read-document.ts';

/** More than any document nests references to references; a longer chain is a circle. */
const referencesMax = 32;

/** What stands at a place of the document (`#/components/schemas/contact`); `undefined` where it has no such place. */
export function placeIn({ root }: OpenApiDocument, reference: string): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map(unescaped)
    .reduce<unknown>((node, key) => {
      if (Array.isArray(node)) return node[Number(key)];
      return isJsonObject(node) ? own(node, key) : undefined;
    }, root);
}

/** `node`, or what its `$ref` leads to; `undefined` when that is no object. For everything but schemas. */
export function follow(document: OpenApiDocument, node: unknown): JsonObject | undefined {
  let at = node;
  for (let followed = 0; followed < referencesMax; followed += 1) {
    if (!isJsonObject(at)) return undefined;
    const reference = own(at, '$ref');
    if (typeof reference !== 'string') return at;
    at = placeIn(document, reference);
  }
  return undefined;
}

/** A JSON pointer in a URI fragment. https://www.rfc-editor.org/rfc/rfc6901#section-6 */
function unescaped(key: string): string {
  let decoded = key;
  try {
    decoded = decodeURIComponent(key);
  } catch {
    // A bare % in a path template, written as it is.
  }
  return decoded.replaceAll('~1', '/').replaceAll('~0', '~');
}
