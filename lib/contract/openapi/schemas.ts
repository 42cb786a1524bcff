/** The schemas of a document as Ajv and the comparison read them. */
import type { SchemaValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { boundText } from './bound-text.ts';
import { convertSchema } from './convert-schema.ts';
import type { Direction } from './direction.ts';
import { placeIn } from './follow.ts';
import { hiddenFields } from './hidden-fields.ts';
import { isJsonObject } from './json-object.ts';
import type { OpenApiDocument } from './read-document.ts';
import type { Schema } from './schema.ts';

/** `kept`: a list of one is a list. `loose`: it may stand for its item, and an item for a list of one. */
export type ListsOfOne = 'kept' | 'loose';

export interface Schemas {
  readonly direction: Direction;
  /** A schema of the document, converted. */
  readonly read: (raw: unknown) => Schema;
  /** What a converted `$ref` leads to. */
  readonly target: (key: string) => Schema;
  /** Whether a value is what a schema says; `undefined` where that cannot be told. */
  readonly accepts: (schema: Schema, value: unknown) => boolean | undefined;
  /** The bound that a value is outside of (`maxLength 40`), and where, as a JSON pointer; `undefined`: of none. */
  readonly brokenBound: (
    schema: Schema,
    value: unknown,
  ) => { readonly pointer: string; readonly rule: string } | undefined;
  /** A copy of a value of texts, with each text turned into the type that the schema wants where it can be. */
  readonly coerced: (schema: Schema, value: unknown, lists: ListsOfOne) => unknown;
}

/**
 * Opens the schemas of a document for what goes one way. Each is converted and compiled when a value first comes to it:
 * in some documents everything leads to everything, and to compile that at once is more than the stack holds.
 */
export function openSchemas(document: OpenApiDocument, direction: Direction): Schemas {
  const keys = new Map<string, string>();
  const targets = new Map<string, () => Schema>();
  const converted = new WeakMap<object, Map<string, Schema>>();

  const convert = (raw: unknown, around: ReadonlySet<string>): Schema => {
    if (!isJsonObject(raw)) return convertSchema(raw, { ...unneeded, version: document.version });
    const hidden = around.union(hiddenFields(document, raw, direction));
    const name = JSON.stringify([...hidden].sort());
    const known = converted.get(raw)?.get(name);
    if (known !== undefined) return known;
    const schema = convertSchema(raw, {
      version: document.version,
      hidden,
      part: (part, is) => convert(part, is === 'same' ? hidden : nothing),
      keyOf: (reference) => keyOf(reference, hidden, name),
    });
    converted.set(raw, (converted.get(raw) ?? new Map()).set(name, schema));
    return schema;
  };
  const keyOf = (reference: string, hidden: ReadonlySet<string>, name: string): string | undefined => {
    const raw = placeIn(document, reference);
    if (!isJsonObject(raw) && typeof raw !== 'boolean') return undefined;
    const id = `${reference} ${name}`;
    const key = keys.get(id) ?? `${keys.size}`;
    keys.set(id, key);
    targets.set(key, () => convert(raw, hidden));
    return key;
  };
  const target = (key: string) => targets.get(key)?.() ?? true;
  const strictly = newAjv(target, false);
  const coercing = { kept: newAjv(target, true), loose: newAjv(target, 'array') };
  const check = (ajv: Ajv2020, schema: Schema, value: unknown) => {
    try {
      const validate = ajv.compile(schema);
      return validate(value) ? [] : (validate.errors ?? []);
    } catch {
      // References in a circle, or a schema that Ajv knows to be none.
      return undefined;
    }
  };

  return {
    direction,
    read: (raw) => convert(raw, nothing),
    target,
    accepts: (schema, value) => {
      const errors = check(strictly, schema, value);
      return errors === undefined ? undefined : errors.length === 0;
    },
    brokenBound: (schema, value) => {
      // The outermost reason comes last. What is wrong within a branch is a matter of which branch was meant.
      const reason = check(strictly, schema, value)?.at(-1);
      const rule = reason === undefined ? undefined : boundText(reason);
      return reason === undefined || rule === undefined ? undefined : { pointer: reason.instancePath, rule };
    },
    coerced: (schema, value, lists) => {
      // Ajv writes into the value; in an object around it even a single text can be written.
      const copy = { it: structuredClone(value) };
      check(coercing[lists], { properties: { it: schema } }, copy);
      return copy.it;
    },
  };
}

const nothing: ReadonlySet<string> = new Set();
const unneeded = { hidden: nothing, part: () => true, keyOf: () => undefined };

function newAjv(target: (key: string) => Schema, coerceTypes: 'array' | boolean): Ajv2020 {
  const ajv = new Ajv2020({
    coerceTypes,
    // Everything is to be coerced, and not only what comes before the first error.
    allErrors: coerceTypes !== false,
    logger: false,
    // Documents are not validated here, so the schema of schemas is not needed.
    meta: false,
    // `constructor` is not there because every object has one.
    ownProperties: true,
    // Documents hold keywords of other tools, and formats that nobody knows.
    strict: false,
    unicodeRegExp: false,
    validateFormats: false,
    validateSchema: false,
  });
  const follow: SchemaValidateFunction = (key: string, data: unknown, _parent, context) => {
    const validate = ajv.compile(target(key));
    const isValid = validate(data, context);
    follow.errors = validate.errors ?? [];
    return isValid;
  };
  return ajv.addKeyword({
    keyword: 'x-ref',
    schemaType: 'string',
    errors: 'full',
    validate: follow,
  });
}
