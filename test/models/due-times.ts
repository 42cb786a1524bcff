/** What is due when: a binary heap, the earliest on top. */
export class DueTimes<T> {
  readonly #heap: { readonly atMs: number; readonly what: T }[] = [];

  add(atMs: number, what: T): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push({ atMs, what });
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#atMs(above) <= atMs) break;
      this.#swap(at, above);
      at = above;
    }
  }

  /** When the earliest is due; `undefined` when nothing is. */
  firstMs(): number | undefined {
    return this.#heap[0]?.atMs;
  }

  /** The earliest, whether its time has come or not. */
  first(): T | undefined {
    return this.#heap[0]?.what;
  }

  /** Takes out the earliest, if its time has come. */
  take(nowMs: number): T | undefined {
    const heap = this.#heap;
    const [first] = heap;
    if (first === undefined || first.atMs > nowMs) return undefined;
    this.#swap(0, heap.length - 1);
    heap.pop();
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const least = this.#atMs(right) < this.#atMs(left) ? right : left;
      if (this.#atMs(at) <= this.#atMs(least)) break;
      this.#swap(at, least);
      at = least;
    }
    return first.what;
  }

  #atMs(at: number): number {
    return this.#heap[at]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (a === undefined || b === undefined) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
