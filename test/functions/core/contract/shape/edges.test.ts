/** Where a text stops being of a form, and a key stops being the name of a field. */
import { describe, expect, it } from 'vitest';
import { isFieldName } from '../../../../../functions/core/contract/shape/field-name.ts';
import {
  hasText,
  mergeShapes,
  objectAround,
} from '../../../../../functions/core/contract/shape/merge-shapes.ts';
import type { Field } from '../../../../../functions/core/contract/shape/shape.ts';
import { formatOf } from '../../../../../functions/core/contract/shape/string-format.ts';

const uuid = 'abcdefab-cdef-abcd-abcd-abcdefabcdef';
const x = (length: number) => 'x'.repeat(length);

describe('a text', () => {
  it.each([
    ['', 'empty'],
    [' ', undefined],
    [uuid, 'uuid'],
    [uuid.toUpperCase(), 'uuid'],
    [`x${uuid.slice(1)}`, undefined],
    [`${uuid.slice(0, -1)}x`, undefined],
    [`${uuid}a`, undefined],
    [`x${uuid}`, undefined],
    ['http://x', 'uri'],
    ['https://x', 'uri'],
    ['https:///x', undefined],
    ['http:// x', undefined],
    ['https://x y', undefined],
    ['httpx://x', undefined],
    ['http:x http://y', undefined],
    ['http-a@b.c', undefined],
    ['2026-03-01', 'date'],
    ['2026-13-01', undefined],
    ['2026-03-32', undefined],
    ['2026-03-01T00:00:00Z', 'date-time'],
    ['2026-03-01T00:00:60Z', 'date-time'],
    ['2026-03-01T00:00:61Z', undefined],
    ['2026-03-01T24:00:00Z', undefined],
    ['2026-03-01T00:00:00.123456789+01:00', 'date-time'],
    ['2026-03-01T00:00:00.1234567890+01:00', undefined],
    ['2026-03-01T00:00:00', 'date-time-local'],
    ['a@b.c', 'email'],
    ['a@b.c.d', 'email'],
    ['a@b', undefined],
    ['a@.c', undefined],
    ['a@b..c', undefined],
    ['@b.c', undefined],
    ['a b@c.d', undefined],
    ['a@b@c.d', undefined],
  ])('%j is of the form %s', (text, expected) => {
    expect(formatOf(text)).toBe(expected);
  });

  it('is an address of 2,048 characters at most, and an email address of 254', () => {
    const uri = (length: number) => `https://${x(length - 8)}`;
    expect([formatOf(uri(2_048)), formatOf(uri(2_049))]).toEqual(['uri', undefined]);
    const email = (length: number) => `${x(length - 4)}@b.c`;
    expect([formatOf(email(254)), formatOf(email(255))]).toEqual(['email', undefined]);
  });
});

describe('a key', () => {
  it.each([
    ['a', true],
    ['$ref', true],
    ['_a', true],
    ['1a', true],
    ['-a', false],
    ['a.b', false],
    [x(64), true],
    [x(65), false],
    ['a1b2c3d4e5', true],
    ['a1b2c3d4e5f6', false],
    ['abcdefabcdefabc', true],
    ['abcdefabcdefabcd', false],
    ['ABCDEFABCDEFABCD', false],
    ['abcdefab-cdef-abcd-abcd-', false],
    ['abcdefab-cdef-abcd-x', true],
    ['abcdefa-cdef-abcd-abcd-', true],
    ['abcdefab-cde-abcd-abcd-', true],
    ['cus_NffrFeUfNV2Hib', false],
    ['cus_NffrFeUfNV2Hi', true],
    ['cus_NffrFeUfNV2Hib-x', true],
    ['cus_2ffrFeUfNVaHib', false],
    ['cus_affrFeUfNV2Hib', false],
    ['cus_NffrFeUfNVaHib', true],
    ['cus_nffrfeufnv2hib', true],
    ['CUS_NFFRFEUFNV2HIB', true],
  ])('%j is the name of a field: %s', (key, expected) => {
    expect(isFieldName(key)).toBe(expected);
  });
});

const field = (changes: Partial<Field> = {}): Field => ({
  types: ['string'],
  optional: false,
  formats: [],
  names: [],
  ...changes,
});

describe('a merged field', () => {
  const merged = (a: Partial<Field>, b: Partial<Field>) => {
    const shape = (one: Partial<Field>) => ({ fields: new Map([['$', field(one)]]), partial: false });
    return mergeShapes(shape(a), shape(b)).fields.get('$');
  };
  const names = (count: number) => Array.from({ length: count }, (_, n) => `k${n + 10}`);

  it('keeps twelve names, and none of thirteen', () => {
    expect(merged({ names: names(11) }, { names: names(12) })?.names).toEqual(names(12));
    expect(merged({ names: names(12) }, { names: names(13) })?.names).toEqual([]);
  });

  it('keeps the names of one side where the other saw the empty text only', () => {
    const empty = { formats: ['empty'] } as const;
    expect(merged({ names: ['a'] }, empty)?.names).toEqual(['a']);
    expect(merged({ names: ['a'] }, { formats: ['email'] })?.names).toEqual([]);
    expect(merged({ names: ['a'] }, { formats: ['empty', 'email'] })?.names).toEqual([]);
    expect(merged({ names: ['a'] }, { types: ['null'] })?.names).toEqual(['a']);
  });

  it('had a text, unless it was empty or none', () => {
    const texts = [
      field(),
      field({ formats: ['email'] }),
      field({ formats: ['email', 'empty'] }),
      field({ formats: ['empty', 'email'] }),
      field({ formats: ['empty'] }),
      field({ types: ['null'] }),
    ];
    expect(texts.map(hasText)).toEqual([true, true, true, true, false, false]);
  });
});

it('the object around a place is what stands before its last dot', () => {
  expect(['$', '$.a', '$.a.b', '$.a[]', '$[]'].map(objectAround)).toEqual([
    undefined,
    '$',
    '$.a',
    undefined,
    undefined,
  ]);
});
