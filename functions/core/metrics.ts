/** Metrics: what CloudWatch counts, read from one JSON line of a batch (EMF). */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/**
 * Names are contract: alarms and dashboards are made of them. `RequestsRejected`: of the dead letters those that the third
 * party refused in its own words.
 */
export type CountName =
  | 'Delivered'
  | 'Duplicates'
  | 'Skipped'
  | 'Retries'
  | 'Deferred'
  | 'DeadLettered'
  | 'RequestsRejected'
  | 'CredentialsRejected'
  | 'ContractDrift'
  | 'ContractUnchecked';
/**
 * `WaitingAgeMs`: how long ago the oldest event of a batch was put into the queue when it was received, and again each
 * event that waits on. `TokenLeftMs`: for how long a destination's token still works, at each look of the supervisor; 0 once
 * it has ended.
 */
export type TimeName =
  | 'AttemptDurationMs'
  | 'DeliveryAgeMs'
  | 'LimiterWaitMs'
  | 'WaitingAgeMs'
  | 'TokenLeftMs';

export interface Meter {
  /** @param times 0 says that there was a look, and nothing to count. @default 1 */
  readonly count: (name: CountName, times?: number) => void;
  readonly time: (name: TimeName, ms: number) => void;
  /** Writes one EMF line with everything since the last; once per batch, and before a line is full. */
  readonly flush: () => void;
}

export interface MeterOptions {
  /** A dimension of every metric: accounts that hold several environments keep them apart by it. */
  readonly environment: string;
  /** Left out by whoever works for a destination as a whole. */
  readonly integration?: string;
  readonly destination: string;
}

/** Each metric by integration, and again by destination: an account's limit and key are shared by its integrations. */
export function createMeter(
  write: (line: string) => void,
  { environment, integration, destination }: MeterOptions,
): Meter {
  const metrics = new Metrics({ namespace: 'Interlock' });
  // Powertools adds `service` to every metric; a dimension more is a metric that no alarm here finds.
  metrics.clearDefaultDimensions();
  const names = { environment, ...(integration === undefined ? {} : { integration }), destination };
  const sets = [
    ...(integration === undefined ? [] : [['environment', 'integration']]),
    ['environment', 'destination'],
  ];
  let values = 0;
  const flush = () => {
    if (!metrics.hasStoredMetrics()) return;
    metrics.addDimensions(names);
    const { _aws, ...members } = metrics.serializeMetrics();
    // Powertools warns, in a line of its own, of a name that stands in two sets.
    const directives = _aws.CloudWatchMetrics.map((one) => ({ ...one, Dimensions: sets }));
    write(JSON.stringify({ _aws: { ..._aws, CloudWatchMetrics: directives }, ...members }));
    metrics.clearMetrics();
    metrics.clearDimensions();
    values = 0;
  };
  const add = (
    name: CountName | TimeName,
    unit: (typeof MetricUnit)['Count' | 'Milliseconds'],
    value: number,
  ) => {
    metrics.addMetric(name, unit, value);
    values += 1;
    if (values === valuesMax) flush();
  };
  return {
    count: (name, times = 1) => add(name, MetricUnit.Count, times),
    time: (name, ms) => add(name, MetricUnit.Milliseconds, ms),
    flush,
  };
}

/** EMF holds 100 values of a metric; at the hundredth Powertools writes a line of its own, without the dimensions. */
const valuesMax = 99;
