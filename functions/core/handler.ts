/** The composition root: everything that is made once per cold start. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createAccountItem } from './aws/account-item.ts';
import { createCredentialStore } from './aws/credentials.ts';
import { datedClient } from './aws/dated-client.ts';
import { createLedger } from './aws/ledger.ts';
import { createQueue } from './aws/queue.ts';
import type { tokensOf } from './aws/tokens.ts';
import { claimMsMax, createDriftWatch } from './contract/drift/drift-watch.ts';
import { contractOf } from './declare/account-of.ts';
import type { Destination } from './declare/destination.ts';
import { integrationIn } from './declare/in-environment.ts';
import type { DeclaredIntegration } from './declare/integration.ts';
import { deliverBatch } from './deliver/batch.ts';
import type { CredentialStore } from './deliver/credentials.ts';
import type { DeliveryParts } from './deliver/delivery-parts.ts';
import { createIncidentReporter } from './deliver/incident-reporter.ts';
import { lastChanceOf } from './deliver/last-chance.ts';
import { createLog, type Log } from './log.ts';
import { createMeter, type Meter } from './metrics.ts';
import { accountLimits } from './pace/account-limits.ts';
import { createAccount } from './pace/create-account.ts';
import { createServiceTime } from './pace/service-time.ts';
import { slowStartRequestsMax } from './pace/slow-start.ts';
import { paceOf } from './pace/spacing.ts';
import type { Turns } from './pace/turns.ts';
import { createRedactor } from './redact/redactor.ts';
import { lambdaRuntime, type Runtime } from './runtime.ts';

/**
 * Makes the Lambda handler of an integration. Throws `ConfigError` when the function was not deployed by its stack.
 * @param runtime what the function reaches the world by
 * @default - the world as Lambda gives it
 */
export function createHandler(
  declared: DeclaredIntegration,
  runtime: Runtime = lambdaRuntime(),
): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  const { clients, now, monotonicMs, random, randomId, sleep, send, write } = runtime;
  const { resources, settings } = runtime.config;
  const integration = integrationIn(settings.destinations, declared);
  const { destination } = integration.operation;
  const { ledgerTable: tableName, secretId } = resources;
  const redactor = createRedactor();
  const log = createLog(write, redactor.secrets, { environment: settings.environment });
  const queue = createQueue(clients.sqs, redactor.secrets, resources);
  const time = createServiceTime({ now, monotonicMs }, settings.pacing.clockSkewMs);
  const dynamodb = datedClient(clients.dynamodb, { monotonicMs, hear: time.hear });
  const account = createAccount({
    item: createAccountItem({ client: dynamodb, tableName, destination: destination.name }),
    pace: paceOf(accountLimits(settings, destination, integration.operation.cost).limits, settings.pacing),
    operation: integration.operation.name,
    breaker: settings.breaker,
    now,
    monotonicMs,
    time,
    recheckMs: settings.parkedRecheckMs,
    requestTimeoutMs: destination.requestTimeoutMs,
    slowStartRequestsMax,
    onError: (what, error) =>
      log.write('error', what, { destination: destination.name, reason: (error as Error).name }),
  });
  const meter = createMeter(write, {
    environment: settings.environment,
    integration: integration.name,
    destination: destination.name,
  });
  const lastChance = lastChanceOf(resources);
  const contract = driftWatchOf(destination, runtime, log, meter);
  const secret = createCredentialStore({ client: clients.secrets, secretId, destination, redactor, now });
  const parts: DeliveryParts = {
    integration,
    settings,
    lastChance,
    credentials:
      destination.token === undefined
        ? secret
        : withTokens({ secret, destination, redactor, queue }, runtime),
    queue,
    account,
    turns: isFurtherLimited(destination)
      ? furtherLimits(() =>
          runtime.loadTurns().then(({ turnsOf }) =>
            turnsOf(destination, {
              client: dynamodb,
              tableName,
              pacing: settings.pacing,
              referenceKey: resources.referenceKey,
              now,
              monotonicMs,
              random,
              sleep,
            }),
          ),
        )
      : undefined,
    incidentReporter: createIncidentReporter({
      account,
      queue,
      log,
      destination: destination.name,
      sweepEveryMs: lastChance.sweepEveryMs,
      now,
    }),
    contract,
    send,
    log,
    meter,
    redactor,
    referenceKey: resources.referenceKey,
    now,
    monotonicMs,
    random,
    sleep,
  };
  return async (event, context) => {
    const ledger = createLedger({ client: dynamodb, tableName, now, randomId, context });
    const remainingMs = () => context.getRemainingTimeInMillis();
    try {
      const answer = await deliverBatch(parts, { ledger, remainingMs }, event, context);
      // Every delivery is put down by now, or given up until it comes back: only the answer waits for this.
      await contract.compareSampled({ remainingMs });
      return answer;
    } finally {
      meter.flush();
    }
  };
}

const isFurtherLimited = ({ concurrentRequests, resourceLimits }: Destination) =>
  concurrentRequests !== undefined || resourceLimits !== undefined;

/** Their code is read with the first message. */
function furtherLimits(load: () => Promise<Turns>): Turns {
  let made: Promise<Turns> | undefined;
  return {
    next: async (resource) => {
      made ??= load();
      return (await made).next(resource);
    },
    settled: async () => (await made?.catch(() => undefined))?.settled(),
  };
}

/** Likewise. */
function withTokens(of: Parameters<typeof tokensOf>[0], runtime: Runtime): CredentialStore {
  let made: Promise<CredentialStore> | undefined;
  const store = () => {
    made ??= runtime.loadTokens().then((tokens) => tokens.tokensOf(of, runtime));
    return made;
  };
  return {
    get: async (notBeforeMs) => (await store()).get(notBeforeMs),
    refreshed: async (version) => (await store()).refreshed(version),
  };
}

/** Shares the function's clients, its log and its metrics, and nothing of its deliveries. */
function driftWatchOf(destination: Destination, runtime: Runtime, log: Log, meter: Meter) {
  const { name, requestIdHeader, loggedHeaders } = destination;
  const { config, clients, now, randomId, sleep } = runtime;
  const tableName = config.resources.ledgerTable;
  return createDriftWatch({
    readContract: runtime.readContract,
    open: async (lock) => {
      const { createDriftComparator } = await runtime.loadDriftComparator();
      const { createDriftClaims } = await runtime.loadDriftClaims();
      const { environment } = config.settings;
      const headers = [requestIdHeader, ...loggedHeaders];
      return createDriftComparator(lock, {
        destination: name,
        contract: contractOf(destination),
        environment,
        headers,
        hasOwnLimits: accountLimits(config.settings, destination).areOwn,
        claims: createDriftClaims({ client: clients.dynamodb, tableName, destination: name, now, randomId }),
        claimMsMax,
        log,
        meter,
        now,
        sleep,
      });
    },
    log,
    destination: name,
    sleep,
  });
}
