/** Metrics in log lines (EMF), summed. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
import * as z from 'zod/mini';

const lineSchema = z.looseObject({
  _aws: z.object({
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

export class EmbeddedMetrics {
  readonly #sums = new Map<string, number>();

  /** Sums by `Namespace/Name{dimension=value,…}`, dimensions by name. */
  get sums(): ReadonlyMap<string, number> {
    return this.#sums;
  }

  /** The sum of what was written with exactly these dimensions; 0 when nothing was. */
  sum(namespace: string, name: string, dimensions: Dimensions): number {
    return this.#sums.get(keyOf(namespace, name, dimensions)) ?? 0;
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
          const added = [data[Name]].flat().reduce<number>((sum, value) => sum + Number(value), 0);
          this.#sums.set(key, (this.#sums.get(key) ?? 0) + added);
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
