/** How long ago the oldest undelivered event of each integration was put into its queue, as CloudWatch has it. */
import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import type { TimeName } from '../../../functions/core/metrics.ts';
import type { EnvironmentName } from '../../environments.ts';
import { integrationName } from '../../names.ts';

/** An age that was true at a moment. */
export interface KnownAge {
  readonly ageMs: number;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const queriesMax = 500;

/** The supervisor goes through a queue whose event source is paused every six hours, and that takes a while. */
const lookedBackMs = 6.5 * 3_600_000;

const periodSeconds = 300;

const ourAge: TimeName = 'WaitingAgeMs';

/**
 * The latest ages by integration: SQS's own, and ours. SQS's leaves out what came back three times, ours is only told of
 * what is received: an age that is known is right, and one that is not known says nothing.
 * Throws what the SDK throws.
 */
export async function readOldestEvents(
  client: CloudWatchClient,
  environment: EnvironmentName,
  integrations: readonly string[],
  nowMs: number,
): Promise<ReadonlyMap<string, readonly KnownAge[]>> {
  const queries = integrations.flatMap((integration, n) => queriesOf(environment, integration, n));
  const ages = new Map<string, KnownAge[]>(integrations.map((name) => [name, []]));
  for (let at = 0; at < queries.length; at += queriesMax) {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries.slice(at, at + queriesMax),
        StartTime: new Date(nowMs - lookedBackMs),
        EndTime: new Date(nowMs),
        // With the latest first, the first page is enough: 100,800 values hold more than one of each.
        ScanBy: 'TimestampDescending',
      }),
    );
    for (const { Id = '', Values: [value] = [], Timestamps: [moment] = [] } of MetricDataResults) {
      const [, kind, n] = /^(queued|told)(\d+)$/.exec(Id) ?? [];
      if (value === undefined || moment === undefined) continue;
      const ageMs = kind === 'queued' ? value * 1_000 : value;
      ages.get(integrations[Number(n)] ?? '')?.push({ ageMs, atMs: moment.getTime() });
    }
  }
  return ages;
}

function queriesOf(environment: EnvironmentName, integration: string, n: number): MetricDataQuery[] {
  const query = (Id: string, Namespace: string, MetricName: string, dimensions: Record<string, string>) => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace,
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: 'Maximum',
    },
  });
  return [
    query(`queued${n}`, 'AWS/SQS', 'ApproximateAgeOfOldestMessage', {
      QueueName: integrationName(environment, integration),
    }),
    query(`told${n}`, 'Interlock', ourAge, { environment, integration }),
  ];
}

/** Metrics come a few minutes late; what is older than this says nothing of a queue that is received from. */
const freshMs = 20 * 60_000;

/**
 * The age of the oldest now. While nobody receives, what was old then is older by now; else only a fresh age counts.
 * @returns `undefined` when nothing waits, or nobody knows
 */
export function oldestNow(
  ages: readonly KnownAge[],
  {
    waiting,
    isPaused,
    nowMs,
  }: { readonly waiting: number; readonly isPaused: boolean; readonly nowMs: number },
): number | undefined {
  if (waiting === 0) return undefined;
  const counting = ages.flatMap(({ ageMs, atMs }) => {
    if (isPaused) return [ageMs + nowMs - atMs];
    return nowMs - atMs <= freshMs ? [ageMs] : [];
  });
  return counting.length === 0 ? undefined : Math.max(...counting);
}
