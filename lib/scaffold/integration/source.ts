/** The fields of an event as a mapping reads them: every dotted path, as `PathOf` has it. */
import { toJSONSchema } from 'zod/v4/core';
import type { EventContract } from '../../../functions/core/declare/event.ts';

export interface SourceField {
  /** `address.city`. */
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
    const options = (Array.isArray(written.anyOf) ? written.anyOf : [written]) as readonly Schema[];
    const own = options.filter(({ type }) => type !== 'null');
    const nullable = own.length < options.length || !required.includes(name);
    const [first] = own;
    // An object without declared fields, a map or anything, has no path that a mapping could name.
    if (
      own.every(({ type, properties: inner }) =>
        type === undefined
          ? own.every((each) => Object.keys(each).length === 0)
          : type === 'object' && inner === undefined,
      )
    )
      return [];
    if (first?.type === 'object') return fieldsIn(first, `${path}.`, nullable ? [...within, path] : within);
    const types = own.map(({ type, enum: values }) =>
      type === undefined && values !== undefined ? 'string' : String(type),
    );
    return [
      {
        path,
        types: [...new Set(types)],
        nullable: nullable || within.length > 0,
        ownNullable: nullable,
        within,
      },
    ];
  });
}
