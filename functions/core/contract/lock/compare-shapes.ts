import { notationOf } from '../shape/field-notation.ts';
import { hasText, objectAround } from '../shape/merge-shapes.ts';
import type { Field, Format, Shape, TypeName } from '../shape/shape.ts';
import { isByChance } from '../shape/string-format.ts';
import type { Difference } from './difference.ts';

/** The part of a difference that does not depend on the operation. */
export type PlaceDifference = Pick<Difference, 'kind' | 'breaking' | 'place' | 'was' | 'is'>;

/**
 * How a body differs from the recorded one, by path. One cause is one difference: where an object is gone, is new or has
 * another type now, the fields inside it are no differences. A field is gone only if the object around it was there and
 * the shape was read to its end.
 */
export function compareShapes(recorded: Shape, observed: Shape): readonly PlaceDifference[] {
  const differences: PlaceDifference[] = [];
  /** Places whose inside is not compared any more. */
  const settled = new Set<string>();
  for (const [place, was] of recorded.fields) {
    const is = observed.fields.get(place);
    if (isWithin(settled, place)) continue;
    if (is === undefined) {
      if (isGone(place, was, observed)) {
        differences.push({ kind: 'field-gone', breaking: true, place, was: notationOf(was) });
      }
      continue;
    }
    const kinds = kindsOf(was, is, observed.partial);
    for (const kind of kinds) differences.push({ ...kind, place, was: notationOf(was), is: notationOf(is) });
    if (kinds.some(({ kind }) => kind === 'field-retyped')) {
      settled.add(place);
      continue;
    }
    for (const name of newNames(was, is)) {
      differences.push({ kind: 'name-new', breaking: false, place, was: notationOf(was), is: name });
    }
  }
  // A recorded shape that was not read to its end may have had them.
  if (recorded.partial) return differences;
  for (const [place, is] of observed.fields) {
    if (recorded.fields.has(place) || isWithin(settled, place)) continue;
    differences.push({ kind: 'field-new', breaking: false, place, is: notationOf(is) });
    settled.add(place);
  }
  return differences.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
}

function isWithin(settled: ReadonlySet<string>, place: string): boolean {
  if (settled.size === 0) return false;
  for (let around = parentOf(place); around !== ''; around = parentOf(around)) {
    if (settled.has(around)) return true;
  }
  return false;
}

/** The list or the object around a place; '' around the whole. */
const parentOf = (place: string) => objectAround(place) ?? place.slice(0, -'[]'.length);

function isGone(place: string, was: Field, observed: Shape): boolean {
  const around = objectAround(place);
  // Items of a list (no object around them) may be missing: an empty list says nothing of its items.
  if (around === undefined || was.optional || observed.partial) return false;
  return observed.fields.get(around)?.types.includes('object') === true;
}

type Kind = Pick<Difference, 'kind' | 'breaking'>;

/** @param partial whether `is` was not read to its end: what is missing may have been there */
function kindsOf(was: Field, is: Field, partial: boolean): readonly Kind[] {
  const found: Kind[] = [];
  const newTypes = is.types.filter((type) => !isKnownType(type, was));
  const others = newTypes.filter((type) => type !== 'null');
  if (others.length > 0) {
    // JSON has one kind of number, and code reads both alike: 12 that became 12.5 is worth a line and breaks nothing.
    const isNumber = others.join() === 'number' && was.types.includes('integer');
    // A field that was null whenever it was seen had no known type that could have changed.
    const wasNull = was.types.join() === 'null';
    found.push({ kind: 'field-retyped', breaking: !isNumber && !wasNull });
    if (!isNumber) return found;
  }
  if (newTypes.includes('null')) found.push({ kind: 'field-null', breaking: true });
  if (is.optional && !was.optional && !partial) found.push({ kind: 'field-optional', breaking: true });
  if (hasOtherFormat(was, is)) found.push({ kind: 'format-changed', breaking: true });
  return found;
}

const isKnownType = (type: TypeName, { types }: Field) =>
  types.includes(type) || (type === 'integer' && types.includes('number'));

function hasOtherFormat(was: Field, is: Field): boolean {
  return areOthers(was.units ?? [], is.units ?? []) || hasOtherText(was, is);
}

function hasOtherText(was: Field, is: Field): boolean {
  const filled = ({ formats }: Field): readonly Format[] => formats.filter((format) => format !== 'empty');
  const [known, seen] = [filled(was), filled(is)];
  if (known.length === 0 || !hasText(is)) return false;
  // What was a date has become any text; what had a form by chance has lost nothing.
  if (seen.length === 0) return !known.every(isByChance);
  return areOthers(known, seen);
}

const areOthers = <Form>(known: readonly Form[], seen: readonly Form[]) =>
  known.length > 0 && seen.length > 0 && !known.some((form) => seen.includes(form));

/** One difference for each name, so that names that appear at different times are each reported. */
function newNames(was: Field, is: Field): readonly string[] {
  if (was.names.length === 0 || !hasText(is)) return [];
  // The field holds free text now, not one of a list of names.
  if (is.names.length === 0) return ['string'];
  return is.names.filter((name) => !was.names.includes(name)).map((name) => `string("${name}")`);
}
