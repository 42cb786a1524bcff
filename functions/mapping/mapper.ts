/**
 * How a mapping is declared. Rules are data, complete in both directions at compile time: every target key has a
 * rule or an omission with a reason, and every source path is read or acknowledged as unread with a reason. So the
 * compiler finds the field that someone adds to either side, and lineage, docs and dry runs need nothing more.
 */
import { MappingError } from '../core/errors.ts';
import type { Lineage, Mapper, MappingReport } from '../core/mapping.ts';
import { type PathOf, readPath } from '../core/paths.ts';
import { type Coercion, ConversionError } from './conversion.ts';
import {
  type At,
  type CompleteRules,
  type FieldRule,
  type Notes,
  type NoUnknownKeys,
  type ObjectKeyOf,
  type ObjectRule,
  type ObjectRuleFrom,
  type Omitted,
  omitted,
  type ReadsOf,
  type Rule,
  type Unread,
} from './rule.ts';
import { knownPaths, unmappedPaths } from './unmapped.ts';

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

/** How a target field comes about. */
export interface FieldLineage extends Lineage {
  /** The coercion's name, `constant`, or the reason of an omission. */
  readonly note?: string;
}

export interface DeclaredMapper<Source, Target> extends Mapper<Source, Target> {
  readonly lineage: readonly FieldLineage[];
}

export interface MapperBuilder<Source, Target> extends Fields<Source, ''> {
  /** `unread` names every source path that no rule reads, with the reason. */
  define<const Rules extends CompleteRules<Target>>(
    rules: Rules & NoUnknownKeys<Rules, Target>,
    unread: Unread<Source, Rules>,
  ): DeclaredMapper<Source, Target>;
}

/**
 * Declares a mapping from `Source` to `Target`:
 * `const m = mapper<CustomerCreated, CustomerParams>(); export const customerToStripe = m.define({ … }, { … });`
 */
export function mapper<Source, Target>(): MapperBuilder<Source, Target> {
  const define = (rules: object, unread: object) =>
    declare<Source, Target>(rules as RuleSet, unread as Reasons);
  // The overloads relate paths to types, which run-time code cannot express: this is the one place that casts.
  return { ...fields(''), define } as unknown as MapperBuilder<Source, Target>;
}

type RuleSet = Readonly<Record<string, Rule<unknown, string> | ObjectRule<RuleSet, string, Omitted | null>>>;
type Reasons = Readonly<Record<string, string>>;

function declare<Source, Target>(rules: RuleSet, unread: Reasons): DeclaredMapper<Source, Target> {
  const lineage = lineageOf(rules, '');
  const known = knownPaths([...lineage.flatMap(({ reads }) => reads), ...Object.keys(unread)]);
  const map = (source: Source): { output: Target; report: MappingReport } => {
    const notes: Notes = { defaulted: [], coerced: [] };
    const output = build(rules, source, '', notes) as Target;
    return { output, report: { ...notes, unmapped: unmappedPaths(source, known) } };
  };
  return { map, lineage, unread };
}

function build(rules: RuleSet, source: unknown, prefix: string, notes: Notes): object {
  const entries: [string, unknown][] = [];
  for (const [key, rule] of Object.entries(rules)) {
    const target = `${prefix}${key}`;
    const value =
      rule.kind === 'leaf' ? rule.produce(source, target, notes) : buildObject(rule, source, target, notes);
    if (value !== omitted) entries.push([key, value]);
  }
  // fromEntries defines own properties, so that no key can reach a prototype.
  return Object.fromEntries(entries);
}

function buildObject(
  rule: ObjectRule<RuleSet, string, Omitted | null>,
  source: unknown,
  target: string,
  notes: Notes,
): unknown {
  if (rule.parent !== undefined && (readPath(source, rule.parent) ?? null) === null) {
    if (rule.absence === undefined) throw new MappingError(target, missing([rule.parent]));
    return rule.absence;
  }
  return build(rule.rules, source, `${target}.`, notes);
}

function lineageOf(rules: RuleSet, prefix: string): readonly FieldLineage[] {
  return Object.entries(rules).flatMap(([key, rule]): readonly FieldLineage[] => {
    const target = `${prefix}${key}`;
    if (rule.kind === 'object') return lineageOf(rule.rules, `${target}.`);
    return [{ target, reads: rule.reads, ...(rule.note !== undefined && { note: rule.note }) }];
  });
}

/** The run-time side of `Fields`: paths get their prefix, and types are the interface's business. */
function fields(prefix: string): object {
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
      objectRule(rules(fields(`${prefix}${key}.`)), `${prefix}${key}`),
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

function missing(reads: readonly string[]): string {
  return `the event has no ${reads.join(', ')}, and the mapping declares no default`;
}
