/**
 * Metrics in the lines that functions write. Each set of dimensions is a metric of its own.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import type { Metric } from '../../models/cloudwatch/metric.ts';

export interface Embedded {
  readonly metric: Metric;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly values: readonly number[];
}

interface Line extends Readonly<Record<string, unknown>> {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

/** None in an ordinary line. Throws for a metric or a dimension that the line names and does not hold. */
export function metricsIn(text: string): readonly Embedded[] {
  if (!text.includes('"CloudWatchMetrics"')) return [];
  const line = JSON.parse(text) as Line;
  const { Timestamp, CloudWatchMetrics } = line._aws;
  const held = (name: string) => {
    const value = line[name];
    if (value === undefined) throw new Error(`the line names ${name} and does not hold it: ${text}`);
    return value;
  };
  return CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = Object.fromEntries(names.map((name) => [name, String(held(name))]));
      return Metrics.map(({ Name }) => ({
        metric: { namespace: Namespace, name: Name, dimensions },
        atMs: Timestamp,
        values: [held(Name)].flat().map(Number),
      }));
    }),
  );
}
