import { type Coercion, ConversionError, defineCoercion } from '../conversion.ts';

/**
 * One code for another, `oneOf({ new: 'OPEN', done: 'CLOSED' })`. A source of known values is complete at compile time; for
 * a number or a boolean write it as the key: `oneOf({ 1: true, 0: false })`. Throws `ConversionError` on any other value,
 * unless `otherwise` stands for it, which the report says as `defaulted`.
 */
export function oneOf<const Table extends Readonly<Record<string, unknown>>>(
  table: Table,
): Coercion<KeyAsValue<keyof Table>, Table[keyof Table]>;
export function oneOf<const Table extends Readonly<Record<string, unknown>>, const Otherwise>(
  table: Table,
  otherwise: Otherwise,
): Coercion<string | number | boolean, Table[keyof Table] | Otherwise>;
export function oneOf(
  table: Readonly<Record<string, unknown>>,
  ...otherwise: readonly unknown[]
): Coercion<never, unknown> {
  return defineCoercion('oneOf', (value: string | number | boolean, tell) => {
    if (Object.hasOwn(table, String(value))) return table[String(value)];
    if (otherwise.length === 0) throw new ConversionError('the code is none of the table');
    tell('defaulted');
    return otherwise[0];
  });
}

/** One code for another where the source is any text: throws `ConversionError` on what the table has not. */
export function codeTable<Value>(
  name: string,
  table: Readonly<Record<string, Value>>,
): Coercion<string, Value> {
  return defineCoercion(name, (code) => {
    if (!Object.hasOwn(table, code)) throw new ConversionError(`the code is not in ${name}`);
    return table[code] as Value;
  });
}

/** What a value may be that has this key in a table. */
type KeyAsValue<Key> = Key extends `${infer Digits extends number}`
  ? Digits | Key
  : Key extends number
    ? Key | `${Key}`
    : Key extends 'true'
      ? true | Key
      : Key extends 'false'
        ? false | Key
        : Key;
