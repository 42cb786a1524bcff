/** Counting into a tally: lines of log as they are written. */
import type { Lines, Tally } from '../../lib/cost/counts.ts';

export const emptyTally = (events: number): Tally => ({
  events,
  receives: 0,
  invocations: 0,
  waitedMs: 0,
  takes: 0,
  putDowns: 0,
  limiterWrites: 0,
  otherWrites: 0,
  writeUnits: 0,
  reads: 0,
  readUnits: 0,
  itemBytesMax: 0,
  storedBytes: 0,
  secretReads: 0,
  visibilityChanges: 0,
  deletes: 0,
  sends: 0,
  requests: 0,
  attemptLines: { lines: 0, bytes: 0 },
  metricLines: { lines: 0, bytes: 0 },
  otherLines: { lines: 0, bytes: 0 },
  metrics: 0,
});

/**
 * Takes a line of log into account.
 * @param told names of the metrics so far
 */
export function countLine(tally: Tally, told: Set<string>, line: string): void {
  const { _aws: metrics, message } = JSON.parse(line) as { _aws?: EmbeddedMetrics; message?: string };
  const lines = linesOf(tally, metrics !== undefined, message);
  lines.lines += 1;
  lines.bytes += Buffer.byteLength(line);
  for (const { Metrics } of metrics?.CloudWatchMetrics ?? []) {
    for (const { Name } of Metrics) told.add(Name);
  }
  tally.metrics = told.size;
}

function linesOf(tally: Tally, isMetrics: boolean, message: string | undefined): Lines {
  if (isMetrics) return tally.metricLines;
  return message === 'delivery.attempted' ? tally.attemptLines : tally.otherLines;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
interface EmbeddedMetrics {
  readonly CloudWatchMetrics: readonly { readonly Metrics: readonly { readonly Name: string }[] }[];
}
