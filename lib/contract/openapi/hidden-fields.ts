import type { Direction } from './direction.ts';
import { placeIn } from './follow.ts';
import { isJsonObject, type JsonObject, listAt, own } from './json-object.ts';
import type { OpenApiDocument } from './read-document.ts';

/** Names of the fields of an object that do not travel in a direction, over everything that it is composed of. */
export function hiddenFields(
  document: OpenApiDocument,
  schema: JsonObject,
  direction: Direction,
): ReadonlySet<string> {
  const flag = direction === 'request' ? 'readOnly' : 'writeOnly';
  const names = new Set<string>();
  const seen = new Set<object>();
  const target = (raw: unknown): unknown => {
    const reference = isJsonObject(raw) ? own(raw, '$ref') : undefined;
    return typeof reference === 'string' ? placeIn(document, reference) : undefined;
  };
  const isHidden = (raw: unknown) => isJsonObject(raw) && own(raw, flag) === true;
  const look = (raw: unknown): void => {
    if (!isJsonObject(raw) || seen.has(raw)) return;
    seen.add(raw);
    const fields = own(raw, 'properties');
    for (const [name, field] of Object.entries(isJsonObject(fields) ? fields : {})) {
      if (isHidden(field) || isHidden(target(field))) names.add(name);
    }
    look(target(raw));
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) listAt(raw, keyword).forEach(look);
  };
  look(schema);
  return names;
}
