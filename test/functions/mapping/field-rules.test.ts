/** What every way to make a field says of itself, and of what is missing, at whatever depth it stands. */
import { describe, expect, it } from 'vitest';
import { trimmed } from '../../../functions/mapping/fields/text.ts';
import { mapper } from '../../../functions/mapping/mapper.ts';
import { mapData } from '../../fixtures/map-data.ts';

/** The whole of it. */
const saying = (message: string) => expect.objectContaining({ message });

interface Line {
  sku: string;
  kind: string;
}
interface Order {
  id: string;
  box: { size: number };
  lines: Line[];
  counts: Record<string, number>;
}
interface Shops {
  shop: { orders: Order[] };
}
interface Made {
  all: {
    orders: {
      id: string;
      box: { size: number };
      lines: { code: string }[];
      kinds: { count: number; codes: { code: string }[] }[];
      counts: Record<string, number>;
    }[];
  };
}

const m = mapper<Shops, Made>();
const map = m.define(
  {
    all: m.objectFrom('shop', (shop) => ({
      orders: shop.each('orders', (order) => ({
        id: order.from('id'),
        box: order.objectFrom('box', (box) => ({ size: box.from('size') })),
        lines: order.each('lines', (line) => ({ code: line.from('sku') })),
        kinds: order.groups('lines', 'kind', (group) => ({
          count: group.derive(['sku'], (skus) => skus.length),
          codes: group.each((line) => ({ code: line.from('sku') })),
        })),
        counts: order.record('counts', ({ key, entry }) => [key.value(), entry.value()]),
      })),
    })),
  },
  {},
);

const line: Line = { sku: 'a', kind: 'fruit' };
const order: Order = { id: '1', box: { size: 2 }, lines: [line], counts: { a: 1 } };
const shops = (changes: Partial<Record<keyof Order, unknown>> = {}) =>
  ({ shop: { orders: [order, { ...order, ...changes }] } }) as Shops;

describe('fields in lists in objects', () => {
  it('say by their whole path what they read, and what decides on them', () => {
    const within = 'shop.orders[].lines[]';
    expect(map.lineage).toEqual([
      { target: 'all.orders[].id', reads: ['shop.orders[].id'] },
      { target: 'all.orders[].box.size', reads: ['shop.orders[].box.size'] },
      { target: 'all.orders[].lines[].code', reads: [`${within}.sku`] },
      {
        target: 'all.orders[].kinds[].count',
        reads: [`${within}.sku`],
        when: [`${within}.kind`],
        note: 'derived',
      },
      { target: 'all.orders[].kinds[].codes[].code', reads: [`${within}.sku`], when: [`${within}.kind`] },
      { target: 'all.orders[].counts.*', reads: ['shop.orders[].counts'] },
    ]);
  });

  it('are known to the mapping, also where they only say what belongs together', () => {
    const { output, report } = mapData(map, shops());
    expect(report.unmapped).toEqual([]);
    expect(output.all.orders[0]).toEqual({
      id: '1',
      box: { size: 2 },
      lines: [{ code: 'a' }],
      kinds: [{ count: 1, codes: [{ code: 'a' }] }],
      counts: { a: 1 },
    });
  });

  const missing = (path: string) => `the event has no ${path}, and the mapping declares no default`;
  it.each([
    [{ shop: null }, `all: ${missing('shop')}`],
    [{ shop: { orders: null } }, `all.orders: ${missing('shop.orders')}`],
    [shops({ id: null }), `all.orders[1].id: ${missing('shop.orders[].id')}`],
    [shops({ box: null }), `all.orders[1].box: ${missing('shop.orders[].box')}`],
    [shops({ box: {} }), `all.orders[1].box.size: ${missing('shop.orders[].box.size')}`],
    [shops({ lines: null }), `all.orders[1].lines: ${missing('shop.orders[].lines')}`],
    [shops({ lines: [{}] }), `all.orders[1].lines[0].code: ${missing('shop.orders[].lines[].sku')}`],
    [shops({ counts: null }), `all.orders[1].counts: ${missing('shop.orders[].counts')}`],
    [shops({ counts: { a: null } }), `all.orders[1].counts.*: ${missing('shop.orders[].counts')}`],
  ])('name the place in the target and the path in the event: %#', (event, reason) => {
    expect(() => mapData(map, event as Shops)).toThrow(saying(reason));
  });

  it('name the place of what is missing in a group', () => {
    const grouped = mapper<{ lines: Line[] }, { kinds: { kind: string; codes: { code: string }[] }[] }>();
    const kinds = grouped.define(
      {
        kinds: grouped.groups('lines', 'kind', (group) => ({
          kind: group.key,
          codes: group.each((one) => ({ code: one.from('sku') })),
        })),
      },
      {},
    );
    expect(() => mapData(kinds, { lines: null } as never)).toThrow(`kinds: ${missing('lines')}`);
    expect(() => mapData(kinds, { lines: [{ kind: 'a' }] } as never)).toThrow(
      `kinds[0].codes[0].code: ${missing('lines[].sku')}`,
    );
    expect(() => mapData(kinds, { lines: [{ sku: 'a' }] } as never)).toThrow(
      `kinds[0].kind: ${missing('lines[].kind')}`,
    );
  });
});

it('a list of values is read at its own path', () => {
  const t = mapper<{ tags: string[] }, { tags: string[] }>();
  const tags = t.define({ tags: t.each('tags', (tag) => tag.value()) }, {});
  expect(tags.lineage).toEqual([{ target: 'tags[]', reads: ['tags'] }]);
});

