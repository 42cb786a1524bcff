/** Patterns of lists and records: item by item, filtered, grouped, by key. */
import { expect, it } from 'vitest';
import { integerToString } from '../../../../functions/mapping/fields/integer-to-string.ts';
import { trimmed } from '../../../../functions/mapping/fields/text.ts';
import { mapper } from '../../../../functions/mapping/mapper.ts';
import { mapData } from '../../../fixtures/map-data.ts';

interface Order {
  currency: string;
  items: { sku: string; title: string; price: number; gift: boolean; note?: string | null; shop: string }[];
}
const order: Order = {
  currency: 'EUR',
  items: [
    { sku: 'a', title: 'Apple', price: 3, gift: false, shop: 'north' },
    { sku: 'b', title: 'Bowl', price: 20, gift: true, note: 'red', shop: 'south' },
    { sku: 'c', title: 'Cup', price: 7, gift: false, note: null, shop: 'north' },
  ],
};

it('6: makes a list item by item, with what stands around it', () => {
  const m = mapper<
    Order,
    { lines: { code: string; label: string; cents: number; currency: string; memo?: string }[] }
  >();
  const map = m.define(
    {
      lines: m.each('items', (item) => ({
        code: item.from('sku'),
        label: item.from('title'),
        cents: item.derive(['price'], (price) => price * 100),
        currency: m.from('currency'),
        memo: item.from('note').orOmit(),
      })),
    },
    { 'items[].gift': 'the warehouse asks for it elsewhere', 'items[].shop': 'there is one' },
  );
  expect(mapData(map, order)).toEqual({
    output: {
      lines: [
        { code: 'a', label: 'Apple', cents: 300, currency: 'EUR' },
        { code: 'b', label: 'Bowl', cents: 2_000, currency: 'EUR', memo: 'red' },
        { code: 'c', label: 'Cup', cents: 700, currency: 'EUR' },
      ],
    },
    report: {
      defaulted: [],
      coerced: ['items[].price→lines[].cents'],
      unmapped: [],
      omitted: ['lines[].memo'],
    },
  });
  expect(map.lineage).toEqual([
    { target: 'lines[].code', reads: ['items[].sku'] },
    { target: 'lines[].label', reads: ['items[].title'] },
    { target: 'lines[].cents', reads: ['items[].price'], note: 'derived' },
    { target: 'lines[].currency', reads: ['currency'] },
    { target: 'lines[].memo', reads: ['items[].note'], absent: 'left out' },
  ]);
});

it('6: reports what an item carries that nobody knows, once, and names the item that cannot be mapped', () => {
  const m = mapper<{ items: { sku: string }[] }, { lines: { code: string }[] }>();
  const map = m.define({ lines: m.each('items', (item) => ({ code: item.from('sku') })) }, {});
  const surplus = {
    items: [
      { sku: 'a', taxRate: 1 },
      { sku: 'b', taxRate: 2, box: { size: 1 } },
    ],
  };
  expect(mapData(map, surplus).report.unmapped).toEqual(['items[].taxRate', 'items[].box.size']);
  const broken = { items: [...Array(7_777).fill({ sku: 'a' }), {}] as { sku: string }[] };
  expect(() => mapData(map, broken)).toThrow(
    'lines[7777].code: the event has no items[].sku, and the mapping declares no default',
  );
});

it('7: filters, takes the first, sums', () => {
  const m = mapper<Order, { paid: string[]; first: string; total: number; bought: { code: string }[] }>();
  const map = m.define(
    {
      paid: m.from('items[].sku'),
      first: m.derive(['items[].title'], ([first]) => first ?? null).orElse('nothing'),
      total: m.derive(['items[].price'], (prices) => prices.reduce((sum, price) => sum + price, 0)),
      bought: m.each('items', (item) => item.when(['gift'], (gift) => !gift, { code: item.from('sku') })),
    },
    { currency: 'one for all', 'items[].note': 'ours', 'items[].shop': 'ours' },
  );
  const { output, report } = mapData(map, order);
  expect(output).toEqual({
    paid: ['a', 'b', 'c'],
    first: 'Apple',
    total: 30,
    bought: [{ code: 'a' }, { code: 'c' }],
  });
  expect(report.dropped).toEqual(['bought[]']);
  expect(mapData(map, { ...order, items: [] }).output).toEqual({
    paid: [],
    first: 'nothing',
    total: 0,
    bought: [],
  });
});

