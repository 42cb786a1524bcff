import type { $ZodType } from 'zod/v4/core';

/** As much of a definition as leads on. https://zod.dev/packages/core */
interface Definition {
  readonly shape?: Readonly<Record<string, $ZodType>>;
  readonly element?: $ZodType;
  /** Of a record: its keys are the publisher's. */
  readonly valueType?: $ZodType;
  /** Of what only says that it may be null or left out. */
  readonly innerType?: $ZodType;
  /** Of a union. */
  readonly options?: readonly $ZodType[];
  /** Of an intersection. */
  readonly left?: $ZodType;
  readonly right?: $ZodType;
}

/**
 * The steps of a path as they may be told: names that the schema declares, and places in lists. What a publisher chose (a key
 * of a record, an unknown field) may be somebody's address, and is `*`.
 */
export function declaredSteps(schema: $ZodType, steps: readonly string[]): readonly string[] {
  let at: readonly $ZodType[] = [schema];
  return steps.map((step) => {
    const definitions = at.flatMap(definitionsOf);
    const elements = definitions.flatMap(({ element }) => element ?? []);
    const fields = definitions.flatMap(({ shape }) =>
      shape !== undefined && Object.hasOwn(shape, step) ? (shape[step] ?? []) : [],
    );
    const values = definitions.flatMap(({ valueType }) => valueType ?? []);
    at = [...elements, ...fields, ...values];
    return fields.length > 0 || (elements.length > 0 && /^\d+$/.test(step)) ? step : '*';
  });
}

function definitionsOf(schema: $ZodType): Definition[] {
  const definition = schema._zod.def as Definition;
  const { innerType, options, left, right } = definition;
  const inside = [innerType, ...(options ?? []), left, right].filter((one) => one !== undefined);
  return inside.length === 0 ? [definition] : inside.flatMap(definitionsOf);
}