describe('a record', () => {
  interface Prices {
    items: { sku: string | null; price: number | null }[];
  }
  const r = mapper<Prices, { prices: Record<string, number> }>();
  const prices = r.define(
    {
      prices: r.record('items', (item) => [
        item.from('sku') as never,
        item.when(['price'], (price) => price !== null, item.from('price')) as never,
      ]),
    },
    {} as never,
  );
  const many = (count: number) => ({
    items: Array.from({ length: count }, (_, at) => ({ sku: `${at}`, price: at })),
  });

  it('has a hundred keys at most', () => {
    expect(Object.keys(mapData(prices, many(100)).output.prices)).toHaveLength(100);
    expect(() => mapData(prices, many(101))).toThrow(saying('prices: has more than 100 keys'));
  });

  it('tells of entries that were left out, without their keys', () => {
    const { output, report } = mapData(prices, { items: [{ sku: 'a', price: null }, ...many(1).items] });
    expect(output.prices).toEqual({ 0: 0 });
    expect(report.dropped).toEqual(['prices.*']);
  });

  it('names the entry that has no key', () => {
    expect(() => mapData(prices, { items: [...many(2).items, { sku: null, price: 1 }] })).toThrow(
      saying('prices[2].key: the event has no items[].sku, and the mapping declares no default'),
    );
  });

  it('says that its values are read by their key too', () => {
    expect(prices.lineage).toEqual([
      { target: 'prices.*', reads: ['items[].sku', 'items[].price'], when: ['items[].price'] },
    ]);
  });
});

describe('a value', () => {
  interface Two {
    a: string | null;
    b: string | null;
  }
  const t = mapper<Two, { it?: string }>();
  const nothing = { name: 'nothing', convert: () => null } as const;
  const none = { name: 'none', convert: () => undefined } as const;
  const refusalOf = (rule: unknown, event: Two) => () =>
    mapData(t.define({ it: rule } as never, {} as never) as never, event);

  it('names its coercions, and all that it is read from', () => {
    const rule = t.derive(['a', 'b'], (a, b) => `${a}${b}`);
    const derived = t.define({ it: rule }, {});
    expect(mapData(derived, { a: 'x', b: 'y' }).report.coerced).toEqual(['a,b→it']);
    const shouted = { name: 'shouted', convert: (text: string) => text.toUpperCase() };
    const named = t.define(
      { it: t.from('a', trimmed as never, shouted as never).orOmit() } as never,
      { b: 'not needed' } as never,
    );
    expect(named.lineage).toEqual([
      { target: 'it', reads: ['a'], note: 'trimmed, shouted', absent: 'left out' },
    ]);
  });

  it.each([nothing, none])(
    'that a coercion makes nothing of is told as left out, not as coerced: $name',
    (one) => {
      const rule = (t.from('a', one as never) as { orOmit(): unknown }).orOmit();
      const made = t.define({ it: rule } as never, { b: 'not needed' } as never);
      expect(mapData(made as never, { a: 'x', b: null })).toEqual({
        output: {},
        report: { defaulted: [], coerced: [], unmapped: [], omitted: ['it'] },
      });
    },
  );

  it('that is nowhere is said to be missing at the last place it was looked for', () => {
    const orB = (first: unknown, ...steps: unknown[]) =>
      (first as { orFrom(path: string, ...steps: unknown[]): unknown }).orFrom('b', ...steps);
    expect(refusalOf(orB(t.from('a')), { a: null, b: null })).toThrow(
      'it: the event has no a, b, and the mapping declares no default',
    );
    expect(refusalOf(orB(t.from('a', nothing as never)), { a: 'x', b: null })).toThrow(
      'it: the event has no a, b, and the mapping declares no default',
    );
    expect(refusalOf(orB(t.from('a'), trimmed, nothing), { a: null, b: 'x' })).toThrow(
      'it: trimmed, nothing makes nothing of a, b, and the mapping declares no default',
    );
  });
});

describe('what is decided for an object', () => {
  it('stands in the lineage of fields that decide nothing themselves', () => {
    const h = mapper<
      { home: { city: string; floor: number | null } | null },
      { home: { city: string; floor?: number } | null }
    >();
    const homes = h.define(
      {
        home: h
          .objectFrom('home', (home) => ({ city: home.from('city'), floor: home.from('floor').orOmit() }))
          .orNull(),
      },
      {},
    );
    expect(homes.lineage).toEqual([
      { target: 'home.city', reads: ['home.city'], absent: 'null' },
      { target: 'home.floor', reads: ['home.floor'], absent: 'left out' },
    ]);
  });
});

describe('a condition that throws', () => {
  const broken = (): boolean => {
    throw new TypeError('cannot read Ada');
  };
  const c = mapper<{ a: string; b: string }, { it?: string }>();

  it('refuses the event by the paths it reads', () => {
    const mapped = c.define({ it: c.from('a') }, {}, [c.takes(['a', 'b'], broken, 'not ours')]);
    expect(() => mapData(mapped, { a: 'x', b: 'y' })).toThrow(
      saying('a,b: the conversion (condition) threw TypeError'),
    );
  });

  it('refuses the event by the field it is for', () => {
    const mapped = c.define({ it: c.when(['b'], broken, c.from('a')) }, {});
    expect(() => mapData(mapped, { a: 'x', b: 'y' })).toThrow(
      saying('it: the conversion (condition) threw TypeError'),
    );
  });
});

it('the key of a group cannot be read from elsewhere, whatever got round the types', () => {
  const g = mapper<{ lines: Line[] }, { kinds: { kind: string }[] }>();
  expect(() =>
    g.groups('lines', 'kind', (group) => ({
      kind: (group.key as unknown as { orFrom(path: string): never }).orFrom('sku'),
    })),
  ).toThrow('a group has no paths of its own');
});
