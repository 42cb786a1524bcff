import type { EventContract } from '../../../functions/core/declare/event.ts';
import { eventSchema } from './event-schemas.ts';

/** One field of an event's `data`, for people to read. */
export interface ListedField {
  /** `address.city`, `items[].sku`, `labels.*` for any key of a record. */
  readonly path: string;
  /** `string`, `integer or null`, `"card" or "sepa"`. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly isPersonal: boolean;
}

/** As much of a JSON Schema as zod writes of a contract. */
interface Schema {
  /** Both in one list for a plain text that may be null. */
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** Deeper than any event that somebody reads; a schema that contains itself has no end. */
const depthMax = 12;

/** Every field that the contract declares, in its order; those within alternatives once. */
export function fieldList(contract: EventContract, among: readonly EventContract[]): readonly ListedField[] {
  const { properties } = eventSchema(contract, 'draft-2020-12', among) as {
    readonly properties: { readonly data: Schema };
  };
  const fields = new Map<string, ListedField>();
  const personal = new Set<string>(contract.personal);
  const visit = (schema: Schema, path: string, depth: number): void => {
    if (depth > depthMax) return;
    const all = alternatives(schema);
    const objects = all.filter((one) => one.properties !== undefined);
    for (const one of all) {
      for (const [name, field] of Object.entries(one.properties ?? {})) {
        const isRequired = objects.every(({ required }) => required?.includes(name));
        add(field, path === '' ? name : `${path}.${name}`, isRequired, depth);
      }
      if (one.items !== undefined) visit(one.items, `${path}[]`, depth + 1);
      const { additionalProperties: any } = one;
      // A loose object has `{}`: fields that nobody declared.
      if (typeof any === 'object' && Object.keys(any).length > 0)
        add(any, path === '' ? '*' : `${path}.*`, false, depth);
    }
  };
  const add = (field: Schema, path: string, isRequired: boolean, depth: number): void => {
    const types = new Set([...(fields.get(path)?.type.split(' or ') ?? []), ...typeOf(field).split(' or ')]);
    fields.set(path, { path, type: [...types].join(' or '), isRequired, isPersonal: personal.has(path) });
    visit(field, path, depth + 1);
  };
  visit(properties.data, '', 0);
  // Items of a list of texts have no name of their own in the schema.
  for (const path of personal)
    if (!fields.has(path)) fields.set(path, { path, type: 'string', isRequired: false, isPersonal: true });
  return [...fields.values()];
}

const alternatives = (schema: Schema): readonly Schema[] => [
  schema,
  ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((some = []) => some.flatMap(alternatives)),
];

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' or ');
  const some = schema.anyOf ?? schema.oneOf;
  if (some !== undefined) return [...new Set(some.map(typeOf))].join(' or ');
  if (schema.type === 'array')
    return `list of ${schema.items === undefined ? 'anything' : typeOf(schema.items)}`;
  return [schema.type ?? 'anything'].flat().join(' or ');
}
