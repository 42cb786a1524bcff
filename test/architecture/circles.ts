/** Circles in a graph of names. */

export type Arrow = readonly [from: string, to: string];

/**
 * The shortest circle of each knot of names that reach one another, each from its first name by the alphabet; none, if
 * the arrows lead one way.
 */
export function circlesIn(arrows: readonly Arrow[]): readonly (readonly string[])[] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of arrows) next.set(from, (next.get(from) ?? new Set()).add(to));
  const circles: (readonly string[])[] = [];
  const knotted = new Set<string>();
  for (const name of [...next.keys()].sort()) {
    if (knotted.has(name)) continue;
    const circle = shortestWay(next, name, name);
    if (circle === undefined) continue;
    circles.push(circle);
    // One circle for each knot: what else runs in circles with it shows once this one is opened.
    for (const other of next.keys()) {
      if (shortestWay(next, name, other) && shortestWay(next, other, name)) knotted.add(other);
    }
  }
  return circles;
}

/** Whether arrows lead from one name to the other. */
export function leadsTo(arrows: readonly Arrow[], from: string, to: string): boolean {
  const next = new Map<string, Set<string>>();
  for (const [each, other] of arrows) next.set(each, (next.get(each) ?? new Set()).add(other));
  return shortestWay(next, from, to) !== undefined;
}

/** The names passed from `from` to `to`, both included. */
function shortestWay(
  next: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  to: string,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [from];
  for (const name of queue) {
    for (const other of next.get(name) ?? []) {
      if (cameFrom.has(other)) continue;
      cameFrom.set(other, name);
      if (other === to) return wayBack(cameFrom, from, to);
      queue.push(other);
    }
  }
  return undefined;
}

function wayBack(cameFrom: ReadonlyMap<string, string>, from: string, to: string): readonly string[] {
  const way = [to];
  let name = to;
  do {
    name = cameFrom.get(name) ?? from;
    way.unshift(name);
  } while (name !== from);
  return way;
}
