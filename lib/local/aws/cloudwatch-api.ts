/**
 * As much of CloudWatch as the command line asks: the latest value of a metric. Of SQS the age of the oldest message,
 * computed when it is asked for; of others what functions wrote in their log lines.
 */
import * as z from 'zod/mini';
import { json } from './answers.ts';
import { AwsError } from './aws-error.ts';
import type { Call } from './call.ts';
import type { Services } from './services.ts';

const metricSchema = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })),
});
const inputSchema = z.object({
  MetricDataQueries: z.array(
    z.object({
      Id: z.string(),
      MetricStat: z.object({ Metric: metricSchema, Stat: z.literal('Maximum'), Period: z.number() }),
    }),
  ),
  /** Epoch seconds. */
  StartTime: z.number(),
  EndTime: z.number(),
});

type Metric = z.infer<typeof metricSchema>;

export const getMetricData: Call['run'] = (services, { input }) => {
  const { MetricDataQueries, StartTime, EndTime } = inputSchema.parse(input);
  const results = MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
    const latest = latestOf(services, Metric, EndTime);
    const isThere = latest !== undefined && latest.atSeconds >= StartTime && latest.atSeconds <= EndTime;
    return {
      Id,
      Label: Metric.MetricName,
      Timestamps: isThere ? [latest.atSeconds] : [],
      Values: isThere ? [latest.value] : [],
      StatusCode: 'Complete',
    };
  });
  return json({ MetricDataResults: results, Messages: [] });
};

interface Latest {
  readonly value: number;
  readonly atSeconds: number;
}

function latestOf(services: Services, metric: Metric, endSeconds: number): Latest | undefined {
  const dimensions = Object.fromEntries(metric.Dimensions.map(({ Name, Value }) => [Name, Value]));
  if (metric.Namespace === 'AWS/SQS') return oldestOf(services, metric, dimensions, endSeconds);
  if (metric.Namespace.startsWith('AWS/'))
    throw new AwsError(
      'InvalidParameterValueException',
      `the local AWS has no metrics of ${metric.Namespace}`,
    );
  const latest = services.logs.metrics.latest(metric.Namespace, metric.MetricName, dimensions);
  return latest && { value: latest.most, atSeconds: latest.atMs / 1_000 };
}

/** None while the queue is empty, as with SQS itself. */
function oldestOf(
  { queues }: Services,
  { MetricName }: Metric,
  { QueueName = '' }: Readonly<Record<string, string>>,
  atSeconds: number,
): Latest | undefined {
  if (MetricName !== 'ApproximateAgeOfOldestMessage' || !queues.names().includes(QueueName))
    throw new AwsError(
      'InvalidParameterValueException',
      `the local AWS has no ${MetricName} of ${QueueName}`,
    );
  const { ready, delayed, inFlight } = queues.inspect(QueueName);
  const sentAtMs = [...ready, ...delayed, ...inFlight].map(({ sentTimestamp }) => sentTimestamp);
  if (sentAtMs.length === 0) return undefined;
  return { value: Math.max(0, Math.floor(atSeconds - Math.min(...sentAtMs) / 1_000)), atSeconds };
}
