/** Metrics: what CloudWatch counts, read from one JSON line of a batch (EMF). */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Names are contract: alarms and dashboards are made of them. */
export type CountName =
  | 'Delivered'
  | 'Duplicates'
  | 'Retries'
  | 'Deferred'
  | 'DeadLettered'
  | 'CredentialsRejected'
  | 'ContractDrift'
  | 'ContractUnchecked';
/** `WaitingAgeMs`: how long ago an event that waits on was put into the queue. */
export type TimeName = 'AttemptDurationMs' | 'DeliveryAgeMs' | 'LimiterWaitMs' | 'WaitingAgeMs';

export interface Meter {
  /** @param times 0 says that there was a look, and nothing to count. @default 1 */
  readonly count: (name: CountName, times?: number) => void;
  readonly time: (name: TimeName, ms: number) => void;
  /** Writes one EMF line with everything since the last; once per batch, and before a line is full. */
  readonly flush: () => void;
}

type Dimension = Readonly<Record<string, string>>;

/** Each metric by integration, and again by destination: an account's limit and key are shared by its integrations. */
export const createMeter = (write: (line: string) => void, integration: string, destination: string): Meter =>
  meterBy(write, [{ integration }, { destination }]);

/** For a function that works for a destination as a whole. */
export const createDestinationMeter = (write: (line: string) => void, destination: string): Meter =>
  meterBy(write, [{ destination }]);

function meterBy(write: (line: string) => void, dimensions: readonly Dimension[]): Meter {
  const metrics = new Metrics({ namespace: 'Interlock' });
  // Powertools adds `service` to every metric; a dimension more is a metric that no alarm here finds.
  metrics.clearDefaultDimensions();
  let told = 0;
  const flush = () => {
    if (!metrics.hasStoredMetrics()) return;
    for (const dimension of dimensions) metrics.addDimensions(dimension);
    write(JSON.stringify(metrics.serializeMetrics()));
    metrics.clearMetrics();
    metrics.clearDimensions();
    told = 0;
  };
  const add = (
    name: CountName | TimeName,
    unit: (typeof MetricUnit)['Count' | 'Milliseconds'],
    value: number,
  ) => {
    metrics.addMetric(name, unit, value);
    told += 1;
    if (told === valuesMax) flush();
  };
  return {
    count: (name, times = 1) => add(name, MetricUnit.Count, times),
    time: (name, ms) => add(name, MetricUnit.Milliseconds, ms),
    flush,
  };
}

/** EMF holds 100 values of a metric; at the hundredth Powertools writes a line of its own, without the dimensions. */
const valuesMax = 99;
