/** Metrics in log lines (EMF): summed, and the latest. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
import * as z from 'zod/mini';

const lineSchema = z.looseObject({
  _aws: z.object({
    /** Epoch milliseconds. */
    Timestamp: z._default(z.number(), 0),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z._default(z.array(z.array(z.string())), [[]]),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

export type Dimensions = Readonly<Record<string, string>>;

/** Of one line. */
export interface LatestValues {
  readonly most: number;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

export class EmbeddedMetrics {
  readonly #sums = new Map<string, number>();
  readonly #latest = new Map<string, LatestValues>();

  /** Sums by `Namespace/Name{dimension=value,…}`, dimensions by name. */
  get sums(): ReadonlyMap<string, number> {
    return this.#sums;
  }

  /** The sum of what was written with exactly these dimensions; 0 when nothing was. */
  sum(namespace: string, name: string, dimensions: Dimensions): number {
    return this.#sums.get(keyOf(namespace, name, dimensions)) ?? 0;
  }

  /** What the last line with exactly these dimensions said; `undefined` when none did. */
  latest(namespace: string, name: string, dimensions: Dimensions): LatestValues | undefined {
    return this.#latest.get(keyOf(namespace, name, dimensions));
  }

  /** Takes what a log line holds; most lines hold no metric. */
  read(line: string): void {
    if (!line.includes('"CloudWatchMetrics"')) return;
    const parsed = lineSchema.safeParse(parsedOrUndefined(line));
    if (!parsed.success) return;
    const { data } = parsed;
    for (const { Namespace, Dimensions, Metrics } of data._aws.CloudWatchMetrics) {
      for (const names of Dimensions) {
        const dimensions = Object.fromEntries(names.map((name) => [name, String(data[name])]));
        for (const { Name } of Metrics) {
          const key = keyOf(Namespace, Name, dimensions);
          const values = [data[Name]].flat().map(Number);
          const added = values.reduce((sum, value) => sum + value, 0);
          this.#sums.set(key, (this.#sums.get(key) ?? 0) + added);
          this.#latest.set(key, { most: Math.max(...values), atMs: data._aws.Timestamp });
        }
      }
    }
  }
}

function parsedOrUndefined(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function keyOf(namespace: string, name: string, dimensions: Dimensions): string {
  const sorted = Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${namespace}/${name}{${sorted.map(([dimension, value]) => `${dimension}=${value}`).join(',')}}`;
}
