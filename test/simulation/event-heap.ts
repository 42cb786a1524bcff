/** Something that is going to happen. */
export interface Due {
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Decides between those of one millisecond: drawn from the seed, so that each seed is an order of its own. */
  readonly tie: number;
  readonly run: () => void;
}

/** A binary heap: the earliest comes out first. */
export class EventHeap {
  readonly #all: Due[] = [];

  get size(): number {
    return this.#all.length;
  }

  get first(): Due | undefined {
    return this.#all[0];
  }

  push(due: Due): void {
    const all = this.#all;
    let at = all.length;
    all.push(due);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = all[up] as Due;
      if (!isBefore(due, parent)) break;
      all[at] = parent;
      at = up;
    }
    all[at] = due;
  }

  /** Takes the earliest out. */
  pop(): Due | undefined {
    const all = this.#all;
    const first = all[0];
    const last = all.pop();
    if (last === undefined || all.length === 0) return first;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= all.length) break;
      if (down + 1 < all.length && isBefore(all[down + 1] as Due, all[down] as Due)) down += 1;
      const child = all[down] as Due;
      if (!isBefore(child, last)) break;
      all[at] = child;
      at = down;
    }
    all[at] = last;
    return first;
  }
}

const isBefore = (one: Due, other: Due) =>
  one.atMs < other.atMs || (one.atMs === other.atMs && one.tie < other.tie);
