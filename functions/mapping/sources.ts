/** Where fields are read, and what they read there: paths get their prefix, and values that can be changed are copied. */
import { pathReader } from '../core/declare/paths.ts';
import type { Coercion } from './conversion.ts';
import type { Origin, Step } from './leaf-rule.ts';
import { own } from './moment.ts';
import type { Moment } from './rule.ts';

/** Where fields are read. */
export interface Place {
  /** Where the scope stands in the event: `''`, `'address.'`, `'items[].'`. */
  readonly prefix: string;
  /** Where it stands in the item that is being gone through; the same as `prefix` outside any list. */
  readonly inner: string;
  /** How many lists it stands in. */
  readonly depth: number;
}

/** What combines several values, or says what holds of them. */
export type Values = (...values: unknown[]) => unknown;
export type AnyCoercion = Coercion<unknown, unknown>;

/** The ways to read at a place. */
export function sourcesAt({ prefix, inner, depth }: Place) {
  const readerAt = (path: string) => {
    const read = pathReader(`${inner}${path}`);
    return (moment: Moment) => read(moment.scopes[depth]);
  };
  return {
    readerAt,
    originAt: (path: string, steps: readonly Step[]): Origin => ({
      reads: [`${prefix}${path}`],
      read: readerAt(path),
      steps,
    }),
    combinedFrom: (paths: readonly string[]) => {
      const readers = paths.map(readerAt);
      return (moment: Moment) => readers.map((read) => own(read(moment)));
    },
    absolute: (paths: readonly string[]) => paths.map((path) => `${prefix}${path}`),
    /** Inside a list, or a record. */
    within: (path: string, inside = '[]'): Place => ({
      prefix: `${prefix}${path}${inside}.`,
      inner: '',
      depth: depth + 1,
    }),
    listAt: (path: string) => {
      const read = readerAt(path);
      return { read, items: (moment: Moment) => read(moment) as readonly unknown[], depth: depth + 1 };
    },
  };
}

/** One value of several. */
export const derivedFrom = (
  reads: readonly string[],
  read: (moment: Moment) => readonly unknown[],
  combine: Values,
): Origin => ({
  reads,
  read,
  steps: [{ name: 'derived', convert: (values) => combine(...(values as unknown[])) }],
});

/** A coercion, which gets copies. */
export const stepOf = ({ name, convert }: AnyCoercion): Step => ({
  name,
  convert: (value, tell) => convert(own(value), tell),
});
