import type { Field, Format, TypeName } from './shape.ts';

/** What was found at one place of a value so far. Sets are bits, so that adding what is there already costs nothing. */
export interface Place {
  types: number;
  /** Of the strings that have one. */
  formats: number;
  /** Some string had none. */
  hasFreeText: boolean;
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

function fieldOf({ types, formats, hasFreeText, kindNames }: Place, optional: boolean): Field {
  return {
    types: listed(typeLists, typeNames, (types & numberBit) === 0 ? types : types & ~integerBit),
    optional,
    formats: hasFreeText ? none : listed(formatLists, formatNames, formats),
    names: kindNames === undefined || kindNames.size === 0 ? none : [...kindNames].sort(),
  };
}

/** Both sorted, because the lists that are taken from them have to be. */
const typeNames: readonly TypeName[] = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const formatNames: readonly Format[] = ['date', 'date-time', 'email', 'empty', 'uri', 'uuid'];
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
