import type { ErrorObject } from 'ajv';

/** The bound that Ajv says is broken, `maxLength 40`; `undefined` for what is no bound. */
export function boundText({ keyword, params }: ErrorObject): string | undefined {
  if (!bounds.has(keyword)) return undefined;
  const bound: unknown = params.limit ?? params.pattern ?? params.multipleOf;
  return bound === undefined ? keyword : `${keyword} ${bound}`;
}

const bounds = new Set([
  'exclusiveMaximum',
  'exclusiveMinimum',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'pattern',
  'uniqueItems',
]);
