import { kindNamesMax } from './place.ts';
import type { Field, Format, Shape, TypeName, Unit } from './shape.ts';

/**
 * One shape that fits both: it has every type, format and name of either, and a field is optional if an object of either
 * was without it. The result does not depend on the order in which shapes are merged, nor on how often. A field that a
 * partial shape lacks counts as missing too: the result is partial then, and nothing is reported as gone from it.
 */
export function mergeShapes(a: Shape, b: Shape): Shape {
  const paths = [...new Set([...a.fields.keys(), ...b.fields.keys()])].sort();
  const fields = new Map<string, Field>();
  for (const path of paths) {
    const [inA, inB] = [a.fields.get(path), b.fields.get(path)];
    if (inA !== undefined && inB !== undefined) fields.set(path, mergeFields(inA, inB));
    else if (inA !== undefined) fields.set(path, alone(path, inA, b));
    else if (inB !== undefined) fields.set(path, alone(path, inB, a));
  }
  return { fields, partial: a.partial || b.partial };
}

/** Where the object around the place `path` stands; `undefined` for an item of a list and for the whole. */
export function objectAround(path: string): string | undefined {
  return path.endsWith('[]') || path === '$' ? undefined : path.slice(0, path.lastIndexOf('.'));
}

function alone(path: string, field: Field, other: Shape): Field {
  const around = objectAround(path);
  const isMissing = around !== undefined && other.fields.get(around)?.types.includes('object') === true;
  return isMissing && !field.optional ? { ...field, optional: true } : field;
}

function mergeFields(a: Field, b: Field): Field {
  const units = mergeUnits(a, b);
  return {
    types: mergeTypes(a.types, b.types),
    optional: a.optional || b.optional,
    formats: mergeFormats(a, b),
    names: mergeNames(a, b),
    ...(units.length > 0 && { units }),
  };
}

function mergeUnits(a: Field, b: Field): readonly Unit[] {
  const isPlain = ({ types, units }: Field) =>
    (types.includes('integer') || types.includes('number')) && units === undefined;
  return isPlain(a) || isPlain(b) ? [] : union(a.units ?? [], b.units ?? []);
}

function mergeTypes(a: readonly TypeName[], b: readonly TypeName[]): readonly TypeName[] {
  const all = union(a, b);
  return all.includes('number') ? all.filter((type) => type !== 'integer') : all;
}

function mergeFormats(a: Field, b: Field): readonly Format[] {
  const isFree = (field: Field) => field.types.includes('string') && field.formats.length === 0;
  return isFree(a) || isFree(b) ? [] : union(a.formats, b.formats);
}

function mergeNames(a: Field, b: Field): readonly string[] {
  const isFree = (field: Field) => hasText(field) && field.names.length === 0;
  if (isFree(a) || isFree(b)) return [];
  const names = union(a.names, b.names);
  return names.length > kindNamesMax ? [] : names;
}

/** Whether some string was seen there that is not the empty one. */
export function hasText({ types, formats }: Field): boolean {
  return types.includes('string') && !(formats.length === 1 && formats[0] === 'empty');
}

/** Sorted, each once. */
export function union<Item>(a: readonly Item[], b: readonly Item[]): readonly Item[] {
  return [...new Set([...a, ...b])].sort();
}
