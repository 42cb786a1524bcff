import type { TypeName } from '../../../functions/core/contract/shape/shape.ts';
import { isJsonObject, type JsonObject, listAt, own } from './json-object.ts';
import { type Schema, type SchemaObject, typeNames } from './schema.ts';
import { boundsOf, isPattern } from './schema-bounds.ts';

export interface Conversion {
  readonly version: '3.0' | '3.1';
  /** Fields of this schema and of those it is composed with that do not travel in this direction. */
  readonly hidden: ReadonlySet<string>;
  /** Converts a schema that stands within: a part of the same object, or a field of it. */
  readonly part: (raw: unknown, is: 'field' | 'same') => Schema;
  /** The key of what a reference leads to; `undefined` where it leads nowhere. */
  readonly keyOf: (reference: string) => string | undefined;
}

/** Says nothing and forbids nothing, and knows every field: what a document meant where it cannot be read. */
export const anything: SchemaObject = { additionalProperties: true };

/**
 * One schema object of a document as JSON Schema 2020-12. Only keywords that are well formed are taken over: Ajv throws
 * on a `type: "int"`, and the document then still says everything else. `format` is left out: in 2020-12 it is a note
 * and no rule, and documents use it so (`type: integer, format: date-time`).
 */
export function convertSchema(raw: unknown, to: Conversion): Schema {
  if (typeof raw === 'boolean') return raw;
  if (!isJsonObject(raw)) return anything;
  const nullable = own(raw, 'nullable') === true;
  const reference = own(raw, '$ref');
  if (typeof reference === 'string') return convertReference(raw, reference, nullable, to);
  const schema = keywordsOf(raw, to);
  if (!nullable) return schema;
  // By the letter, `nullable` does nothing beside `allOf` or an enum without null. Who writes it means it, in 3.1 too.
  // https://github.com/OAI/OpenAPI-Specification/blob/main/proposals/2019-10-31-Clarify-Nullable.md
  const isPlain = !['allOf', 'anyOf', 'oneOf', 'not'].some((keyword) => Object.hasOwn(raw, keyword));
  if (!isPlain) return { anyOf: [schema, { type: ['null'] }] };
  return {
    ...schema,
    ...(schema.type === undefined ? {} : { type: sorted([...schema.type, 'null']) }),
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}

function convertReference(raw: JsonObject, reference: string, nullable: boolean, to: Conversion): Schema {
  const key = to.keyOf(reference);
  if (key === undefined) return anything;
  // In 3.0 a reference stands alone: what is written beside it does not count.
  const beside = to.version === '3.0' ? {} : keywordsOf(raw, to);
  const schema = { ...beside, 'x-ref': key };
  return nullable ? { anyOf: [schema, { type: ['null'] }] } : schema;
}

function keywordsOf(raw: JsonObject, to: Conversion): SchemaObject {
  const taken: [string, unknown][] = [];
  const take = (keyword: string, value: unknown) => {
    if (value !== undefined) taken.push([keyword, value]);
  };
  const isSchema = (value: unknown) => isJsonObject(value) || typeof value === 'boolean';
  const within = (value: unknown, keyword: string) =>
    to.part(value, sameObject.has(keyword) ? 'same' : 'field');

  take('type', typesOf(raw));
  for (const keyword of schemaKeywords) {
    const value = own(raw, keyword);
    // What nothing evaluated depends on what stands behind references: not enforced, and so never said to be broken.
    const isUnevaluated = keyword === 'unevaluatedProperties' && value === false;
    if (isSchema(value) && !isUnevaluated) take(keyword, within(value, keyword));
  }
  for (const keyword of schemaListKeywords) {
    const list = listAt(raw, keyword);
    if (list.length > 0)
      take(
        keyword,
        list.map((value) => within(value, keyword)),
      );
  }
  for (const keyword of schemaMapKeywords) {
    const map = own(raw, keyword);
    if (!isJsonObject(map)) continue;
    take(keyword, fromEntries(Object.entries(map).map(([name, value]) => [name, within(value, keyword)])));
  }
  for (const [keyword, value] of boundsOf(raw)) take(keyword, value);
  if (listAt(raw, 'enum').length > 0) take('enum', listAt(raw, 'enum'));
  if (Object.hasOwn(raw, 'const')) take('const', raw.const);
  const required = listAt(raw, 'required').filter((name) => typeof name === 'string' && !to.hidden.has(name));
  if (required.length > 0) take('required', [...new Set(required)]);
  const fields = own(raw, 'properties');
  const hidden = isJsonObject(fields) ? Object.keys(fields).filter((name) => to.hidden.has(name)) : [];
  if (hidden.length > 0) take('x-hidden', hidden);

  const schema: SchemaObject = fromEntries(taken);
  if (Object.keys(schema.patternProperties ?? {}).every(isPattern)) return schema;
  const { patternProperties: _, unevaluatedProperties: __, ...readable } = schema;
  return { ...readable, ...anything };
}

/** These speak of the object that they stand in, not of its fields. */
const sameObject = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas']);

const schemaKeywords = [
  'additionalProperties',
  'contains',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedProperties',
];
const schemaListKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const schemaMapKeywords = ['dependentSchemas', 'patternProperties', 'properties'];
function typesOf(raw: JsonObject): readonly TypeName[] | undefined {
  const type = own(raw, 'type');
  const types = Array.isArray(type) ? type : [type];
  const known = typeNames.filter((name) => types.includes(name));
  return known.length === types.length ? known : undefined;
}

const sorted = (types: readonly TypeName[]) => typeNames.filter((name) => types.includes(name));

/** Defines each key, so that a field called `__proto__` is a field. */
const fromEntries = <Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> =>
  Object.fromEntries(entries);
