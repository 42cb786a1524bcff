import { isDeepStrictEqual } from 'node:util';
import { shapeOf } from '../../functions/core/contract/shape/shape-of.ts';

/**
 * The value with only those items of its lists that show something new: a page of fifty people says no more than two.
 * The shape stays the same; where it would not, the value is given back whole.
 */
export function excerpt(value: unknown, maps: ReadonlySet<string>): unknown {
  const short = shortened(value, maps);
  return isDeepStrictEqual(fieldsOf(short, maps), fieldsOf(value, maps)) ? short : value;
}

const fieldsOf = (value: unknown, maps: ReadonlySet<string>) => shapeOf(value, maps).fields;

function shortened(value: unknown, maps: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const item of value.map((one) => shortened(one, maps))) {
      if (!isDeepStrictEqual(fieldsOf([...kept, item], maps), fieldsOf(kept, maps))) kept.push(item);
    }
    return kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shortened(inner, maps)]));
}
