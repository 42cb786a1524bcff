/** The fields of an event as a mapping reads them: every dotted path, as `PathOf` has it. */
import { toJSONSchema } from 'zod/v4/core';
import type { EventContract } from '../../../functions/core/declare/event.ts';

export interface SourceField {
  /** `address.city`, `items[].sku`. */
  readonly path: string;
  /** JSON types without null: `string`, `integer`; none for what may be anything. */
  readonly types: readonly string[];
  /** May be null or missing, or an object around it may. */
  readonly nullable: boolean;
  /** It itself may be null or missing. */
  readonly ownNullable: boolean;
  /** Paths of the objects around it that may be null or missing, the outermost first. */
  readonly within: readonly string[];
}

type Schema = Readonly<Record<string, unknown>>;

export function sourceFields({ data }: EventContract): readonly SourceField[] {
  return fieldsIn(toJSONSchema(data, { unrepresentable: 'any' }) as Schema, '', []);
}

function fieldsIn(schema: Schema, prefix: string, within: readonly string[]): readonly SourceField[] {
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Schema>>);
  const required = (schema.required ?? []) as readonly string[];
  return properties.flatMap(([name, written]): readonly SourceField[] => {
    const path = `${prefix}${name}`;
    const { options, isNull } = optionsOf(written);
    const nullable = isNull || !required.includes(name);
    const around = nullable ? [...within, path] : within;
    const [first] = options;
    if (first !== undefined && hasFields(first)) return fieldsIn(first, `${path}.`, around);
    const [item] = first?.type === 'array' ? optionsOf((first.items ?? {}) as Schema).options : [];
    if (item !== undefined && hasFields(item)) return fieldsIn(item, `${path}[].`, around);
    const types = options.map(({ type, enum: values }) =>
      type === undefined && values !== undefined ? 'string' : String(type),
    );
    const common = { path, within, ownNullable: nullable, nullable: nullable || within.length > 0 };
    return [{ ...common, types: [...new Set(types)] }];
  });
}

function optionsOf(written: Schema): { readonly options: readonly Schema[]; readonly isNull: boolean } {
  const variants = (Array.isArray(written.anyOf) ? written.anyOf : [written]) as readonly Schema[];
  // A plain text that may be null has both types in one list.
  const all = variants.flatMap((one) =>
    Array.isArray(one.type) ? one.type.map((type): Schema => ({ ...one, type })) : [one],
  );
  const options = all.filter(({ type }) => type !== 'null');
  return { options, isNull: options.length < all.length };
}

/** An object of which fields are declared; a map, or anything, is read as a whole. */
const hasFields = (schema: Schema | undefined) =>
  schema?.type === 'object' && Object.keys(schema.properties ?? {}).length > 0;
