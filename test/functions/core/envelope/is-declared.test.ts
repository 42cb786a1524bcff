import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { isDeclared } from '../../../../functions/core/envelope/is-declared.ts';

const item = z.looseObject({ price: z.number() });
const schema = z.looseObject({
  leaf: z.nullable(z.string()),
  anything: z.optional(z.unknown()),
  item: z.optional(item),
  list: z._default(z.array(item), []),
  byName: z.record(z.string(), item),
  either: z.union([z.looseObject({ a: z.number() }), z.looseObject({ b: z.number() })]),
  both: z.intersection(z.looseObject({ a: z.number() }), z.looseObject({ b: z.number() })),
  later: z.lazy(() => item),
  piped: z.pipe(
    item,
    z.transform(() => 1),
  ),
  strict: z.strictObject({}),
  nullable: z.nullable(item),
  nonoptional: z.nonoptional(z.optional(item)),
  prefault: z.prefault(item, { price: 1 }),
  readonly: z.readonly(item),
  typed: z.catchall(z.object({}), item),
});

test.each([
  '',
  'leaf',
  'leaf.deeper',
  'anything.at.all',
  'item',
  'item.price',
  'list.3.price',
  'byName.x.price',
  'either.a',
  'either.b',
  'both.a',
  'both.b',
  'later.price',
  'piped.price',
  'strict.x',
  'typed.x.price',
  'nullable.price',
  'nonoptional.price',
  'prefault.price',
  'readonly.price',
])('%j is declared', (path) => {
  expect(isDeclared(schema, path === '' ? [] : path.split('.'))).toBe(true);
});

test.each([
  'other',
  'toString',
  'item.other',
  'item.other.price',
  'list.3.other',
  'byName.x.other',
  'either.c',
  'both.c',
  'later.other',
  'piped.other',
  'typed.x.other',
  'nullable.other',
  'nonoptional.other',
  'prefault.other',
  'readonly.other',
])('%j is not', (path) => {
  expect(isDeclared(schema, path.split('.'))).toBe(false);
});
