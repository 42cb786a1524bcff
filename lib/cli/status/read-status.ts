/** Reads what `status` shows: of each destination its account, of each integration its queues, event source and oldest event. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Destination } from '../../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { AccountState } from '../../../functions/core/pace/account.ts';
import { accountLimits } from '../../../functions/core/pace/account-limits.ts';
import type { Environment } from '../../environments.ts';
import { deadLetterQueueName, integrationName, undeliveredQueueName } from '../../names.ts';
import { readAccount } from '../accounts.ts';
import type { Clients } from '../clients.ts';
import { fewAtOnce } from '../few-at-once.ts';
import { type QueueCounts, queueCounts, queueDepth } from '../resources.ts';
import { type Backlog, backlogOf } from './backlog.ts';
import { readEventSources } from './event-sources.ts';
import { type KnownAge, oldestNow, readOldestEvents } from './oldest-events.ts';
import { isStopped, type Standstill, standstillsOf } from './standstill.ts';

export interface IntegrationStatus {
  readonly integration: string;
  readonly destination: string;
  /** As Lambda says: `Enabled`, `Disabled`, or on the way; `missing` when there is none. */
  readonly eventSource: string;
  readonly queue: QueueCounts;
  /** How long ago the oldest event that waits was put into the queue, milliseconds; absent: nothing waits, or nobody knows. */
  readonly oldestMs?: number | undefined;
  readonly deadLetters: number;
  /** Events that SNS could not hand to the integration's queue. */
  readonly undelivered: number;
}

export interface DestinationStatus {
  readonly destination: string;
  readonly account: AccountState;
  readonly standstills: readonly Standstill[];
  readonly backlog: Backlog;
}

export interface Status {
  readonly integrations: readonly IntegrationStatus[];
  readonly destinations: readonly DestinationStatus[];
  /** Why the ages are not known. */
  readonly agesUnknown?: unknown;
}

export interface StatusOptions {
  readonly clients: Clients;
  readonly environment: Environment;
  /** Those that are shown. */
  readonly integrations: readonly AnyIntegration[];
  /** All of them: what waits for others of a destination is in front of the one that is shown. */
  readonly all: readonly AnyIntegration[];
  readonly nowMs: number;
}

export async function readStatus(options: StatusOptions): Promise<Status> {
  const { clients, environment, integrations, nowMs } = options;
  const destinations = [
    ...new Map(
      integrations.map(({ operation: { destination } }) => [destination.name, destination]),
    ).values(),
  ];
  const names = integrations.map(({ name }) => name);
  let agesUnknown: unknown;
  const [ages, eventSources, statuses, accounts] = await Promise.all([
    readOldestEvents(clients.cloudwatch, environment.name, names, nowMs).catch((error: unknown) => {
      agesUnknown = error;
      return new Map<string, readonly KnownAge[]>();
    }),
    readEventSources(
      clients.lambda,
      names.map((name) => integrationName(environment.name, name)),
    ),
    fewAtOnce(integrations, (integration) => readQueues(clients.sqs, environment, integration)),
    fewAtOnce(destinations, ({ name }) => readAccount(clients.dynamodb, environment.name, name)),
  ]);
  const waiting = await waitingBy(options, statuses);
  return {
    integrations: statuses.map((one) => {
      const own = ages.get(one.integration) ?? [];
      const eventSource = eventSources.get(integrationName(environment.name, one.integration)) ?? 'missing';
      const isPaused = eventSource !== 'Enabled';
      return {
        ...one,
        eventSource,
        oldestMs: oldestNow(own, { waiting: depthOf(one.queue), isPaused, nowMs }),
      };
    }),
    destinations: destinations.map((destination, n) => {
      const account = accounts[n];
      if (account === undefined) throw new RangeError(`no account was read for ${destination.name}`);
      return statusOf(destination, account, waiting.get(destination.name) ?? 0, options);
    }),
    ...(agesUnknown === undefined ? {} : { agesUnknown }),
  };
}

function statusOf(
  destination: Destination,
  account: AccountState,
  waiting: number,
  { environment: { settings }, nowMs }: StatusOptions,
): DestinationStatus {
  const standstills = standstillsOf(account, nowMs);
  // Where nothing goes out, it will begin with a ramp.
  const state = standstills.some(isStopped) ? { resumedAtMs: nowMs } : account;
  const { limits } = accountLimits(settings, destination);
  const startMs = Math.max(nowMs, account.holdUntilMs);
  const backlog = backlogOf({ waiting, state, limits, pacing: settings.pacing, startMs });
  return { destination: destination.name, account, standstills, backlog };
}

async function readQueues(
  sqs: SQSClient,
  { name: environment }: Environment,
  { name, operation }: AnyIntegration,
): Promise<Omit<IntegrationStatus, 'eventSource' | 'oldestMs'>> {
  const [queue, deadLetters, undelivered] = await Promise.all([
    queueCounts(sqs, integrationName(environment, name)),
    queueDepth(sqs, deadLetterQueueName(environment, name)),
    queueDepth(sqs, undeliveredQueueName(environment, name)),
  ]);
  return { integration: name, destination: operation.destination.name, queue, deadLetters, undelivered };
}

export const depthOf = ({ visible, inFlight, delayed }: QueueCounts) => visible + inFlight + delayed;

/** By destination, of those that are not shown too. */
async function waitingBy(
  { clients, environment, all }: StatusOptions,
  shown: readonly Pick<IntegrationStatus, 'integration' | 'destination' | 'queue'>[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Set(shown.map(({ destination }) => destination));
  const known = new Map(shown.map(({ integration, queue }) => [integration, depthOf(queue)]));
  const waiting = new Map<string, number>();
  await fewAtOnce(all, async ({ name, operation: { destination } }) => {
    if (!wanted.has(destination.name)) return;
    const depth = known.get(name) ?? (await queueDepth(clients.sqs, integrationName(environment.name, name)));
    waiting.set(destination.name, (waiting.get(destination.name) ?? 0) + depth);
  });
  return waiting;
}
