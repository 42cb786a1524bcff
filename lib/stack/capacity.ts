/** How large an integration's queue, function and event source are: worked out from what its destination declares. */
import type { Destination, RateLimit } from '../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { accountLimits } from '../../functions/core/pace/account-limits.ts';
import { aheadMsMax, type Pace, paceOf } from '../../functions/core/pace/spacing.ts';
import type { Environment } from '../environments.ts';
import { eventSourceConcurrency, functionSecondsMax, queueRetentionDaysMax } from './aws-limits.ts';

export interface Capacity {
  readonly batchSize: number;
  readonly functionTimeoutSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  /** Sandboxes that the event source runs at once for this integration. */
  readonly maximumConcurrency: number;
  readonly queueRetentionDays: number;
  readonly deadLetterRetentionDays: number;
  readonly maxReceiveCount: number;
  /** The least that the ledger must remember a delivery. */
  readonly ledgerRetentionDays: number;
}

/** The default, and the most a standard queue hands over without a batching window: `local` has none. */
const batchSizeMax = 10;

/** As long as SQS keeps anything, in both queues: all the time there is for people to look. */
const retentionDays = queueRetentionDaysMax;

/**
 * The most that SQS takes. A fuse for crashes, not a policy: a wait for the rate limit or a parked destination costs
 * a receive too, and must never cost a delivery. Giving up is decided by attempts and age, in the ledger.
 */
const maxReceiveCount = 1_000;

/** What every integration's queue does with a message that stays. */
export const queueLimits = { queueRetentionDays: retentionDays, maxReceiveCount } as const;

/**
 * What a request is taken to last when sandboxes are counted: a slow but ordinary answer. Not the timeout: sandboxes
 * enough to use up the limit while every request hangs would, on any other day, reserve permits far ahead of their time.
 */
const ordinaryRequestMs = 1_000;

/**
 * Beside the requests, one invocation starts cold, reads a secret, takes and settles its deliveries in the ledger and
 * waits in place for a permit: seconds each at their worst, and nothing may be cut off between response and ledger.
 */
const requestMarginMs = 15_000;

/**
 * Capacity of one of `integrations` in `environment`.
 * Throws `RangeError` when the destination's request timeout does not fit into a Lambda invocation.
 */
export function capacityOf(
  integration: AnyIntegration,
  environment: Environment,
  integrations: readonly AnyIntegration[],
): Capacity {
  const { destination } = integration.operation;
  const functionTimeoutSeconds = functionTimeoutOf(integration);
  const sharing = integrations.filter(({ operation }) => operation.destination.name === destination.name);
  const { pacing } = environment.settings;
  const { limits } = accountLimits(environment.settings, destination, integration.operation.cost);
  const maximumConcurrency = Math.min(
    sandboxesOf(limits, destination, sharing.length),
    environment.maximumConcurrency ?? eventSourceConcurrency.most,
  );
  return {
    batchSize: batchSizeOf(
      paceOf(limits, pacing),
      maximumConcurrency * sharing.length,
      destination.concurrentRequests,
    ),
    functionTimeoutSeconds,
    // Six times, so that Lambda can try a throttled batch again before the messages come back, plus the window.
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    visibilityTimeoutSeconds: 6 * functionTimeoutSeconds + environment.batchingWindowSeconds,
    maximumConcurrency,
    ...queueLimits,
    deadLetterRetentionDays: retentionDays,
    // A message may come back on the last day of the dead-letter queue, after a whole stay in the first.
    ledgerRetentionDays: retentionDays + retentionDays,
  };
}

/** The records of a batch are under way together, so the slowest delivery counts, not their sum. */
function functionTimeoutOf({ name, operation }: AnyIntegration): number {
  const longestMs = requestsOf(operation) * operation.destination.requestTimeoutMs + requestMarginMs;
  const seconds = Math.ceil(longestMs / 1_000);
  if (seconds > functionSecondsMax) {
    throw new RangeError(
      `${name}: one delivery may take ${seconds} s, Lambda allows ${functionSecondsMax} s: ` +
        `lower requestTimeoutMs of ${operation.destination.name} (${operation.destination.requestTimeoutMs})`,
    );
  }
  return seconds;
}

/** The most requests that one delivery makes in one invocation. */
function requestsOf({ repeat, followUp }: AnyIntegration['operation']): number {
  const itself = 1;
  const onceMoreWithFreshCredentials = 1;
  const lookup = repeat.by === 'lookup' ? 1 : 0;
  const whatItLeadsTo = followUp === undefined ? 0 : 1;
  return itself + onceMoreWithFreshCredentials + lookup + whatItLeadsTo;
}

/**
 * As few sandboxes as can use the limit up, so that a backlog waits in SQS, where waiting costs no receive, and not with
 * permits in hand. Requests under way at the limit are rate × duration (Little's law); a sandbox holds a batch of them.
 */
function sandboxesOf(
  limits: readonly RateLimit[],
  { requestTimeoutMs, concurrentRequests = Number.POSITIVE_INFINITY }: Destination,
  sharing: number,
): number {
  const requestsPerMs = Math.min(...limits.map(({ requests, windowMs }) => requests / windowMs));
  const underWay = Math.min(
    requestsPerMs * Math.min(ordinaryRequestMs, requestTimeoutMs),
    concurrentRequests,
  );
  const share = Math.ceil(underWay / batchSizeMax / sharing);
  return Math.min(Math.max(share, eventSourceConcurrency.least), eventSourceConcurrency.most);
}

/**
 * So many that every sandbox of the destination can have a whole batch in hand and each delivery gets a permit: none is for
 * a moment further ahead than is waited for in place. What is beyond that comes back, which costs a receive and two writes.
 * Where few requests may be under way, each delivery in hand has a lane of its own, as long as there are as many.
 */
function batchSizeOf({ intervalUs }: Pace, sandboxes: number, lanes = Number.POSITIVE_INFINITY): number {
  const permits = intervalUs === 0 ? Number.POSITIVE_INFINITY : (aheadMsMax * 1_000) / intervalUs;
  return Math.max(1, Math.min(batchSizeMax, Math.floor(Math.min(permits, lanes) / sandboxes)));
}
