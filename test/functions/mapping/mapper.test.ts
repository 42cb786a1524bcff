import { describe, expect, it } from 'vitest';
import { MappingError } from '../../../functions/core/errors.ts';
import { ConversionError, defineCoercion } from '../../../functions/mapping/conversion.ts';
import { mapper } from '../../../functions/mapping/mapper.ts';
import { knownPaths, unmappedPaths } from '../../../functions/mapping/unmapped.ts';
import { mapData } from '../../fixtures/map-data.ts';

interface Person {
  id: number;
  nick: string | null;
  home: { city: string; floor: number | null } | null;
  note: string;
}
interface Card {
  key: string;
  nick: string;
  alias?: string;
  title: string | null;
  kind: 'person';
  home?: { town: string; level?: number };
  extra?: string;
}

const digits = defineCoercion('digits', (value: number) => String(value));
const refuse = defineCoercion('refuse', (value: string): string => {
  if (value === 'odd') throw new TypeError(`cannot take ${value}`);
  throw new ConversionError('must be something else');
});

const m = mapper<Person, Card>();
const toCard = m.define(
  {
    key: m.from('id', digits),
    nick: m.from('nick').orElse('nobody'),
    alias: m.from('nick').orOmit(),
    title: m.from('nick').orNull(),
    kind: m.constant('person'),
    home: m
      .objectFrom('home', (home) => ({ town: home.from('city'), level: home.from('floor').orOmit() }))
      .orOmit(),
    extra: m.omit('cards have no room for it'),
  },
  { note: 'written for ourselves' },
);

const ada: Person = { id: 7, nick: 'ada', home: { city: 'London', floor: 3 }, note: 'x' };
const bare: Person = { id: 7, nick: null, home: null, note: 'x' };

describe('a mapper', () => {
  it('makes every target field by its rule and says what it coerced', () => {
    expect(mapData(toCard, ada)).toEqual({
      output: {
        key: '7',
        nick: 'ada',
        alias: 'ada',
        title: 'ada',
        kind: 'person',
        home: { town: 'London', level: 3 },
      },
      report: { defaulted: [], coerced: ['id→key'], unmapped: [] },
    });
  });

  it('does with null what each rule declares and says what it defaulted', () => {
    expect(mapData(toCard, bare)).toEqual({
      output: { key: '7', nick: 'nobody', title: null, kind: 'person' },
      report: {
        defaulted: ['nick'],
        coerced: ['id→key'],
        unmapped: [],
        omitted: ['alias', 'home'],
      },
    });
  });

  it('leaves out an omitted key instead of setting it to undefined', () => {
    expect(Object.keys(mapData(toCard, bare).output)).toEqual(['key', 'nick', 'title', 'kind']);
  });

  it('refuses a source that lacks what it declared, by target path and without values', () => {
    const broken = { ...ada, id: null } as unknown as Person;
    const refused = () => mapData(toCard, broken);
    expect(refused).toThrow(MappingError);
    expect(refused).toThrow('key: the event has no id, and the mapping declares no default');
  });

  it('reports leaves that no rule reads and no acknowledgement names', () => {
    const more = {
      ...ada,
      vat: 'x',
      tags: ['a', 'b'],
      home: { city: 'L', floor: 1, geo: { lat: 1, lon: 2 } },
    };
    expect(mapData(toCard, more).report.unmapped).toEqual(['home.geo.lat', 'home.geo.lon', 'vat', 'tags']);
  });

  it('does not take a key with a dot in it for a path it knows', () => {
    const more = { ...ada, 'home.city': 'x' };
    expect(mapData(toCard, more).report.unmapped).toEqual(['home.city']);
  });

  it('reports at most 50 paths and goes no deeper than 8 levels', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`k${at}`, at]));
    expect(mapData(toCard, { ...ada, ...many }).report.unmapped).toHaveLength(50);
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    const nested = { ...ada, deep };
    expect(mapData(toCard, nested).report.unmapped).toEqual(['deep.a.a.a.a.a.a.a']);
  });

  it('reports a key of 64 characters at most, and an empty object as one leaf', () => {
    const more = { ...ada, [`${'k'.repeat(64)}secret`]: 1, empty: {}, none: undefined };
    expect(mapData(toCard, more).report.unmapped).toEqual(['k'.repeat(64), 'empty']);
  });

  it('goes no deeper than 8 levels into lists and records that it knows', () => {
    const nested = (levels: number): unknown => (levels === 0 ? { extra: 1 } : { a: [nested(levels - 1)] });
    const known = (levels: number) => knownPaths([`${'a[].'.repeat(levels)}id`]);
    expect(unmappedPaths(nested(7), known(7))).toEqual(['a[].a[].a[].a[].a[].a[].a[].extra']);
    expect(unmappedPaths(nested(8), known(8))).toEqual([]);
    expect(unmappedPaths(nested(9), known(9))).toEqual([]);
  });

  it('reports nothing of items that are values where it knows objects', () => {
    expect(
      unmappedPaths({ items: ['ab', null, 3, ['x'], { extra: 1 }] }, knownPaths(['items[].sku'])),
    ).toEqual(['items[].extra']);
    for (const none of [null, 'ab', ['ab'], undefined])
      expect(unmappedPaths(none, knownPaths([]))).toEqual([]);
  });

  it('does not let a field named __proto__ reach a prototype', () => {
    const hostile = JSON.parse('{"id":7,"nick":null,"home":null,"note":"x","__proto__":{"polluted":true}}');
    const { output, report } = mapData(toCard, hostile);
    expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
    expect(report.unmapped).toEqual(['__proto__.polluted']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('turns a refused conversion into an error that names the target and not the value', () => {
    const n = mapper<{ a: string }, { b: { c: string } }>();
    const nested = n.define({ b: n.object({ c: n.from('a', refuse) }) }, {});
    expect(() => mapData(nested, { a: 'secret' })).toThrow(new MappingError('b.c', 'must be something else'));
    expect(() => mapData(nested, { a: 'odd' })).toThrow('b.c: the conversion (refuse) threw TypeError');
  });

  it('tells its lineage and what it leaves unread', () => {
    expect(toCard.lineage).toEqual([
      { target: 'key', reads: ['id'], note: 'digits' },
      { target: 'nick', reads: ['nick'], absent: 'else "nobody"' },
      { target: 'alias', reads: ['nick'], absent: 'left out' },
      { target: 'title', reads: ['nick'], absent: 'null' },
      { target: 'kind', reads: [], note: 'constant' },
      { target: 'home.town', reads: ['home.city'], absent: 'left out' },
      { target: 'home.level', reads: ['home.floor'], absent: 'left out' },
      { target: 'extra', reads: [], note: 'omitted: cards have no room for it' },
    ]);
    expect(toCard.unread).toEqual({ note: 'written for ourselves' });
  });

  it('can say null for a target object whose source object is null', () => {
    const n = mapper<{ home: { city: string } | null }, { place: { town: string } | null }>();
    const place = n.define(
      { place: n.objectFrom('home', (home) => ({ town: home.from('city') })).orNull() },
      {},
    );
    expect(mapData(place, { home: null }).output).toEqual({ place: null });
    expect(mapData(place, { home: { city: 'Bern' } }).output).toEqual({ place: { town: 'Bern' } });
  });
});
