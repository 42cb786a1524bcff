/** Rules that go through lists: item by item, group by group, entry by entry. */
import { MappingError } from '../core/errors.ts';
import { placed, tell } from './moment.ts';
import { type AnyRule, type Moment, omitted } from './rule.ts';

/** What a list is made of. */
export interface Listed {
  readonly items: (moment: Moment) => Iterable<unknown>;
  /** How many lists the items stand in. */
  readonly depth: number;
}

/** A target list: one item for each, less those that the rule leaves out. */
export function listRule(rule: AnyRule, { items, depth }: Listed): AnyRule {
  return {
    plan: (target) => {
      const { lineage, make } = rule.plan(`${target}[]`);
      return {
        lineage,
        make: (moment) => {
          const made: unknown[] = [];
          eachItem(moment, depth, items(moment), () => {
            const value = make(moment);
            if (value === omitted) tell(moment, 'dropped', `${target}[]`);
            else made.push(value);
          });
          return made;
        },
      };
    },
  };
}

/** How a target record is made. */
export interface Recorded extends Listed {
  readonly key: AnyRule;
  readonly value: AnyRule;
  readonly keysMax: number;
}

/** A target record: one entry for each. Keys are data, so no error and no report holds one. */
export function recordRule({ key, value, keysMax, items, depth }: Recorded): AnyRule {
  return {
    plan: (target) => {
      const keyPlan = key.plan(`${target}[].key`);
      const valuePlan = value.plan(`${target}.*`);
      const keyReads = keyPlan.lineage.flatMap(({ reads }) => reads);
      return {
        lineage: valuePlan.lineage.map((field) => ({
          ...field,
          reads: [...new Set([...keyReads, ...field.reads])],
        })),
        make: (moment) => {
          const made = new Map<string, unknown>();
          eachItem(moment, depth, items(moment), () => {
            const entry = valuePlan.make(moment);
            if (entry === omitted) return tell(moment, 'dropped', `${target}.*`);
            const name = keyPlan.make(moment) as string;
            if (made.has(name))
              throw new MappingError(placed(`${target}[].key`, moment), 'is the key of another entry too');
            made.set(name, entry);
            if (made.size > keysMax) throw new MappingError(target, `has more than ${keysMax} keys`);
          });
          return Object.fromEntries(made);
        },
      };
    },
  };
}

function eachItem(moment: Moment, depth: number, items: Iterable<unknown>, run: () => void): void {
  const { scopes, indexes } = moment;
  let index = 0;
  for (const item of items) {
    scopes[depth] = item;
    indexes.push(index);
    run();
    indexes.pop();
    index += 1;
  }
}

/** Items that have something in common. */
export interface Group {
  readonly key: unknown;
  readonly items: unknown[];
}

/** In the order in which each first comes. */
export function groupsOf(items: readonly unknown[], keyOf: (item: unknown) => unknown): Iterable<Group> {
  const groups = new Map<unknown, Group>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, items: [item] });
    else group.items.push(item);
  }
  return groups.values();
}
