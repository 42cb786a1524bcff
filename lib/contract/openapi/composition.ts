/** What a schema is made of: what holds for certain, and what may hold. */
import type { TypeName } from '../../../functions/core/contract/shape/shape.ts';
import { type Schema, type SchemaObject, typeNameOf, typeNames } from './schema.ts';
import type { Schemas } from './schemas.ts';

export interface Composition {
  /** All of these hold. */
  readonly sure: readonly SchemaObject[];
  /** Of each of these, one or more hold. */
  readonly choices: readonly (readonly Schema[])[];
}

/** Follows references, `allOf`, and an `anyOf` or `oneOf` of one branch, which is no choice. */
export function compose(given: readonly Schema[], schemas: Schemas): Composition {
  const sure = new Set<SchemaObject>();
  const choices: (readonly Schema[])[] = [];
  const add = (schema: Schema): void => {
    if (typeof schema === 'boolean' || sure.has(schema)) return;
    sure.add(schema);
    if (schema['x-ref'] !== undefined) add(schemas.target(schema['x-ref']));
    schema.allOf?.forEach(add);
    for (const choice of [schema.anyOf, schema.oneOf]) {
      if (choice?.length === 1) choice.forEach(add);
      else if (choice !== undefined) choices.push(choice);
    }
  };
  given.forEach(add);
  return { sure: [...sure], choices };
}

/** Every schema that could have a say about the same value, whichever branches hold. */
export function everyPart(given: readonly Schema[], schemas: Schemas): readonly SchemaObject[] {
  const parts = new Set<SchemaObject>();
  const add = (schema: Schema | undefined): void => {
    if (schema === undefined || typeof schema === 'boolean' || parts.has(schema)) return;
    parts.add(schema);
    if (schema['x-ref'] !== undefined) add(schemas.target(schema['x-ref']));
    for (const list of [schema.allOf, schema.anyOf, schema.oneOf]) list?.forEach(add);
    for (const part of [schema.if, schema.then, schema.else]) add(part);
    Object.values(schema.dependentSchemas ?? {}).forEach(add);
  };
  given.forEach(add);
  return [...parts];
}

/** The types that a value may have by all of these schemas. None: the document contradicts itself. */
export function allowedTypes(given: readonly Schema[], schemas: Schemas): ReadonlySet<TypeName> {
  const around = new Set<Schema>();
  const allowed = (list: readonly Schema[]): Set<TypeName> => {
    const { sure, choices } = compose(list, schemas);
    let types = new Set<TypeName>(list.includes(false) ? [] : typeNames);
    for (const schema of sure) {
      if (schema.type !== undefined) types = types.intersection(widened(schema.type));
      const values = schema.enum ?? (Object.hasOwn(schema, 'const') ? [schema.const] : undefined);
      if (values !== undefined) types = types.intersection(new Set(values.map(typeNameOf)));
    }
    for (const choice of choices) {
      // A branch that leads back to itself says nothing new.
      const branches = choice.filter((branch) => !around.has(branch));
      if (branches.length < choice.length) continue;
      for (const branch of branches) around.add(branch);
      const union = branches.reduce((all, branch) => all.union(allowed([branch])), new Set<TypeName>());
      for (const branch of branches) around.delete(branch);
      types = types.intersection(union);
    }
    return types;
  };
  return allowed(given);
}

/** A whole number is a number. */
const widened = (types: readonly TypeName[]) =>
  new Set<TypeName>(types.includes('number') ? [...types, 'integer'] : types);

/** `integer` beside `number` goes without saying. Sorted, for people. */
export function typesText(types: ReadonlySet<TypeName>): string {
  const shown = typeNames.filter((name) => types.has(name) && !(name === 'integer' && types.has('number')));
  return shown.length === typeNames.length - 1 ? 'anything' : shown.join(' or ');
}
