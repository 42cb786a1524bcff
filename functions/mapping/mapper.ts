/**
 * How a mapping is declared. Rules are data, complete in both directions at compile time: every target key has a
 * rule or an omission with a reason, and every source path is read or acknowledged as unread with a reason. So the
 * compiler finds the field that someone adds to either side, and lineage, docs and dry runs need nothing more.
 */

import type { Beside, BesideWith, Mapped, Mapper, MappingReport } from '../core/declare/mapping.ts';
import type {
  CheckedReasons,
  CheckedRules,
  MissingRules,
  UnreadProblem,
  WrongRules,
} from './completeness.ts';
import { rootFields } from './field-rules.ts';
import type { Fields, Precondition, WholeFields } from './fields.ts';
import { ruleOf, under } from './object-rule.ts';
import type { Moment, ReadsOf, RuleSet, Told } from './rule.ts';
import { knownPaths, unmappedPaths } from './unmapped.ts';

export interface MapperBuilder<Source, Target, B extends Beside = Beside>
  extends Fields<Source, '', Source>,
    WholeFields<Source, B> {
  /**
   * `unread` names every source path that no rule reads, with the reason. `conditions` stand before the rules: which events
   * the mapping takes, and what must hold across fields.
   */
  define<
    const Rules extends Readonly<Record<string, unknown>>,
    const Reasons extends Readonly<Record<string, string>>,
    const Path extends string = never,
  >(
    this: [MissingRules<Rules, Target>] extends [never] ? unknown : MissingRules<Rules, Target>,
    rules: [WrongRules<Rules, Target, Source>] extends [never] ? Rules : CheckedRules<Rules, Target, Source>,
    unread: [UnreadProblem<Source, ReadsOf<Rules> | Path, Reasons>] extends [never]
      ? CheckedReasons<Source, ReadsOf<Rules> | Path, Reasons>
      : UnreadProblem<Source, ReadsOf<Rules> | Path, Reasons>,
    conditions?: readonly Precondition<Path, Source>[],
  ): Mapper<Source, Target, B>;
}

/**
 * Declares a mapping from `Source` to `Target`:
 * `const m = mapper<CustomerCreated, CustomerParams>(); export const customerToStripe = m.define({ … }, { … });`
 *
 * `mapper<Source, Target, SettingsOf<typeof mailchimp>>()` may also read the settings of a destination that declares some.
 */
export function mapper<Source, Target>(): MapperBuilder<Source, Target>;
export function mapper<Source, Target, Settings>(): MapperBuilder<Source, Target, BesideWith<Settings>>;
export function mapper<Source, Target>(): MapperBuilder<Source, Target> {
  const define = (rules: RuleSet, unread: Reasons, conditions: Conditions = []) =>
    declare<Source, Target>(rules, unread, conditions);
  // The interfaces relate paths to types, which run-time code cannot express: this is the one place that casts.
  return { ...rootFields(), define } as unknown as MapperBuilder<Source, Target>;
}

type Reasons = Readonly<Record<string, string>>;
type Conditions = readonly Precondition<string, never>[];

function declare<Source, Target>(
  rules: RuleSet,
  unread: Reasons,
  conditions: Conditions,
): Mapper<Source, Target> {
  const plan = ruleOf(rules).plan('');
  const deciding = conditions.flatMap(({ reads }) => reads);
  const lineage = deciding.length === 0 ? plan.lineage : plan.lineage.map((field) => under(deciding, field));
  const read = lineage.flatMap(({ reads, when = [] }) => [...reads, ...when]);
  const known = knownPaths([...read, ...deciding, ...Object.keys(unread)]);
  const map = (source: Source, beside: Beside): Mapped<Target> => {
    const moment: Moment = { scopes: [source], indexes: [], beside, notes: new Map() };
    for (const { look } of conditions) {
      const skipped = look(moment);
      if (skipped !== undefined) return { skipped, report: reportOf(moment, []) };
    }
    const output = plan.make(moment) as Target;
    return { output, report: reportOf(moment, unmappedPaths(source, known)) };
  };
  return { map, lineage, unread };
}

/** What was told; of what only some mappings do, only where one did. */
function reportOf({ notes }: Moment, unmapped: readonly string[]): MappingReport {
  const told = (what: Told) => [...(notes.get(what) ?? [])];
  const others = (['omitted', 'cut', 'rounded', 'dropped'] as const).filter((what) => notes.has(what));
  return {
    defaulted: told('defaulted'),
    coerced: told('coerced'),
    unmapped,
    ...Object.fromEntries(others.map((what) => [what, told(what)])),
  };
}
