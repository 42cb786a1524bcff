/** An update of an account's item in plain values, and how several make one. Pure. */
import type { AccountAttribute as Attribute } from './account-attributes.ts';

type Placeholder = `:${string}`;
type Comparison = '=' | '<' | '<=' | '>=' | '>';
/** Of one attribute. */
type ConditionOn<Name extends Attribute> =
  | `attribute_not_exists(${Name})`
  | `${Name} ${Comparison} ${Placeholder}`
  | `(attribute_not_exists(${Name}) OR ${Name} ${Comparison} ${Placeholder})`;

/** The parts of DynamoDB's expressions that updates of an account are made of. */
export type Condition = { [Name in Attribute]: ConditionOn<Name> }[Attribute];
/** Of one attribute: a count is only ever added to itself. */
type AssignmentTo<Name extends Attribute> =
  | `${Name} = ${Placeholder}`
  | `${Name} = ${Name} + ${Placeholder}`
  | `${Name} = if_not_exists(${Name}, ${Placeholder}) + ${Placeholder}`;
/** What is kept beside the next free moment is told by where that was before the write. */
type AssignmentByTat =
  | `freeSinceUs = if_not_exists(tatUs, ${Placeholder})`
  | `vagueUntilUs = tatUs + ${Placeholder}`;
export type Assignment = { [Name in Attribute]: AssignmentTo<Name> }[Attribute] | AssignmentByTat;

/** Numbers become N, strings S. */
export interface Update {
  readonly conditions: readonly Condition[];
  readonly sets: readonly Assignment[];
  readonly removes: readonly Attribute[];
  readonly values: Readonly<Record<Placeholder, number | string>>;
}

/**
 * All of it at once: every condition must hold. Throws `RangeError` when two of them mean something else by one
 * placeholder or change the same attribute: one of the two would be lost.
 */
export function together(updates: readonly Partial<Update>[]): Update {
  const values: Record<string, number | string> = {};
  for (const [name, value] of updates.flatMap((update) => Object.entries(update.values ?? {}))) {
    if ((values[name] ?? value) !== value)
      throw new RangeError(`${name} stands for ${values[name]} and ${value}`);
    values[name] = value;
  }
  const sets = updates.flatMap((update) => update.sets ?? []);
  const removes = updates.flatMap((update) => update.removes ?? []);
  const changed = [...sets.map((set) => set.slice(0, set.indexOf(' '))), ...removes];
  const twice = changed.find((name, at) => changed.indexOf(name) !== at);
  if (twice !== undefined) throw new RangeError(`${twice} is changed twice`);
  return { conditions: updates.flatMap((update) => update.conditions ?? []), sets, removes, values };
}
