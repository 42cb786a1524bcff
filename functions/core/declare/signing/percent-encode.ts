/** As RFC 3986 §2.3 has it, which OAuth 1.0 and AWS sign by: `encodeURIComponent` leaves five characters more. */
export const percentEncode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Pairs in the order of their encoded names and values, `a=b&c=d`. */
export const sortedPairs = (pairs: Iterable<readonly [string, string]>): string =>
  [...pairs]
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compared(x, y) : compared(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** By code unit: of a locale's order nobody would get the same bytes. */
const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
