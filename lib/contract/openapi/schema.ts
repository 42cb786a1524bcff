/** A schema of a document in one dialect, JSON Schema 2020-12, whatever the document's version. */
import type { TypeName } from '../../../functions/core/contract/shape/shape.ts';

export type Schema = boolean | SchemaObject;
export type SchemaMap = Readonly<Record<string, Schema>>;

/** The keywords that are looked at here. All others are Ajv's alone. */
export interface SchemaObject {
  /** Ours, in place of `$ref`: key of another schema of the same `Schemas`. */
  readonly 'x-ref'?: string;
  readonly type?: readonly TypeName[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: SchemaMap;
  readonly patternProperties?: SchemaMap;
  readonly additionalProperties?: Schema;
  readonly unevaluatedProperties?: Schema;
  readonly required?: readonly string[];
  readonly prefixItems?: readonly Schema[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly dependentSchemas?: SchemaMap;
  /** Ours: fields that do not travel in this direction, `readOnly` in a request, `writeOnly` in a response. */
  readonly 'x-hidden'?: readonly string[];
}

/** What JSON calls a value; a whole number is an `integer`. */
export function typeNameOf(value: unknown): TypeName {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'string' ? 'string' : 'object';
}

export const typeNames: readonly TypeName[] = [
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
];
