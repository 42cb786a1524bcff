/** Values that a path ends at: nothing inside them is addressed on its own. */
export type Leaf = string | number | boolean | bigint | null | undefined | readonly unknown[];

/** The keys that a type declares, without the index signature that loose schemas add. */
export type KnownKeys<S> = keyof { [K in keyof S as string extends K ? never : K]: S[K] } & string;

/** Every dotted path of `S` that ends at a leaf: `'email' | 'address.line1'`. Nullable objects are looked into. */
export type PathOf<S> = {
  [K in KnownKeys<S>]-?: NonNullable<S[K]> extends Leaf ? K : `${K}.${PathOf<NonNullable<S[K]>>}`;
}[KnownKeys<S>];

/** Reads a dotted path; `undefined` where a step is missing or null. */
export function readPath(source: unknown, path: string): unknown {
  let value: unknown = source;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}
