import type { AlarmDefinition } from '../../models/cloudwatch/alarm.ts';
import { type AlarmChange, CloudWatchModel } from '../../models/cloudwatch/cloudwatch.ts';
import { type Metric, minuteMs, type Series } from '../../models/cloudwatch/metric.ts';
import type { Line } from '../site.ts';
import { metricsIn } from './embedded-metrics.ts';
import { type Reading, readingOf, type Sources } from './sources.ts';

export interface Alarms {
  /** Every change of state since the beginning, in order. */
  readonly history: readonly AlarmChange[];
  /** Names of those that rang, each once, in the order in which they did. */
  readonly rang: () => readonly string[];
  readonly isRinging: (name: string) => boolean;
}

export interface WatchAlarmsOptions extends Sources {
  readonly definitions: readonly AlarmDefinition[];
  /** Everything that functions write. */
  readonly lines: readonly Line[];
}

/** Metrics of our own, in the lines of the functions. */
const ownNamespace = 'Interlock';

/**
 * Evaluates the alarms at every minute of the world. Throws for an alarm on a metric that is not modelled, or on
 * something that is not in the world.
 */
export function watchAlarms(options: WatchAlarmsOptions): Alarms {
  const { definitions, lines, outside } = options;
  const model = new CloudWatchModel(definitions);
  if (definitions.length > 0) {
    const readings = readingsOf(definitions, model, options);
    let read = 0;
    outside.kernel.observe(minuteMs, () => {
      const nowMs = outside.kernel.now();
      for (; read < lines.length; read += 1) putAll(model, lines[read]?.text ?? '');
      for (const { series, reading } of readings) {
        const value = reading(nowMs);
        // It is the value of the minute that ends.
        if (value !== undefined) series.put(nowMs - minuteMs, value);
      }
      model.evaluate(nowMs);
    });
  }
  const { history } = model;
  return {
    history,
    rang: () => [...new Set(history.filter(({ to }) => to === 'ALARM').map(({ alarm }) => alarm))],
    isRinging: (name) => model.state(name) === 'ALARM',
  };
}

function putAll(model: CloudWatchModel, text: string): void {
  for (const { metric, atMs, values } of metricsIn(text)) {
    const series = model.series(metric);
    for (const value of values) series?.put(atMs, value);
  }
}

/** One for each metric of AWS, however many alarms look at it. */
function readingsOf(definitions: readonly AlarmDefinition[], model: CloudWatchModel, sources: Sources) {
  const readings = new Map<Series, Reading>();
  const metrics: readonly Metric[] = definitions.flatMap(({ queries }) =>
    queries.map(({ metric }) => metric),
  );
  for (const metric of metrics) {
    const series = model.series(metric);
    if (metric.namespace === ownNamespace || series === undefined || readings.has(series)) continue;
    readings.set(series, readingOf(metric, sources));
  }
  return [...readings].map(([series, reading]) => ({ series, reading }));
}
