/** Which fields of an object a document knows. */
import { allowedTypes, compose } from './composition.ts';
import { own } from './json-object.ts';
import type { Schema, SchemaObject } from './schema.ts';
import type { Schemas } from './schemas.ts';

/** What these schemas say of a field. A schema that leaves further fields unmentioned says nothing of them. */
export function fieldSchemas(parts: readonly SchemaObject[], key: string): readonly Schema[] {
  return parts.flatMap((part) => {
    const named = namedIn(part, key);
    if (named.length > 0) return named;
    const further = part.additionalProperties ?? part.unevaluatedProperties ?? false;
    return further === false ? [] : [further];
  });
}

/** Whether a schema takes no such field. */
export const forbids = (schema: SchemaObject, key: string) =>
  schema.additionalProperties === false && namedIn(schema, key).length === 0;

function namedIn({ properties = {}, patternProperties = {} }: SchemaObject, key: string): Schema[] {
  const byName = own(properties, key) as Schema | undefined;
  const byPattern = Object.entries(patternProperties).filter(([pattern]) => new RegExp(pattern).test(key));
  return [...(byName === undefined ? [] : [byName]), ...byPattern.map(([, schema]) => schema)];
}

/** What these schemas say of the item at an index. */
export const itemSchemas = (parts: readonly SchemaObject[], at: number): readonly Schema[] =>
  parts.flatMap(({ prefixItems, items }) => prefixItems?.[at] ?? items ?? []);

/**
 * Whether these schemas leave open which fields there are: `type: object` and nothing else is an object of any fields.
 * https://swagger.io/docs/specification/v3_0/data-models/data-types/#free-form-object
 */
export function isOpen(given: readonly Schema[], schemas: Schemas): boolean {
  if (given.length === 0 || !allowedTypes(given, schemas).has('object')) return false;
  const { sure, choices } = compose(given, schemas);
  if (sure.some(namesFields)) return false;
  return choices.length === 0 || choices.some((choice) => choice.some((branch) => isOpen([branch], schemas)));
}

const namesFields = ({ properties, patternProperties, additionalProperties }: SchemaObject) =>
  Object.keys({ ...properties, ...patternProperties }).length > 0 || additionalProperties === false;
