/** The graphs of the dashboard, and what CloudWatch makes of the series in them. */
import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CountName, TimeName } from '../../../functions/core/metrics.ts';
import type { EnvironmentName } from '../../environments.ts';

/** A graph with more lines tells nobody anything. */
export const linesMax = 10;

export const fiveMinutes = Duration.minutes(5);

/** Three of them side by side: a dashboard is 24 units wide. */
const size = { width: 8, height: 6 };

export interface GraphProps {
  readonly title: string;
  readonly lines: readonly IMetric[];
  /** What the axis counts. */
  readonly unit: string;
  /** A line across, named. */
  readonly mark?: { readonly value: number; readonly label: string };
}

export const graph = ({ title, lines, unit, mark }: GraphProps) =>
  new GraphWidget({
    title,
    left: [...lines],
    leftYAxis: { min: 0, label: unit, showUnits: false },
    ...(mark === undefined ? {} : { leftAnnotations: [mark] }),
    ...size,
  });

export interface OfEach {
  readonly environment: EnvironmentName;
  /** By which of its two dimensions (functions/core/metrics.ts). */
  readonly by: 'integration' | 'destination';
  readonly metric: CountName | TimeName;
  /** `Sum`, `Maximum`, `p99`. */
  readonly statistic: string;
}

/** Every series of a metric of ours: found when the dashboard is looked at, whoever is new or gone. */
export const searched = ({ environment, by, metric, statistic }: OfEach) =>
  `SEARCH('{Interlock,environment,${by}} MetricName="${metric}" environment="${environment}"', '${statistic}', 300)`;

/** CloudWatch fills it in for each line. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html */
const labelOf = (dimension: string) => `\${PROP('Dim.${dimension}')}`;

/**
 * The ten greatest of them within what is looked at. A search finds 500 series at most.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export const greatestOfEach = (of: OfEach): IMetric =>
  new MathExpression({
    expression: `SLICE(SORT(${searched(of)}, MAX, DESC), 0, ${linesMax})`,
    label: labelOf(of.by),
    usingMetrics: {},
    period: fiveMinutes,
  });

/** The ten least, likewise. */
export const leastOfEach = (of: OfEach): IMetric =>
  new MathExpression({
    expression: `SLICE(SORT(${searched(of)}, MIN, ASC), 0, ${linesMax})`,
    label: labelOf(of.by),
    usingMetrics: {},
    period: fiveMinutes,
  });

/**
 * The ten greatest of these queues. By their names: a search by the beginning of a name would find those of an environment
 * whose name begins alike.
 */
export const greatestOfQueues = (queues: readonly string[], metricName: QueueMetricName): IMetric =>
  new MathExpression({
    expression: `SLICE(SORT(METRICS(), MAX, DESC), 0, ${linesMax})`,
    label: labelOf('QueueName'),
    usingMetrics: Object.fromEntries(queues.map((queue, at) => [`q${at}`, queueMetric(queue, metricName)])),
    period: fiveMinutes,
  });

export type QueueMetricName =
  | 'ApproximateNumberOfMessagesVisible'
  | 'ApproximateNumberOfMessagesNotVisible'
  | 'ApproximateAgeOfOldestMessage';

export const queueMetric = (queueName: string, metricName: QueueMetricName, label?: string) =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName: queueName },
    statistic: 'Maximum',
    period: fiveMinutes,
    ...(label === undefined ? {} : { label }),
  });
