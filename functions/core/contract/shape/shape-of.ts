import { isFieldName } from './field-name.ts';
import { isErrorKey, isKindName } from './kind-name.ts';
import { unitOf } from './number-unit.ts';
import { addNumber, addString, addType, createPlace, fieldsOf, type Place } from './place.ts';
import type { Shape } from './shape.ts';
import { formatOf } from './string-format.ts';

export interface ShapeBounds {
  /** Levels of objects and lists within each other. */
  readonly levelsMax: number;
  /** Different paths. */
  readonly placesMax: number;
  /** Items of one list. */
  readonly itemsMax: number;
}

/**
 * Sixteen levels and a thousand places are more than any answer to one call of ours has: the largest object that is
 * known, a Stripe payment intent with everything expanded, has six and about four hundred. Fifty items are half of
 * the usual page, and lists of more than a page's half are alike.
 */
const defaultBounds: ShapeBounds = { levelsMax: 16, placesMax: 1_000, itemsMax: 50 };

/** A page of fifty items with a hundred fields each. Lists in lists would otherwise multiply `itemsMax`. */
const visitsMax = 5_000;

/**
 * What a JSON value looks like, without its values. Never throws; what lies beyond the bounds is left out, and the
 * shape `partial`. Keys that are no names of fields (ids, email addresses) are described together as `*`.
 * @param value parsed already
 * @param maps names of objects whose keys are data: `metadata`. All their values are described together as `*`
 */
export function shapeOf(value: unknown, maps: ReadonlySet<string>, bounds = defaultBounds): Shape {
  const root = createPlace();
  const walk: Walk = { maps, bounds, places: 1, visits: 0, partial: false };
  visit(walk, root, value, { level: 1, key: '', inMap: false, inError: false });
  return { fields: fieldsOf(root), partial: walk.partial };
}

interface Walk {
  readonly maps: ReadonlySet<string>;
  readonly bounds: ShapeBounds;
  places: number;
  visits: number;
  partial: boolean;
}

interface Whereabouts {
  readonly level: number;
  /** The name under which the value stands; '' for an item of a list and for a datum. */
  readonly key: string;
  readonly inMap: boolean;
  readonly inError: boolean;
}

function visit(walk: Walk, place: Place, value: unknown, at: Whereabouts): void {
  walk.visits += 1;
  if (typeof value === 'string') {
    addString(place, formatOf(value), !at.inMap && isKindName(at.key, value, at.inError) ? value : undefined);
  } else if (typeof value === 'number') {
    addNumber(place, Number.isInteger(value) ? 'integer' : 'number', value === 0 ? 'any' : unitOf(value));
  } else if (typeof value === 'boolean') {
    addType(place, 'boolean');
  } else if (typeof value !== 'object' || value === null) {
    // JSON writes null for what it cannot express: `undefined`, a function.
    addType(place, 'null');
  } else if (Array.isArray(value)) {
    addType(place, 'array');
    visitItems(walk, place, value, at);
  } else {
    addType(place, 'object');
    visitKeys(walk, place, value as Readonly<Record<string, unknown>>, at);
  }
}

function visitItems(walk: Walk, place: Place, items: readonly unknown[], at: Whereabouts): void {
  const { itemsMax, levelsMax } = walk.bounds;
  if (items.length === 0) return;
  if (items.length > itemsMax) walk.partial = true;
  if (place.items === undefined && at.level < levelsMax && hasRoom(walk)) place.items = createPlace();
  if (place.items === undefined) {
    walk.partial = true;
    return;
  }
  const item = { level: at.level + 1, key: '', inMap: at.inMap, inError: at.inError };
  for (let index = 0; index < items.length && index < itemsMax; index += 1) {
    if (isSpent(walk)) return;
    visit(walk, place.items, items[index], item);
  }
}

function visitKeys(
  walk: Walk,
  place: Place,
  value: Readonly<Record<string, unknown>>,
  at: Whereabouts,
): void {
  const keys = Object.keys(value);
  place.objects += 1;
  if (keys.length === 0) return;
  if (at.level >= walk.bounds.levelsMax) {
    walk.partial = true;
    return;
  }
  const level = at.level + 1;
  const isMap = walk.maps.has(at.key);
  const inMap = at.inMap || isMap;
  for (const key of keys) {
    if (isSpent(walk)) return;
    let name = isMap ? '*' : key;
    let child = place.fields?.get(name);
    if (child === undefined && !isMap && !isFieldName(key)) {
      name = '*';
      child = place.fields?.get(name);
    }
    if (child === undefined) {
      if (!hasRoom(walk)) continue;
      child = createPlace();
      place.fields ??= new Map();
      place.fields.set(name, child);
    }
    child.seen += 1;
    const inError = at.inError || isErrorKey(name);
    visit(walk, child, value[key], { level, key: name === '*' ? '' : name, inMap, inError });
  }
}

/** Whether the shape may have one place more; counts it. */
function hasRoom(walk: Walk): boolean {
  if (walk.places >= walk.bounds.placesMax) {
    walk.partial = true;
    return false;
  }
  walk.places += 1;
  return true;
}

function isSpent(walk: Walk): boolean {
  if (walk.visits < visitsMax) return false;
  walk.partial = true;
  return true;
}
