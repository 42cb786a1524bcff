/** A value in a JSON document and its place. Reading it as what it is not fails with the name of the place. */
export interface Reader {
  /** `undefined`: it is missing. */
  readonly value: unknown;
  readonly fail: (wrong: string) => never;
  readonly has: (key: string) => boolean;
  readonly at: (key: string) => Reader;
  /** What stands under each key. */
  readonly entries: () => readonly (readonly [string, Reader])[];
  /** Fails if the object has another key. */
  readonly only: (keys: readonly string[]) => void;
  readonly text: () => string;
  /** Sorted. */
  readonly texts: () => string[];
  /** A text, or a list of them, sorted; none where it is missing. All are one of `names`, if those are given. */
  readonly textOrTexts: <Name extends string>(names?: readonly Name[]) => Name[];
  readonly oneOf: <Name extends string>(names: readonly Name[]) => Name;
  /** Not negative. */
  readonly integer: () => number;
  /** `false` where it is missing. */
  readonly isTrue: () => boolean;
}

/** @param fail throws an error about a place, `operations["create-contact"].request` */
export function createReader(
  value: unknown,
  place: string,
  fail: (place: string, wrong: string) => never,
): Reader {
  const refuse = (wrong: string) => fail(place, value === undefined ? 'is missing' : wrong);
  const object = (): Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : refuse('is no object');
  const child = (key: string, inner: unknown) => createReader(inner, placeOf(place, key), fail);
  const named = <Name extends string>(text: unknown, names?: readonly Name[]): Name => {
    if (typeof text !== 'string') return refuse('is no text');
    if (names === undefined) return text as Name;
    return names.find((name) => name === text) ?? refuse(`is none of ${names.join(', ')}`);
  };
  const list = () => (Array.isArray(value) ? (value as readonly unknown[]) : refuse('is no list'));
  return {
    value,
    fail: refuse,
    has: (key) => Object.hasOwn(object(), key),
    at: (key) => child(key, object()[key]),
    entries: () => Object.entries(object()).map(([key, inner]) => [key, child(key, inner)] as const),
    only: (keys) => {
      const other = Object.keys(object()).find((key) => !keys.includes(key));
      if (other !== undefined) refuse(`has an unknown key, ${JSON.stringify(other.slice(0, keyMax))}`);
    },
    text: () => named(value),
    texts: () =>
      list()
        .map((item) => named(item))
        .sort(),
    textOrTexts: (names) => {
      if (value === undefined) return [];
      return (Array.isArray(value) ? list() : [value]).map((item) => named(item, names)).sort();
    },
    oneOf: (names) => named(value, names),
    integer: () =>
      Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : refuse('is no count'),
    isTrue: () =>
      value === undefined ? false : typeof value === 'boolean' ? value : refuse('is neither true nor false'),
  };
}

/** Characters of a key that an error quotes: enough to find it by. */
const keyMax = 80;

/** As it would be written in code. */
function placeOf(place: string, key: string): string {
  if (!/^[A-Za-z]\w*$/.test(key)) return `${place}[${JSON.stringify(key.slice(0, keyMax))}]`;
  return place === '' ? key : `${place}.${key}`;
}
