import type { Field, Format, TypeName, Unit } from './shape.ts';

/** What was found at one place of a value so far. Sets are bits, so that adding what is there already costs nothing. */
export interface Place {
  types: number;
  /** Of the strings that have one. */
  formats: number;
  /** Some string had none. */
  hasFreeText: boolean;
  /** Of the numbers that have one. */
  units: number;
  /** Some number had none. */
  hasPlainNumber: boolean;
  /** `undefined`: some string was no name of a kind, or there were too many for a list that somebody wrote down. */
  kindNames: Set<string> | undefined;
  /** How many of the objects around it had it. */
  seen: number;
  /** How many objects stood here. */
  objects: number;
  fields: Map<string, Place> | undefined;
  items: Place | undefined;
}

export function createPlace(): Place {
  return {
    types: 0,
    formats: 0,
    hasFreeText: false,
    units: 0,
    hasPlainNumber: false,
    kindNames: noNames,
    seen: 0,
    objects: 0,
    fields: undefined,
    items: undefined,
  };
}

/** Never added to: most places have no names, and need no set of their own. */
const noNames: Set<string> = new Set();

/** Code branches on a few names. More than these at one place are free text. */
export const kindNamesMax = 12;

export function addType(place: Place, type: TypeName): void {
  place.types |= 1 << typeNames.indexOf(type);
}

/** @param unit `any`: zero, which fits every way of counting */
export function addNumber(place: Place, type: 'integer' | 'number', unit: Unit | 'any' | undefined): void {
  addType(place, type);
  if (unit === 'any') return;
  if (unit === undefined) place.hasPlainNumber = true;
  else place.units |= 1 << unitNames.indexOf(unit);
}

/** @param kindName the string itself, where it names a kind of thing */
export function addString(place: Place, format: Format | undefined, kindName: string | undefined): void {
  addType(place, 'string');
  if (format === undefined) place.hasFreeText = true;
  else place.formats |= 1 << formatNames.indexOf(format);
  if (format === 'empty' || place.kindNames === undefined || place.kindNames.has(kindName ?? '')) return;
  if (kindName === undefined || place.kindNames.size >= kindNamesMax) place.kindNames = undefined;
  else if (place.kindNames === noNames) place.kindNames = new Set([kindName]);
  else place.kindNames.add(kindName);
}

/** All places below and with `root`, by path, sorted. */
export function fieldsOf(root: Place): ReadonlyMap<string, Field> {
  const found: [string, Field][] = [];
  collect(found, root, '$', false);
  found.sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(found);
}

function collect(found: [string, Field][], place: Place, path: string, optional: boolean): void {
  found.push([path, fieldOf(place, optional)]);
  if (place.items !== undefined) collect(found, place.items, `${path}[]`, false);
  if (place.fields === undefined) return;
  for (const [name, child] of place.fields) {
    // `*` stands for keys that are data: none of them is promised, and several in one object count once.
    collect(found, child, `${path}.${name}`, name === '*' || child.seen < place.objects);
  }
}

function fieldOf(
  { types, formats, hasFreeText, kindNames, units, hasPlainNumber }: Place,
  optional: boolean,
): Field {
  return {
    types: listed(typeLists, typeNames, (types & numberBit) === 0 ? types : types & ~integerBit),
    optional,
    formats: hasFreeText ? none : listed(formatLists, formatNames, formats),
    names: kindNames === undefined || kindNames.size === 0 ? none : [...kindNames].sort(),
    ...(units === 0 || hasPlainNumber
      ? {}
      : { units: unitNames.filter((_, bit) => (units & (1 << bit)) !== 0) }),
  };
}

/** Both sorted, because the lists that are taken from them have to be. */
const typeNames: readonly TypeName[] = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const formatNames: readonly Format[] = [
  'date',
  'date-dotted',
  'date-http',
  'date-json',
  'date-slashed',
  'date-time',
  'date-time-local',
  'decimal',
  'decimal-comma',
  'email',
  'empty',
  'epoch-milliseconds',
  'epoch-seconds',
  'uri',
  'uuid',
];
const unitNames: readonly Unit[] = ['epoch-microseconds', 'epoch-milliseconds', 'epoch-seconds'];
const integerBit = 1 << typeNames.indexOf('integer');
const numberBit = 1 << typeNames.indexOf('number');
const none: readonly never[] = [];

/** By their bits: a response has dozens of places, and they share a handful of lists. */
const typeLists: (readonly TypeName[])[] = [];
const formatLists: (readonly Format[])[] = [];

function listed<Name>(lists: (readonly Name[])[], names: readonly Name[], bits: number): readonly Name[] {
  const known = lists[bits];
  if (known !== undefined) return known;
  const list = names.filter((_name, bit) => (bits & (1 << bit)) !== 0);
  lists[bits] = list;
  return list;
}
