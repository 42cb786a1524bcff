/** A metric's values by the minute, and statistics of them: what CloudWatch keeps of it. */

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension: each set of dimensions is a metric of its own. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Ordinary metrics have no finer resolution. */
export const minuteMs = 60_000;

/** The same for the same metric, in whatever order its dimensions stand. */
export function keyOf({ namespace, name, dimensions }: Metric): string {
  const sorted = Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${namespace}/${name}{${sorted.map(([dimension, value]) => `${dimension}=${value}`).join(',')}}`;
}

interface Minute {
  sum: number;
  count: number;
  min: number;
  max: number;
}

const statistics = {
  Sum: ({ sum }: Minute) => sum,
  Maximum: ({ max }: Minute) => max,
  Minimum: ({ min }: Minute) => min,
  SampleCount: ({ count }: Minute) => count,
  Average: ({ sum, count }: Minute) => sum / count,
};
export type Statistic = keyof typeof statistics;

export const isStatistic = (name: string): name is Statistic => Object.hasOwn(statistics, name);

export class Series {
  readonly #minutes = new Map<number, Minute>();
  readonly #keptMs: number;
  #latestMs = Number.NEGATIVE_INFINITY;

  /** @param keptMs for how long a value is asked for: what is older is forgotten */
  constructor(keptMs: number) {
    this.#keptMs = keptMs;
  }

  /** The minute of the latest value; minus infinity before the first. */
  get latestMs(): number {
    return this.#latestMs;
  }

  put(atMs: number, value: number): void {
    const minute = Math.floor(atMs / minuteMs) * minuteMs;
    const kept = this.#minutes.get(minute);
    if (kept === undefined) {
      this.#minutes.set(minute, { sum: value, count: 1, min: value, max: value });
      this.#latestMs = Math.max(this.#latestMs, minute);
      this.#forget();
      return;
    }
    kept.sum += value;
    kept.count += 1;
    kept.min = Math.min(kept.min, value);
    kept.max = Math.max(kept.max, value);
  }

  /** Of the minutes that begin in [`fromMs`, `toMs`); `undefined` when none of them has a value. */
  statistic(statistic: Statistic, fromMs: number, toMs: number): number | undefined {
    if (this.#latestMs < fromMs) return undefined;
    let all: Minute | undefined;
    for (let atMs = Math.ceil(fromMs / minuteMs) * minuteMs; atMs < toMs; atMs += minuteMs) {
      const minute = this.#minutes.get(atMs);
      if (minute === undefined) continue;
      if (all === undefined) all = { ...minute };
      else {
        all.sum += minute.sum;
        all.count += minute.count;
        all.min = Math.min(all.min, minute.min);
        all.max = Math.max(all.max, minute.max);
      }
    }
    return all === undefined ? undefined : statistics[statistic](all);
  }

  /** Minutes come in their order, or nearly so: the first ones are the oldest. */
  #forget(): void {
    for (const atMs of this.#minutes.keys()) {
      if (atMs >= this.#latestMs - this.#keptMs) return;
      this.#minutes.delete(atMs);
    }
  }
}
