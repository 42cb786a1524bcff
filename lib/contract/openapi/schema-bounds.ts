/** Keywords that bound a value, as JSON Schema 2020-12 writes them. Those that are not well formed are left out. */
import { type JsonObject, own } from './json-object.ts';

export function boundsOf(raw: JsonObject): readonly (readonly [keyword: string, value: unknown])[] {
  const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0;
  return [
    ...countKeywords
      .map((keyword) => [keyword, own(raw, keyword)] as const)
      .filter(([, value]) => isCount(value)),
    ...numbersOf(raw),
    ...(isPattern(own(raw, 'pattern')) ? [['pattern', own(raw, 'pattern')] as const] : []),
    ...(own(raw, 'uniqueItems') === true ? [['uniqueItems', true] as const] : []),
  ];
}

const countKeywords = [
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
];

/** 3.0 says `minimum: 5, exclusiveMinimum: true` for what is `exclusiveMinimum: 5` today. */
function numbersOf(raw: JsonObject): [string, number][] {
  const number = (keyword: string) => {
    const value = own(raw, keyword);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const bounds = [
    [own(raw, 'exclusiveMinimum') === true ? 'exclusiveMinimum' : 'minimum', number('minimum')],
    [own(raw, 'exclusiveMaximum') === true ? 'exclusiveMaximum' : 'maximum', number('maximum')],
    ['exclusiveMinimum', number('exclusiveMinimum')],
    ['exclusiveMaximum', number('exclusiveMaximum')],
    ['multipleOf', (number('multipleOf') ?? 0) > 0 ? number('multipleOf') : undefined],
  ] as const;
  return bounds.flatMap(([keyword, value]): [string, number][] =>
    value === undefined ? [] : [[keyword, value]],
  );
}

/** Whether it is a regular expression. */
export function isPattern(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false;
  try {
    return new RegExp(pattern) instanceof RegExp;
  } catch {
    return false;
  }
}
