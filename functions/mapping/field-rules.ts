/** The run-time side of `Fields`: types are the interface's business. */
import { pathReader } from '../core/declare/paths.ts';
import { MappingError } from '../core/errors.ts';
import { constant, leafRule, omit } from './leaf-rule.ts';
import { type Group, groupsOf, listRule, recordRule } from './list-rule.ts';
import { guarded, own } from './moment.ts';
import { conditionalRule, decidedBy, presentRule, ruleOf, variantsRule } from './object-rule.ts';
import type { AnyRule, Moment, RuleSet } from './rule.ts';
import { type AnyCoercion, derivedFrom, type Place, sourcesAt, stepOf, type Values } from './sources.ts';

type Made = AnyRule | RuleSet;

/** The ways to make a field of the event's data, and of what stands beside it. */
export function rootFields(): object {
  const place = { prefix: '', inner: '', depth: 0 };
  const valuesAt = (paths: readonly string[]) => {
    const readers = paths.map((path) => pathReader(path));
    return ({ scopes }: Moment) => readers.map((read) => own(read(scopes[0])));
  };
  const condition = (paths: readonly string[], holds: Values, unless: (moment: Moment) => string) => {
    const values = valuesAt(paths);
    const look = (moment: Moment) =>
      guarded(paths.join(','), moment, 'condition', () => holds(...values(moment))) === true
        ? undefined
        : unless(moment);
    return { reads: paths, look };
  };
  return {
    ...fieldsAt(place),
    takes: (paths: readonly string[], holds: Values, reason: string) => condition(paths, holds, () => reason),
    check: (paths: readonly string[], holds: Values, reason: string) =>
      condition(paths, holds, () => {
        throw new MappingError(paths.join(','), reason);
      }),
    beside: (path: string, ...coercions: readonly AnyCoercion[]) => {
      const read = pathReader(path);
      const origin = {
        reads: [],
        beside: [path],
        read: ({ beside }: Moment) => read(beside),
        steps: coercions.map(stepOf),
      };
      return leafRule([origin], () => origin);
    },
    deriveWith: (besides: readonly string[], paths: readonly string[], combine: Values) => {
      const readers = besides.map((path) => pathReader(path));
      const values = valuesAt(paths);
      const read = (moment: Moment) => [
        ...readers.map((reader) => own(reader(moment.beside))),
        ...values(moment),
      ];
      const origin = { ...derivedFrom(paths, read, combine), beside: besides };
      return leafRule([origin], () => origin);
    },
  };
}

function fieldsAt(place: Place): object {
  const { prefix, inner, depth } = place;
  const { readerAt, originAt, combinedFrom, absolute, within, listAt } = sourcesAt(place);

  return {
    from: (path: string, ...coercions: readonly AnyCoercion[]) =>
      leafRule([originAt(path, coercions.map(stepOf))], originAt),
    derive: (paths: readonly string[], combine: Values) =>
      leafRule([derivedFrom(absolute(paths), combinedFrom(paths), combine)], originAt),
    constant,
    omit,
    when: (paths: readonly string[], holds: Values, rules: Made) => {
      const values = combinedFrom(paths);
      return conditionalRule(ruleOf(rules), absolute(paths), (moment) => holds(...values(moment)) === true);
    },
    object: (rules: RuleSet) => ruleOf(rules),
    objectFrom: (key: string, rules: (inside: object) => Made) =>
      presentRule(
        ruleOf(rules(fieldsAt({ prefix: `${prefix}${key}.`, inner: `${inner}${key}.`, depth }))),
        `${prefix}${key}`,
        readerAt(key),
      ),
    each: (path: string, rules: (item: object) => Made) => {
      const { read, ...list } = listAt(path);
      const item = itemFields(within(path), `${prefix}${path}`);
      return presentRule(listRule(ruleOf(rules(item)), list), `${prefix}${path}`, read);
    },
    groups: (path: string, by: string, rules: (group: object) => Made) => {
      const { read } = listAt(path);
      const keyOf = pathReader(by);
      const list = {
        items: (moment: Moment) => groupsOf(read(moment) as readonly unknown[], keyOf),
        depth: depth + 1,
      };
      const group = groupFields(`${prefix}${path}`, by, depth + 1);
      const grouped = decidedBy([`${prefix}${path}[].${by}`], listRule(ruleOf(rules(group)), list));
      return presentRule(grouped, `${prefix}${path}`, read);
    },
    record: (
      path: string,
      rules: (entry: object) => readonly [AnyRule, Made],
      { keysMax = 100 }: { keysMax?: number } = {},
    ) => {
      const read = readerAt(path);
      const [key, value] = rules(entryFields(within(path), within(path, '.*'), `${prefix}${path}`));
      const items = (moment: Moment) => {
        const found = read(moment) as object;
        return Array.isArray(found) ? found : Object.entries(found).map(([name, entry]) => ({ name, entry }));
      };
      const recorded = { key, value: ruleOf(value), keysMax, items, depth: depth + 1 };
      return presentRule(recordRule(recorded), `${prefix}${path}`, read);
    },
    variants: (tag: string, cases: Readonly<Record<string, (inside: object) => Made>>) =>
      variantsRule(
        readerAt(tag),
        `${prefix}${tag}`,
        new Map(Object.entries(cases).map(([name, rules]) => [name, ruleOf(rules(fieldsAt(place)))])),
      ),
  };
}

/** The ways to read an item: its fields, or itself where it is a value. */
const itemFields = (place: Place, path: string): object => ({
  ...fieldsAt(place),
  value: valueAt(path, (moment) => moment.scopes[place.depth]),
});

/** The ways to read what a record is made of: an item of a list, or the name and the value of an entry. */
function entryFields(item: Place, value: Place, path: string): object {
  const entry = (moment: Moment) => moment.scopes[item.depth] as { name: unknown; entry: unknown };
  return {
    ...itemFields(item, path),
    key: { value: valueAt(path, (moment) => entry(moment).name) },
    entry: {
      ...fieldsAt({ ...value, inner: 'entry.' }),
      value: valueAt(path, (moment) => entry(moment).entry),
    },
  };
}

const valueAt =
  (path: string, read: (moment: Moment) => unknown) =>
  (...coercions: readonly AnyCoercion[]) => {
    const origin = { reads: [path], read, steps: coercions.map(stepOf) };
    return leafRule([origin], () => origin);
  };

function groupFields(path: string, by: string, depth: number): object {
  const items = (moment: Moment) => (moment.scopes[depth] as Group).items;
  const item = { prefix: `${path}[].`, inner: '', depth: depth + 1 };
  const noOther = (): never => {
    throw new TypeError('a group has no paths of its own');
  };
  return {
    key: leafRule(
      [{ reads: [`${path}[].${by}`], read: (moment) => (moment.scopes[depth] as Group).key, steps: [] }],
      noOther,
    ),
    each: (rules: (item: object) => Made) =>
      listRule(ruleOf(rules(itemFields(item, path))), { items, depth: depth + 1 }),
    derive: (paths: readonly string[], combine: Values) => {
      const readers = paths.map(pathReader);
      const read = (moment: Moment) =>
        readers.map((reader) => items(moment).map((each) => own(reader(each))));
      return leafRule(
        [
          derivedFrom(
            paths.map((each) => `${path}[].${each}`),
            read,
            combine,
          ),
        ],
        noOther,
      );
    },
  };
}
