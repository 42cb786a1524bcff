import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mapper } from '../../../functions/mapping/mapper.ts';
import { mapData } from '../../fixtures/map-data.ts';

/** A source as a tree of fields, each with what a mapping does with it. */
type Field =
  | {
      readonly kind: 'leaf';
      readonly use: 'read' | 'unread' | 'unknown';
      readonly value: string | number | null;
    }
  | { readonly kind: 'object'; readonly fields: Fields }
  | { readonly kind: 'list'; readonly item: Fields; readonly length: number };
type Fields = Readonly<Record<string, Field>>;

const keyOf = fc.constantFrom('a', 'b', 'c', 'd e', 'ä', '__proto__', 'constructor', 'length', 'toString');
const { fields } = fc.letrec<{ fields: Fields; field: Field }>((tie) => ({
  fields: fc.dictionary(keyOf, tie('field'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  field: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      kind: fc.constant('leaf' as const),
      use: fc.constantFrom('read' as const, 'unread' as const, 'unknown' as const),
      value: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constant(null)),
    }),
    fc.record({ kind: fc.constant('object' as const), fields: tie('fields') }),
    fc.record({ kind: fc.constant('list' as const), item: tie('fields'), length: fc.nat(3) }),
  ),
}));

const entriesOf = (each: Fields) => Object.entries(each);

function dataOf(each: Fields): unknown {
  return Object.fromEntries(entriesOf(each).map(([key, field]) => [key, valueIn(field)]));
}
function valueIn(field: Field): unknown {
  if (field.kind === 'leaf') return field.value;
  if (field.kind === 'object') return dataOf(field.fields);
  return Array.from({ length: field.length }, () => dataOf(field.item));
}

/** The rules that read what is read, one for each, in the shape of the source. */
// biome-ignore lint/suspicious/noExplicitAny: the types of a random source are nobody's
function rulesOf(m: any, each: Fields, inside = ''): object {
  return Object.fromEntries(
    entriesOf(each).flatMap(([key, field]) => {
      const path = `${inside}${key}`;
      if (field.kind === 'leaf') return field.use === 'read' ? [[key, m.from(path).orNull()]] : [];
      if (field.kind === 'object') return [[key, m.object(rulesOf(m, field.fields, `${path}.`))]];
      // biome-ignore lint/suspicious/noExplicitAny: as above
      return [[key, m.each(path, (item: any) => rulesOf(item, field.item))]];
    }),
  );
}

/** What the output must be: what is read, where it is read. */
function expectedOf(each: Fields): unknown {
  return Object.fromEntries(
    entriesOf(each).flatMap(([key, field]) => {
      if (field.kind === 'leaf') return field.use === 'read' ? [[key, field.value]] : [];
      if (field.kind === 'object') return [[key, expectedOf(field.fields)]];
      return [[key, Array.from({ length: field.length }, () => expectedOf(field.item))]];
    }),
  );
}

/** Every leaf's path, by what is done with it; of lists only where they hold something. */
function pathsOf(each: Fields, use: 'read' | 'unread' | 'unknown', present: boolean, prefix = ''): string[] {
  return entriesOf(each).flatMap(([key, field]) => {
    if (field.kind === 'leaf') return field.use === use ? [`${prefix}${key}`] : [];
    if (field.kind === 'object') return pathsOf(field.fields, use, present, `${prefix}${key}.`);
    return present && field.length === 0 ? [] : pathsOf(field.item, use, present, `${prefix}${key}[].`);
  });
}

it('every leaf of a source is read, declared unread, or told as unmapped, and the output is whole', () => {
  fc.assert(
    fc.property(fields, (each) => {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const m = mapper<any, any>() as any;
      const unread = Object.fromEntries(pathsOf(each, 'unread', false).map((path) => [path, 'not wanted']));
      const map = m.define(rulesOf(m, each), unread);
      const { output, report } = mapData<unknown, unknown>(map, dataOf(each));
      expect(output).toEqual(expectedOf(each));
      const reads = map.lineage.flatMap(({ reads: of }: { reads: string[] }) => of);
      expect([...reads].sort()).toEqual(pathsOf(each, 'read', false).sort());
      // A list or an object of which nothing is known is one leaf: those are told with the paths above them.
      const told = new Set(report.unmapped);
      for (const path of pathsOf(each, 'unknown', true)) {
        expect(
          [...told].some((of) => path === of || path.startsWith(`${of}.`) || path.startsWith(`${of}[]`)),
        ).toBe(true);
      }
      const known = [...reads, ...Object.keys(unread)];
      expect(report.unmapped.filter((path) => known.includes(path))).toEqual([]);
    }),
  );
});
