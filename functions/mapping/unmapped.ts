/** What an event carried that no mapping knows: the first sign that a publisher changed its event. */

/** Known paths as a tree; a node without children is a leaf. A tree, because a key may itself hold a dot. */
export interface KnownPaths extends ReadonlyMap<string, KnownPaths> {}

/** More are noise: the first few say what changed, and the log line stays bounded. */
const reportedMax = 50;
/** Deeper objects count as one path: the recursion stays bounded whatever is published. */
const depthMax = 8;
/** A key is a name; one that is longer is data in the wrong place, and is cut. */
const keyLengthMax = 64;

/** Builds the tree of dotted paths. */
export function knownPaths(paths: Iterable<string>): KnownPaths {
  const root = new Map<string, Map<string, never>>();
  for (const path of paths) {
    let node: Map<string, unknown> = root;
    for (const key of path.split('.')) {
      const next = (node.get(key) as Map<string, unknown> | undefined) ?? new Map<string, unknown>();
      node.set(key, next);
      node = next;
    }
  }
  return root as KnownPaths;
}

/**
 * Dotted paths of leaves in `data` that are not known, at most 50, in the order of the data. An array, an empty
 * object and whatever lies deeper than 8 levels count as one leaf.
 */
export function unmappedPaths(data: unknown, known: KnownPaths): readonly string[] {
  const found: string[] = [];
  collect(data, known, [], found);
  return found;
}

function collect(
  value: unknown,
  known: KnownPaths | undefined,
  trail: readonly string[],
  found: string[],
): void {
  if (!isObject(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (found.length === reportedMax) return;
    const knownChild = known?.get(key);
    const path = [...trail, key.slice(0, keyLengthMax)];
    const goesOn = isObject(child) && Object.keys(child).length > 0 && path.length < depthMax;
    if (goesOn && knownChild?.size !== 0) collect(child, knownChild, path, found);
    else if (knownChild === undefined && child !== undefined) found.push(path.join('.'));
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
