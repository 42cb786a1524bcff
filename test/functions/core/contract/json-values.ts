import fc from 'fast-check';

const names = Array.from({ length: 14 }, (_, index) => `name_${'abcdefghijklmn'[index]}`);

/** Strings of every kind that a shape tells apart. */
const text = fc.oneof(
  fc.constantFrom('', '2026-01-31', '2026-01-31T10:00:00Z', 'a@b.example', 'https://b.example/x'),
  fc.constantFrom('3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'free text', ...names),
  fc.string(),
);

/** Few keys, so that places meet; some that are data, and some that harm careless code. */
const key = fc.constantFrom(
  'a',
  'b',
  'type',
  'metadata',
  'error',
  'code',
  'joe@b.example',
  '__proto__',
  'toString',
);

/** JSON values, as parsing makes them. */
export const jsonValues: fc.Arbitrary<unknown> = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      text,
      fc.constantFrom(null, true, false, 0, 12, 12.5),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }),
    ),
  }))
  .value.map((value) => JSON.parse(json(value)) as unknown);

/** A list of pairs is an object: only parsing makes one with a `__proto__` of its own. */
function json(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const isObject =
    value.length > 0 &&
    value.every((item) => Array.isArray(item) && item.length === 2 && typeof item[0] === 'string');
  if (!isObject) return `[${value.map(json).join()}]`;
  return `{${value.map(([name, inner]) => `${JSON.stringify(name)}:${json(inner)}`).join()}}`;
}

export const maps: ReadonlySet<string> = new Set(['metadata']);
