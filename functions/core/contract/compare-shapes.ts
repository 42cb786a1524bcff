import type { Difference } from './difference.ts';
import { notationOf } from './field-notation.ts';
import { hasText, objectAround } from './merge-shapes.ts';
import type { Field, Shape } from './shape.ts';

/** What of a difference is about a place in a body. */
export type PlaceDifference = Pick<Difference, 'kind' | 'breaking' | 'place' | 'was' | 'is'>;

/**
 * How a body differs from the recorded one, by path. One cause is one difference: of an object that is gone, new or
 * something else now, what is in it is not told. What is not seen where no object was, and in a shape that was not
 * looked at to the end, is not gone.
 */
export function compareShapes(recorded: Shape, observed: Shape): readonly PlaceDifference[] {
  const differences: PlaceDifference[] = [];
  /** Places of which everything is said, and the places in them. */
  const settled = new Set<string>();
  const paths = [...new Set([...recorded.fields.keys(), ...observed.fields.keys()])].sort();
  for (const place of paths) {
    const [was, is] = [recorded.fields.get(place), observed.fields.get(place)];
    if (settled.has(parentOf(place))) {
      settled.add(place);
    } else if (was !== undefined && is !== undefined) {
      const found = compareFields(place, was, is, observed.partial);
      differences.push(...found);
      if (found.some(({ kind }) => kind === 'field-retyped')) settled.add(place);
    } else if (was !== undefined) {
      settled.add(place);
      if (isGone(place, was, observed)) {
        differences.push({ kind: 'field-gone', breaking: true, place, was: notationOf(was) });
      }
    } else if (is !== undefined) {
      settled.add(place);
      if (!recorded.partial) {
        differences.push({ kind: 'field-new', breaking: false, place, is: notationOf(is) });
      }
    }
  }
  return differences;
}

const parentOf = (place: string) => objectAround(place) ?? place.slice(0, -'[]'.length);

function isGone(place: string, was: Field, observed: Shape): boolean {
  const around = objectAround(place);
  // A list without items says nothing of them.
  if (around === undefined || was.optional || observed.partial) return false;
  return observed.fields.get(around)?.types.includes('object') === true;
}

function compareFields(place: string, was: Field, is: Field, partial: boolean): PlaceDifference[] {
  const told = { place, was: notationOf(was), is: notationOf(is) };
  const retyped = retypingOf(was, is);
  if (retyped !== undefined && !isFiner(was, is)) return [{ ...retyped, ...told }];
  const found: PlaceDifference[] = retyped === undefined ? [] : [{ ...retyped, ...told }];
  if (is.types.includes('null') && !was.types.includes('null')) {
    found.push({ kind: 'field-null', breaking: true, ...told });
  }
  // Of a shape that was not looked at to the end, what is missing may have been there.
  if (is.optional && !was.optional && !partial)
    found.push({ kind: 'field-optional', breaking: true, ...told });
  if (hasOtherFormat(was, is)) found.push({ kind: 'format-changed', breaking: true, ...told });
  return [...found, ...newNames(was, is).map((name): PlaceDifference => ({ ...told, ...name }))];
}

/** A type that was not there before; null has a kind of its own. */
function retypingOf(was: Field, is: Field): Pick<Difference, 'kind' | 'breaking'> | undefined {
  const others = is.types.filter((type) => type !== 'null' && !was.types.includes(type));
  const isKnown = others.every((type) => type === 'integer' && was.types.includes('number'));
  if (isKnown) return undefined;
  // Of a field that was null whenever it was seen, nobody knew the type.
  const wasUnknown = was.types.every((type) => type === 'null');
  return { kind: 'field-retyped', breaking: !wasUnknown && !isFiner(was, is) };
}

/** JSON has one kind of number, and readers parse both alike: 12 and 12.5 are told apart for people. */
function isFiner(was: Field, is: Field): boolean {
  const others = is.types.filter((type) => type !== 'null' && !was.types.includes(type));
  return others.length === 1 && others[0] === 'number' && was.types.includes('integer');
}

function hasOtherFormat(was: Field, is: Field): boolean {
  const formats = was.formats.filter((format) => format !== 'empty');
  return formats.length > 0 && hasText(is) && !formats.some((format) => is.formats.includes(format));
}

/** One for each name, so that two that come at different times are two. */
function newNames(was: Field, is: Field): readonly Pick<PlaceDifference, 'kind' | 'breaking' | 'is'>[] {
  if (was.names.length === 0 || !hasText(is)) return [];
  // What is there now is no name of a kind.
  if (is.names.length === 0) return [{ kind: 'name-new', breaking: false, is: 'string' }];
  return is.names
    .filter((name) => !was.names.includes(name))
    .map((name) => ({ kind: 'name-new', breaking: false, is: `string("${name}")` }));
}
