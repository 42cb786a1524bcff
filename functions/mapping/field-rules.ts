/** The ways to make a target field: what stands before `.define` in a mapping. */

import { type PathOf, readPath } from '../core/declare/paths.ts';
import { MappingError } from '../core/errors.ts';
import { type Coercion, ConversionError } from './conversion.ts';
import {
  type At,
  type FieldRule,
  type Notes,
  type ObjectKeyOf,
  type ObjectRule,
  type ObjectRuleFrom,
  type Omitted,
  omitted,
  type ReadsOf,
  type Rule,
  type RuleSet,
} from './rule.ts';

/** The ways to make a target field. `Prefix` is where `Source` stands in the event: `''` or `'address.'`. */
export interface Fields<Source, Prefix extends string> {
  /**
   * The value at a path, as it is or through a coercion. A path that may be null is no rule until `.orElse(value)`,
   * `.orOmit()` or `.orNull()` says what happens then.
   */
  from<P extends PathOf<Source>>(path: P): FieldRule<At<Source, P>, `${Prefix}${P}`>;
  from<P extends PathOf<Source>, Out>(
    path: P,
    coercion: Coercion<NonNullable<At<Source, P>>, Out>,
  ): FieldRule<Out | Extract<At<Source, P>, null | undefined>, `${Prefix}${P}`>;
  /** One value from several paths, nulls included. Throw `ConversionError` when there is none. */
  derive<const P extends readonly PathOf<Source>[], Out>(
    paths: P,
    combine: (...values: { -readonly [I in keyof P]: At<Source, P[I]> }) => Out,
  ): FieldRule<Out, `${Prefix}${P[number]}`>;
  constant<const Value>(value: Value): Rule<Value>;
  /** Leaves an optional target key out, always; `why` stands in the docs. */
  omit(why: string): Rule<Omitted>;
  /** A target object that is always there. */
  object<Rules>(rules: Rules): ObjectRule<Rules, ReadsOf<Rules>>;
  /**
   * A target object that is there when the source object is. `rules` gets the ways to read inside it:
   * `m.objectFrom('address', (address) => ({ city: address.from('city') })).orOmit()`.
   */
  objectFrom<K extends ObjectKeyOf<Source>, Rules>(
    key: K,
    rules: (inside: Fields<NonNullable<Source[K]>, `${Prefix}${K}.`>) => Rules,
  ): ObjectRuleFrom<Source[K], Rules, ReadsOf<Rules>>;
}

/** The run-time side of `Fields`: paths get their prefix, and types are the interface's business. */
export function fieldsAt(prefix: string): object {
  return {
    from: (path: string, coercion?: Coercion<unknown, unknown>) =>
      leafRule([`${prefix}${path}`], coercion?.name, (source) => {
        const value = readPath(source, `${prefix}${path}`) ?? null;
        return value === null || coercion === undefined ? value : coercion.convert(value);
      }),
    derive: (paths: readonly string[], combine: (...values: unknown[]) => unknown) => {
      const reads = paths.map((path) => `${prefix}${path}`);
      return leafRule(reads, 'derived', (source) =>
        combine(...reads.map((path) => readPath(source, path) ?? null)),
      );
    },
    constant: (value: unknown) => ({ kind: 'leaf', reads: [], note: 'constant', produce: () => value }),
    omit: (why: string) => ({ kind: 'leaf', reads: [], note: `omitted: ${why}`, produce: () => omitted }),
    object: (rules: RuleSet) => objectRule(rules),
    objectFrom: (key: string, rules: (inside: object) => RuleSet) =>
      objectRule(rules(fieldsAt(`${prefix}${key}.`)), `${prefix}${key}`),
  };
}

function leafRule(reads: readonly string[], note: string | undefined, read: (source: unknown) => unknown) {
  const rule = (whenNull: (target: string, notes: Notes) => unknown) => ({
    kind: 'leaf' as const,
    reads,
    ...(note !== undefined && { note }),
    produce: (source: unknown, target: string, notes: Notes) => {
      const value = convert(target, () => read(source)) ?? null;
      if (value === null) return whenNull(target, notes);
      if (note !== undefined) notes.coerced.push(`${reads.join(',')}→${target}`);
      return value;
    },
  });
  return {
    ...rule((target) => {
      throw new MappingError(target, missing(reads));
    }),
    orElse: (value: unknown) =>
      rule((target, notes) => {
        notes.defaulted.push(target);
        return value;
      }),
    orOmit: () => rule(() => omitted),
    orNull: () => rule(() => null),
  };
}

function objectRule(rules: RuleSet, parent?: string) {
  const reads = Object.values(rules).flatMap((rule) => rule.reads);
  const rule = { kind: 'object' as const, reads, rules, ...(parent !== undefined && { parent }) };
  return {
    ...rule,
    orOmit: () => ({ ...rule, absence: omitted }),
    orNull: () => ({ ...rule, absence: null }),
  };
}

function convert(target: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    // Only our own messages are known to hold no value of the event; any other is named by its class.
    const reason = error instanceof ConversionError ? error.message : `the conversion threw ${nameOf(error)}`;
    throw new MappingError(target, reason);
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'something that is not an error';
}

/** The reason of a `MappingError` for a source that is null where no rule says what then. */
export function missing(reads: readonly string[]): string {
  return `the event has no ${reads.join(', ')}, and the mapping declares no default`;
}
