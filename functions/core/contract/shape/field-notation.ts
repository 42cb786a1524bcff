import type { Field, Format, TypeName, Unit } from './shape.ts';

/**
 * What was found at a place, as a person reads it: `string(email) | null`, `string("contact"|"lead")`, `array`.
 * Whether the place is optional is not in it.
 */
export function notationOf(field: Field): string {
  const types = field.types.filter((type) => type !== 'null').map((type) => typeNotation(type, field));
  return (field.types.includes('null') ? [...types, 'null'] : types).join(' | ');
}

function typeNotation(type: TypeName, { formats, names, units = [] }: Field): string {
  if ((type === 'integer' || type === 'number') && units.length > 0) return `${type}(${units.join('|')})`;
  if (type !== 'string') return type;
  if (names.length > 0) return `string(${names.map((name) => `"${name}"`).join('|')})`;
  return formats.length > 0 ? `string(${formats.join('|')})` : 'string';
}

/** Reads `notationOf` back. `undefined`: it is none. */
export function parseNotation(notation: string, optional: boolean): Field | undefined {
  const types = new Set<TypeName>();
  let formats: readonly Format[] = [];
  let names: readonly string[] = [];
  let units: readonly Unit[] = [];
  for (const part of notation.split(' | ')) {
    const match = /^([a-z]+)(?:\((.+)\))?$/.exec(part);
    const type = match?.[1];
    if (!isType(type) || types.has(type)) return undefined;
    types.add(type);
    const inner = match?.[2]?.split('|');
    if (inner === undefined) continue;
    if (type === 'integer' || type === 'number') {
      if (!inner.every(isUnit)) return undefined;
      units = [...inner].sort();
      continue;
    }
    if (type !== 'string') return undefined;
    if (inner.every(isFormat)) formats = [...inner].sort();
    else if (inner.every((name) => /^"[A-Za-z][A-Za-z0-9_.:-]*"$/.test(name)))
      names = inner.map((name) => name.slice(1, -1)).sort();
    else return undefined;
  }
  if (types.has('integer') && types.has('number')) return undefined;
  return { types: [...types].sort(), optional, formats, names, ...(units.length > 0 && { units }) };
}

const typeNames: readonly string[] = [
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
] satisfies TypeName[];
const formatNames: Readonly<Record<Format, true>> = {
  date: true,
  'date-dotted': true,
  'date-http': true,
  'date-json': true,
  'date-slashed': true,
  'date-time': true,
  'date-time-local': true,
  decimal: true,
  'decimal-comma': true,
  email: true,
  empty: true,
  'epoch-milliseconds': true,
  'epoch-seconds': true,
  uri: true,
  uuid: true,
};
const unitNames: Readonly<Record<Unit, true>> = {
  'epoch-microseconds': true,
  'epoch-milliseconds': true,
  'epoch-seconds': true,
};
const isType = (text: string | undefined): text is TypeName => text !== undefined && typeNames.includes(text);
const isFormat = (text: string): text is Format => Object.hasOwn(formatNames, text);
const isUnit = (text: string): text is Unit => Object.hasOwn(unitNames, text);
