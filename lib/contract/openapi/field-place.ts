/** Paths of fields, as the lock writes them: `$.errors[].code`, `$.metadata.*`. */

/**
 * The place of a field in the object at `parent`. In an object whose keys are data (`metadata`), and for a key that looks
 * like data and that no document names, the key is `*`: a place must not tell an id or an address.
 */
export function fieldPlace(
  parent: string,
  key: string,
  { maps, isNamed }: { maps: ReadonlySet<string>; isNamed: boolean },
): string {
  return `${parent}.${isMap(parent, maps) || !(isNamed || isName(key)) ? '*' : key}`;
}

/** Whether the keys of the object at a place are data. */
export const isMap = (place: string, maps: ReadonlySet<string>) =>
  maps.has((place.split('.').at(-1) ?? '').replaceAll('[]', ''));

/** Longer names, and long numbers in names, are ids more often than fields. */
const isName = (key: string) =>
  /^[\p{L}_$][\p{L}\d_$ :/.-]{0,63}$/u.test(key) && !/\d{4}|[\da-f]{16}/i.test(key);

/** Where Ajv points to in a value (`/errors/0/code`). */
export function placeOfPointer(value: unknown, pointer: string, maps: ReadonlySet<string>): string {
  let place = '$';
  let at = value;
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    place = Array.isArray(at) ? `${place}[]` : fieldPlace(place, key, { maps, isNamed: false });
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  }
  return place;
}