it('8: groups to a list', () => {
  const m = mapper<Order, { parcels: { from: string; value: number; codes: { code: string }[] }[] }>();
  const map = m.define(
    {
      parcels: m.groups('items', 'shop', (group) => ({
        from: group.key,
        value: group.derive(['price'], (prices) => prices.reduce((sum, price) => sum + price, 0)),
        codes: group.each((item) => ({ code: item.from('sku') })),
      })),
    },
    { currency: 'one for all', 'items[].gift': 'ours', 'items[].note': 'ours', 'items[].title': 'ours' },
  );
  expect(mapData(map, order).output).toEqual({
    parcels: [
      { from: 'north', value: 10, codes: [{ code: 'a' }, { code: 'c' }] },
      { from: 'south', value: 20, codes: [{ code: 'b' }] },
    ],
  });
});

it('9: indexes a list by a key, with a bound on keys and none twice', () => {
  const m = mapper<{ items: { sku: string; price: number }[] }, { prices: Record<string, string> }>();
  const map = m.define(
    {
      prices: m.record('items', (item) => [item.from('sku'), item.from('price', integerToString)], {
        keysMax: 2,
      }),
    },
    {},
  );
  const items = [
    { sku: 'a', price: 3 },
    { sku: '__proto__', price: 4 },
  ];
  const { prices } = mapData(map, { items }).output;
  expect(Object.entries(prices)).toEqual([
    ['a', '3'],
    ['__proto__', '4'],
  ]);
  expect(Object.getPrototypeOf(prices)).toBe(Object.prototype);
  expect(() => mapData(map, { items: [...items, { sku: 'c', price: 1 }] })).toThrow(
    'prices: has more than 2 keys',
  );
  expect(() => mapData(map, { items: [...items, { sku: 'a', price: 1 }] })).toThrow(
    'prices[2].key: is the key of another entry too',
  );
});

it('10: takes custom attributes entry by entry', () => {
  const m = mapper<
    { attributes: Record<string, string>; limits: Record<string, { max: number; unit: string }> },
    { custom: Record<string, string>; limits: Record<string, { max: number }> }
  >();
  const map = m.define(
    {
      custom: m.record('attributes', ({ key, entry }) => [key.value(), entry.value(trimmed)]),
      limits: m.record('limits', ({ key, entry }) => [key.value(), entry.object({ max: entry.from('max') })]),
    },
    {},
  );
  expect(
    mapData(map, { attributes: { color: ' red ', size: 'L' }, limits: { day: { max: 3, unit: 'm' } } }),
  ).toEqual({
    output: { custom: { color: 'red', size: 'L' }, limits: { day: { max: 3 } } },
    report: { defaulted: [], coerced: ['attributes→custom.*'], unmapped: ['limits.*.unit'] },
  });
});

it('goes through lists in lists, and lists of values', () => {
  const m = mapper<
    { orders: { id: number; lines: { sku: string; tags: string[] }[] }[] },
    { all: { order: string; codes: { code: string; tags: string[] }[] }[] }
  >();
  const map = m.define(
    {
      all: m.each('orders', (order) => ({
        order: order.from('id', integerToString),
        codes: order.each('lines', (line) => ({
          code: line.derive(['sku'], (sku) => sku.toUpperCase()),
          tags: line.each('tags', (tag) => tag.value(trimmed)),
        })),
      })),
    },
    {},
  );
  const data = {
    orders: [
      { id: 1, lines: [{ sku: 'a', tags: [' x', 'y'] }] },
      { id: 2, lines: [{ sku: 'b', tags: [] }] },
    ],
  };
  expect(mapData(map, data).output).toEqual({
    all: [
      { order: '1', codes: [{ code: 'A', tags: ['x', 'y'] }] },
      { order: '2', codes: [{ code: 'B', tags: [] }] },
    ],
  });
  const broken = structuredClone(data);
  (broken.orders[1]?.lines[0] as { sku: unknown }).sku = null;
  expect(() => mapData(map, broken)).toThrow(
    'all[1].codes[0].code: the conversion (derived) threw TypeError',
  );
});

it('maps ten thousand items', () => {
  const m = mapper<
    { items: { sku: string; price: number; note: string | null }[] },
    { lines: { code: string; cents: number; note?: string }[] }
  >();
  const map = m.define(
    {
      lines: m.each('items', (item) => ({
        code: item.from('sku', trimmed),
        cents: item.derive(['price'], (price) => price * 100),
        note: item.from('note').orOmit(),
      })),
    },
    {},
  );
  const items = Array.from({ length: 10_000 }, (_, index) => ({
    sku: ` ${index}`,
    price: index,
    note: null,
  }));
  const { output, report } = mapData(map, { items });
  expect(output.lines).toHaveLength(10_000);
  expect(output.lines[9_999]).toEqual({ code: '9999', cents: 999_900 });
  expect(report).toEqual({
    defaulted: [],
    coerced: ['items[].sku→lines[].code', 'items[].price→lines[].cents'],
    unmapped: [],
    omitted: ['lines[].note'],
  });
});
