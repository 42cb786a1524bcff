/**
 * Dotted paths into a shape: `address.city`; `items[].sku` for the `sku` of every item of a list, `limits.*.max` for that of
 * every value of a record. A path ends at a leaf:
 * a value, a list of values, a record (an object whose keys are data), or something of no declared shape.
 */

/** Values that have nothing inside. */
export type Leaf = string | number | boolean | bigint | null | undefined;

/** The keys that a type declares, without the index signature that loose schemas add. */
export type KnownKeys<S> = keyof { [K in keyof S as string extends K ? never : K]: S[K] } & string;

/** Every path of `S` that ends at a leaf. Nullable objects are looked into, and every variant of a union is. */
export type PathOf<S> = S extends unknown
  ? { [K in KnownKeys<S>]-?: PathUnder<NonNullable<S[K]>, K> }[KnownKeys<S>]
  : never;

type PathUnder<Value, K extends string> = Value extends Leaf
  ? K
  : Value extends readonly (infer Item)[]
    ? PathUnderItem<NonNullable<Item>, K>
    : [KnownKeys<Value>] extends [never]
      ? K
      : `${K}.${PathOf<Value>}`;

type PathUnderItem<Item, K extends string> = Item extends Leaf | readonly unknown[]
  ? K
  : [KnownKeys<Item>] extends [never]
    ? K
    : `${K}[].${PathOf<Item>}`;

/** Paths of lists, `items` or `order.lines`, that are not themselves in a list. */
export type ListPathOf<S> = S extends unknown
  ? { [K in KnownKeys<S>]-?: ListPathUnder<NonNullable<S[K]>, K> }[KnownKeys<S>]
  : never;

type ListPathUnder<Value, K extends string> = Value extends Leaf
  ? never
  : Value extends readonly unknown[]
    ? K
    : [KnownKeys<Value>] extends [never]
      ? never
      : `${K}.${ListPathOf<Value>}`;

/** What can be read: leaves, values in lists, and whole lists. */
export type ReadPath<S> = PathOf<S> | ListPathOf<S>;

/** Paths of records, `attributes`, that are not in a list. */
export type RecordPathOf<S> = S extends unknown
  ? { [K in KnownKeys<S>]-?: RecordPathUnder<NonNullable<S[K]>, K> }[KnownKeys<S>]
  : never;

type RecordPathUnder<Value, K extends string> = Value extends Leaf | readonly unknown[]
  ? never
  : [KnownKeys<Value>] extends [never]
    ? string extends keyof Value
      ? K
      : never
    : `${K}.${RecordPathOf<Value>}`;

/** The type at a path: null or undefined included where a parent may be, a list of values where it leads through a list. */
export type At<S, Path extends string> = S extends unknown
  ? Path extends `${infer Head}.${infer Rest}`
    ? Head extends `${infer List}[]`
      ? ThroughList<Value<S, List>, Rest>
      : At<NonNullable<Value<S, Head>>, Rest> | Extract<Value<S, Head>, null | undefined>
    : Value<S, Path>
  : never;

type ThroughList<List, Rest extends string> = List extends readonly (infer Item)[]
  ? At<NonNullable<Item>, Rest>[]
  : Extract<List, null | undefined>;

/** A key that only other variants of a union have is absent from this one. */
type Value<S, K extends string> = K extends keyof S ? S[K] : undefined;

/**
 * Reads a path of whatever it is given. A step that is null makes the whole null, one that is absent makes it absent, as
 * `At` says; a path through a list reads a list.
 */
export function pathReader(path: string): (source: unknown) => unknown {
  const steps = path
    .split('.')
    .map((step) => ({ key: step.replace(/\[\]$/, ''), isList: step.endsWith('[]') }));
  const read = (source: unknown, from: number): unknown => {
    let value = source;
    for (let at = from; at < steps.length; at += 1) {
      if (value === null) return null;
      if (typeof value !== 'object') return undefined;
      const { key, isList } = steps[at] as (typeof steps)[number];
      if (key === '*') return Object.values(value).map((entry) => read(entry, at + 1));
      value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
      if (isList && Array.isArray(value)) return value.map((item) => read(item, at + 1));
    }
    return value;
  };
  return (source) => read(source, 0);
}
