import { decodeForm, type Form } from '../form.ts';
import type { Schema } from './schema.ts';
import type { Schemas } from './schemas.ts';

/**
 * The value that a form (`application/x-www-form-urlencoded`, nested keys in brackets) stands for by a schema: texts become
 * numbers and booleans where it wants them. `undefined`: nobody can tell, or the schema takes it. A form does not say
 * whether `a[0]` is a list or an object with a key 0, so only what is refused as both is handed back.
 */
export function refusedForm(text: string, schema: Schema, schemas: Schemas): unknown {
  let form: Form;
  try {
    form = decodeForm(text);
  } catch {
    return undefined;
  }
  const readings = [form, listed(form)].flatMap((reading) => {
    const value = plain(reading);
    return [
      withListsKept(value, schemas.coerced(schema, value, 'loose')),
      schemas.coerced(schema, value, 'kept'),
    ];
  });
  return readings.every((reading) => schemas.accepts(schema, reading) === false)
    ? readings.at(-1)
    : undefined;
}

/** A list of one in brackets is not the text in it, whoever takes a text for a list of one. */
function withListsKept(sent: unknown, coerced: unknown): unknown {
  if (typeof sent !== 'object' || sent === null) return coerced;
  if (typeof coerced !== 'object' || coerced === null || Array.isArray(sent) !== Array.isArray(coerced))
    return sent;
  const within = (key: string, value: unknown) =>
    Object.hasOwn(sent, key) ? withListsKept((sent as Record<string, unknown>)[key], value) : value;
  const entries = Object.entries(coerced).map(([key, value]) => [key, within(key, value)] as const);
  return Array.isArray(coerced) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

type Value = string | readonly Value[] | { readonly [key: string]: Value };

/** Objects whose keys are 0, 1, 2 become lists. */
function listed(value: Value): Value {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(listed);
  const keys = Object.keys(value);
  const items = Object.values(value).map(listed);
  if (keys.length > 0 && keys.every((key, at) => key === `${at}`)) return items;
  return Object.fromEntries(keys.map((key, at) => [key, items[at] ?? '']));
}

/** With a prototype, which structuredClone and Ajv expect. */
const plain = (value: Value): unknown => JSON.parse(JSON.stringify(value));
