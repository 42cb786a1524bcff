import { DocumentError } from './document-error.ts';
import { isJsonObject, own } from './json-object.ts';

/** Keywords whose value is data, not document: a `$ref` in there is somebody's example. */
const data = new Set(['const', 'default', 'enum', 'example', 'examples', 'value']);

/**
 * Throws `DocumentError` on a `$ref` into another file, and on YAML anchors that lead into themselves. References to
 * places that the document does not have pass: what they would have said counts as nothing said.
 */
export function checkReferences(root: unknown, name: string): void {
  const done = new Set<object>();
  const around = new Set<object>();

  const check = (node: unknown, place: string, keysAreNames: boolean): void => {
    if (typeof node !== 'object' || node === null || done.has(node)) return;
    if (around.has(node)) {
      throw new DocumentError(
        `${name}: the YAML anchor at ${place} leads into itself. Write the circle with $ref instead.`,
      );
    }
    around.add(node);
    if (isJsonObject(node)) {
      const reference = own(node, '$ref');
      if (typeof reference === 'string' && !reference.startsWith('#')) {
        throw new DocumentError(
          `${name}: expected one file, got a $ref to another, "${reference}", at ${place}. Bundle it first: npx @redocly/cli bundle <file> --output openapi.json`,
        );
      }
    }
    for (const [key, value] of Object.entries(node)) {
      // Under `properties` stand names: a field may be called `example`.
      if (!keysAreNames && !Array.isArray(node) && (data.has(key) || key.startsWith('x-'))) continue;
      check(value, `${place}/${escaped(key)}`, !keysAreNames && named.has(key));
    }
    around.delete(node);
    done.add(node);
  };
  check(root, '#', false);
}

/** Keywords under which names stand, not keywords. */
const named = new Set([
  '$defs',
  'callbacks',
  'content',
  'definitions',
  'dependentSchemas',
  'headers',
  'patternProperties',
  'properties',
  'requestBodies',
  'responses',
  'schemas',
]);

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');
