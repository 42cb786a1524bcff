/** What an event carried that no mapping knows: the first sign that a publisher changed its event. */

/** Known paths as a tree; a node without children is a leaf. A tree, because a key may itself hold a dot. */
export interface KnownPaths extends ReadonlyMap<string, KnownPaths> {}

/** More are noise: the first few say what changed, and the log line stays bounded. */
const reportedMax = 50;
/** Deeper objects count as one path: the recursion stays bounded whatever is published. */
const depthMax = 8;
/** A key is a name; one that is longer is data in the wrong place, and is cut. */
const keyLengthMax = 64;

/** Stands for whatever item of a list. */
const item = '[]';
/** Stands for whatever value of a record, whose keys are data. */
const entry = '*';

/** Builds the tree of dotted paths; `items[].sku` has a node for the items. */
export function knownPaths(paths: Iterable<string>): KnownPaths {
  const root = new Map<string, Map<string, never>>();
  for (const path of paths) {
    let node: Map<string, unknown> = root;
    for (const step of path.split('.')) {
      for (const key of step.endsWith(item) ? [step.slice(0, -item.length), item] : [step]) {
        const next = (node.get(key) as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
        node.set(key, next);
        node = next;
      }
    }
  }
  return root as KnownPaths;
}

/**
 * Dotted paths of leaves in `data` that are not known, at most 50, in the order of the data. An empty object, a list that
 * is unknown or read whole, and whatever lies deeper than 8 levels count as one leaf; the items of a list as one item.
 */
export function unmappedPaths(data: unknown, known: KnownPaths): readonly string[] {
  const found = new Set<string>();
  collect(data, known, [], found);
  return [...found];
}

function collect(
  value: unknown,
  known: KnownPaths | undefined,
  trail: readonly string[],
  found: Set<string>,
): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    if (found.size === reportedMax) return;
    const child = (value as Readonly<Record<string, unknown>>)[key];
    const knownChild = known?.get(key);
    const name = key.slice(0, keyLengthMax);
    const knownInside = knownChild?.get(Array.isArray(child) ? item : entry);
    if (knownInside !== undefined && typeof child === 'object' && child !== null) {
      const below = Array.isArray(child) ? [...trail, `${name}${item}`] : [...trail, name, entry];
      if (below.length < depthMax)
        for (const each of Object.values(child)) collect(each, knownInside, below, found);
      continue;
    }
    const goesOn = isObject(child) && Object.keys(child).length > 0 && trail.length + 1 < depthMax;
    if (goesOn && knownChild?.size !== 0) collect(child, knownChild, [...trail, name], found);
    else if (knownChild === undefined && child !== undefined) found.add([...trail, name].join('.'));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
