/**
 * How a mapping is declared. Rules are data, complete in both directions at compile time: every target key has a
 * rule or an omission with a reason, and every source path is read or acknowledged as unread with a reason. So the
 * compiler finds the field that someone adds to either side, and lineage, docs and dry runs need nothing more.
 */

import type { Lineage, Mapper, MappingReport } from '../core/declare/mapping.ts';
import { readPath } from '../core/declare/paths.ts';
import { MappingError } from '../core/errors.ts';
import { type Fields, fieldsAt, missing } from './field-rules.ts';
import {
  type CompleteRules,
  type Notes,
  type NoUnknownKeys,
  type ObjectRule,
  type Omitted,
  omitted,
  type RuleSet,
  type Unread,
} from './rule.ts';
import { knownPaths, unmappedPaths } from './unmapped.ts';

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
  return { ...fieldsAt(''), define } as unknown as MapperBuilder<Source, Target>;
}

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
