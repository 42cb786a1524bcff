import { notationOf } from '../shape/field-notation.ts';
import { hasText, objectAround } from '../shape/merge-shapes.ts';
import type { Field, Shape, TypeName } from '../shape/shape.ts';
import type { Difference } from './difference.ts';

/** What of a difference is about a place in a body. */
export type PlaceDifference = Pick<Difference, 'kind' | 'breaking' | 'place' | 'was' | 'is'>;

/**
 * How a body differs from the recorded one, by path. One cause is one difference: of an object that is gone, new or
 * something else now, what is in it is not told. What is not seen where no object was, and in a shape that was not
 * looked at to the end, is not gone.
 */
export function compareShapes(recorded: Shape, observed: Shape): readonly PlaceDifference[] {
  const differences: PlaceDifference[] = [];
  /** Places of whose inside nothing more is told. */
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
  // What was not looked at to the end may have had them.
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
  // A list without items says nothing of them.
  if (around === undefined || was.optional || observed.partial) return false;
  return observed.fields.get(around)?.types.includes('object') === true;
}

type Kind = Pick<Difference, 'kind' | 'breaking'>;

/** @param partial whether `is` was not looked at to the end: what is missing may have been there */
function kindsOf(was: Field, is: Field, partial: boolean): readonly Kind[] {
  const found: Kind[] = [];
  const newTypes = is.types.filter((type) => !isKnownType(type, was));
  const others = newTypes.filter((type) => type !== 'null');
  if (others.length > 0) {
    // JSON has one kind of number, and readers parse both alike: 12 and 12.5 are told apart for people.
    const isNumber = others.join() === 'number' && was.types.includes('integer');
    // Of a field that was null whenever it was seen, nobody knew the type.
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
  const formats = was.formats.filter((format) => format !== 'empty');
  return formats.length > 0 && hasText(is) && !formats.some((format) => is.formats.includes(format));
}

/** One for each name, so that two that come at different times are two. */
function newNames(was: Field, is: Field): readonly string[] {
  if (was.names.length === 0 || !hasText(is)) return [];
  // What is there now is no name of a kind.
  if (is.names.length === 0) return ['string'];
  return is.names.filter((name) => !was.names.includes(name)).map((name) => `string("${name}")`);
}
