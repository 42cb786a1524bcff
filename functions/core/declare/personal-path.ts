import type { KnownKeys } from './paths.ts';

/** How deep a type is looked into: types may hold themselves, and an event is read to 64 levels at most. */
type Depth = readonly [never, 0, 1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Every path of `S` that ends at what may identify somebody, a text or a number: `'email'`, `'address.line1'`,
 * `'items[].email'` in every element of a list, `'tags[]'` for a list of texts, `'contacts.*.phone'` in every value of a
 * record. A path that would find nothing (a flag, a whole object or list, a misspelled name) is none.
 */
export type PersonalPathOf<S> = unknown extends S
  ? string
  : { [K in KnownKeys<S>]-?: Below<S[K], K, 8> }[KnownKeys<S>];

/** Paths that begin at a value of type `V`, which stands at `At`. What is of any type may be a text. */
type Below<V, At extends string, Left extends number> = [Left] extends [never]
  ? never
  : unknown extends V
    ? At
    : BelowKnown<NonNullable<V>, At, Left>;

type BelowKnown<V, At extends string, Left extends number> = V extends string | number | bigint
  ? At
  : V extends boolean
    ? never
    : V extends readonly (infer Item)[]
      ? Below<Item, `${At}[]`, Left>
      : V extends object
        ? WithinObject<V, At, Left> | WithinRecord<V, At, Left>
        : never;

type WithinObject<V, At extends string, Left extends number> = {
  [K in KnownKeys<V>]-?: Below<V[K], `${At}.${K}`, Depth[Left]>;
}[KnownKeys<V>];

/** A record has no names of its own; a loose object has them, and an index of unknown values, which is none. */
type WithinRecord<V, At extends string, Left extends number> = string extends keyof V
  ? V extends Readonly<Record<string, infer Item>>
    ? unknown extends Item
      ? never
      : Below<Item, `${At}.*`, Depth[Left]>
    : never
  : never;

/** Steps of a path: names, `[]` for the elements of a list, `*` for the values of a record. */
const stepsOf = (path: string): readonly string[] => path.replaceAll('[]', '.[]').split('.');

/**
 * Every text and number at a path. Where an object or a list stands at its end, all that is in it. A value of another shape
 * than the path's is not read.
 */
export function readAll(source: unknown, path: string): readonly string[] {
  let found: readonly unknown[] = [source];
  for (const step of stepsOf(path)) found = found.flatMap((value) => next(value, step));
  return found.flatMap((value) => leavesOf(value, depthMax));
}

/** As deep as an event may be (envelope/strict-json.ts). */
const depthMax = 64;

function next(value: unknown, step: string): readonly unknown[] {
  if (value === null || typeof value !== 'object') return [];
  // Also where a path of older days names a list as if it were an object: what it means is in its elements.
  if (Array.isArray(value)) return step === '[]' ? value : value.flatMap((one) => next(one, step));
  if (step === '*') return Object.values(value);
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : [];
}

function leavesOf(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number' || typeof value === 'bigint') return [`${value}`];
  if (value === null || typeof value !== 'object' || depth === 0) return [];
  return Object.values(value).flatMap((one) => leavesOf(one, depth - 1));
}

/** Whether a path lies at or below another: `items[].email` below `items`. */
export const isWithin = (path: string, above: string): boolean =>
  path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
