/** What a mapping must never do silently. */
import { describe, expect, it } from 'vitest';
import { MappingError } from '../../../functions/core/errors.ts';
import { ConversionError, defineCoercion } from '../../../functions/mapping/conversion.ts';
import { mapper } from '../../../functions/mapping/mapper.ts';
import { mapData } from '../../fixtures/map-data.ts';

const failureOf = (run: () => unknown): MappingError => {
  try {
    run();
  } catch (error) {
    if (error instanceof MappingError) return error;
  }
  throw new Error('it was mapped');
};

it('an absent source that may be absent is absent for the functions of a mapping, and null is null', () => {
  const seen: unknown[] = [];
  const m = mapper<{ nick?: string; name?: string | null }, { label: string }>();
  const map = m.define(
    {
      label: m.derive(['nick', 'name'], (...values) => {
        seen.push(values);
        return 'x';
      }),
    },
    {},
  );
  for (const data of [{}, { name: null }, { nick: 'a', name: 'b' }]) mapData(map, data);
  expect(seen).toEqual([
    [undefined, undefined],
    [undefined, null],
    ['a', 'b'],
  ]);
});

describe('an exception in a function of a mapping', () => {
  const m = mapper<{ items: { sku: string }[] }, { lines: { code: string }[] }>();
  const withCoercion = (convert: (sku: string) => string) =>
    m.define(
      { lines: m.each('items', (item) => ({ code: item.from('sku', defineCoercion('odd', convert)) })) },
      {},
    );

  it('keeps its cause, and names the target, the item and the coercion, and no value', () => {
    const cause = new TypeError('cannot take secret');
    const map = withCoercion((sku) => {
      if (sku === 'secret') throw cause;
      return sku;
    });
    const error = failureOf(() => mapData(map, { items: [{ sku: 'a' }, { sku: 'secret' }] }));
    expect([error.message, error.path, error.cause]).toEqual([
      'lines[1].code: the conversion (odd) threw TypeError',
      'lines[1].code',
      cause,
    ]);
  });

  it('says in our own words what those of a conversion say', () => {
    const map = withCoercion(() => {
      throw new ConversionError('must be something else');
    });
    expect(failureOf(() => mapData(map, { items: [{ sku: 'a' }] })).message).toBe(
      'lines[0].code: must be something else',
    );
  });

  it('that is not even an error is told as that', () => {
    const map = withCoercion((sku) => {
      throw sku;
    });
    expect(failureOf(() => mapData(map, { items: [{ sku: 'a' }] })).message).toBe(
      'lines[0].code: the conversion (odd) threw something that is not an error',
    );
    expect(new ConversionError('must be something else').name).toBe('ConversionError');
  });

  it('keeps the path and the reason of a mapping inside it', () => {
    const map = withCoercion((sku) => {
      throw new MappingError('inner.field', `has no ${typeof sku}`);
    });
    expect(failureOf(() => mapData(map, { items: [{ sku: 'a' }] })).message).toBe(
      'lines[0].code.inner.field: has no string',
    );
  });
});

it('a coercion that makes nothing of a value that is there is told as that', () => {
  const m = mapper<{ a: string }, { b: string }>();
  const nothing = defineCoercion('nothing', (): string => undefined as unknown as string);
  const map = m.define({ b: m.from('a', nothing) }, {});
  expect(() => mapData(map, { a: 'x' })).toThrow(
    'b: nothing makes nothing of a, and the mapping declares no default',
  );
});

describe('what would change on the wire is refused with its path', () => {
  const m = mapper<
    { n: number; items: { text: string }[] },
    { amount: unknown; lines: { text: string }[] }
  >();
  const giving = (value: unknown) =>
    m.define(
      {
        amount: m.derive(['n'], () => value),
        lines: m.each('items', (item) => ({ text: item.from('text') })),
      },
      {},
    );
  it.each([
    [Number.NaN, 'amount: is NaN, which JSON writes as null'],
    [Number.POSITIVE_INFINITY, 'amount: is Infinity, which JSON writes as null'],
    [10n, 'amount: is a bigint, which JSON cannot write'],
    [() => 1, 'amount: is a function, which JSON cannot write'],
    [Symbol('one'), 'amount: is a symbol, which JSON cannot write'],
    ['a\ud83d', 'amount: is ill-formed text: half of a surrogate pair'],
    [[1, [Number.NaN]], 'amount: holds an item that holds an item that is NaN, which JSON writes as null'],
    [{ 'k\udc00': 1 }, 'amount: holds a field that is ill-formed text: half of a surrogate pair'],
  ])('%o', (value, message) => {
    expect(() => mapData(giving(value), { n: 1, items: [] })).toThrow(message);
  });

  it('and all that JSON writes is not', () => {
    const value = { none: null, list: [null, true, 1.5, '😀', {}], absent: undefined };
    expect(mapData(giving(value), { n: 1, items: [] }).output.amount).toEqual(value);
  });

  it('in the item that holds it', () => {
    const items = [{ text: 'fine 😀' }, { text: '\ud83d' }];
    expect(() => mapData(giving(1), { n: 1, items })).toThrow(
      'lines[1].text: is ill-formed text: half of a surrogate pair',
    );
  });
});

it('a function of a mapping cannot change what the next one reads', () => {
  const m = mapper<
    { tags: string[]; shop: { name: string }[] },
    { first: string; all: string[]; name: string }
  >();
  const map = m.define(
    {
      first: m.derive(['tags'], (tags) => tags.sort()[0] ?? ''),
      all: m.from(
        'tags',
        defineCoercion('emptied', (tags: string[]) => tags.splice(0)),
      ),
      name: m.derive(['shop', 'tags'], (shop, tags) => {
        for (const each of shop) each.name = 'changed';
        return `${shop.length} ${tags.length}`;
      }),
    },
    {},
  );
  const data = { tags: ['b', 'a'], shop: [{ name: 'x' }] };
  expect(mapData(map, data).output).toEqual({ first: 'a', all: ['b', 'a'], name: '1 2' });
  expect(data).toEqual({ tags: ['b', 'a'], shop: [{ name: 'x' }] });
});
