import * as driftClaims from '../../functions/core/aws/drift-claims.ts';
import * as tokens from '../../functions/core/aws/tokens.ts';
import * as turns from '../../functions/core/aws/turns.ts';
import * as driftLook from '../../functions/core/contract/drift/drift-comparator.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { createHandler } from '../../functions/core/handler.ts';
// Loaded when an answer wants them, which takes real time, and virtual time would not wait.
import '../../functions/core/http/points-left.ts';
import '../../functions/core/http/rate-limit-fields.ts';
import { supervisorSource } from '../../lib/build/function-sources.ts';
import {
  deadLetterQueueName,
  integrationName,
  ledgerTableName,
  secretName,
  undeliveredQueueName,
} from '../../lib/names.ts';
import { clientsOf, createWorker, type Site, surroundings, type Worker } from './site.ts';

export interface IntegrationWorker extends Worker {
  readonly integration: AnyIntegration;
  readonly deadLetterQueueName: string;
  readonly undeliveredQueueName: string;
}

/** What personal ids are told by. */
export const referenceKey = 'reference-key';

const daySeconds = 24 * 3_600;
/** What SNS carries at most. */
const eventBytesMax = 262_144;

/** An integration as lib/stack/integration-construct.ts deploys it: subscription, queues, function, event source. */
export function createIntegrationWorker(
  site: Site,
  integration: AnyIntegration,
  start: typeof createHandler = createHandler,
): IntegrationWorker {
  const { scenario, services } = site;
  const { queues } = services;
  const { environment } = scenario;
  const capacity = scenario.capacityOf(integration);
  const name = integrationName(environment.name, integration.name);
  const deadLetters = deadLetterQueueName(environment.name, integration.name);
  const undelivered = undeliveredQueueName(environment.name, integration.name);
  // Nobody receives from either but people.
  const last = {
    visibilityTimeoutSeconds: 30,
    retentionSeconds: capacity.deadLetterRetentionDays * daySeconds,
  };
  queues.create(deadLetters, last);
  queues.create(undelivered, last);
  queues.create(name, {
    visibilityTimeoutSeconds: capacity.visibilityTimeoutSeconds,
    retentionSeconds: capacity.queueRetentionDays * daySeconds,
    bytesMax: eventBytesMax,
    redrive: { deadLetterQueue: deadLetters, maxReceiveCount: capacity.maxReceiveCount },
  });
  services.events.subscribe({
    queueName: name,
    filterPolicy: { type: [integration.event.type] },
    deadLetterQueueName: undelivered,
  });
  const config = {
    settings: environment.settings,
    resources: {
      ledgerTable: ledgerTableName(environment.name),
      secretId: secretName(environment.name, integration.operation.destination.name),
      queueUrl: queues.urlOf(name),
      deadLetterQueueUrl: queues.urlOf(deadLetters),
      supervisorQueueUrl: queues.urlOf(integrationName(environment.name, supervisorSource.name)),
      queueRetentionSeconds: capacity.queueRetentionDays * daySeconds,
      maxReceiveCount: capacity.maxReceiveCount,
      referenceKey,
    },
  };
  const worker = createWorker(site, {
    name,
    timeoutMs: capacity.functionTimeoutSeconds * 1_000,
    batchSize: capacity.batchSize,
    windowMs: environment.batchingWindowSeconds * 1_000,
    maximumConcurrency: capacity.maximumConcurrency,
    visibilityTimeoutMs: capacity.visibilityTimeoutSeconds * 1_000,
    start: (sandbox) =>
      start(site.scenario.declared.find(({ name: one }) => one === integration.name) ?? integration, {
        config,
        clients: clientsOf(site, sandbox),
        ...surroundings(site, sandbox),
        readContract: async () => scenario.locks[integration.operation.destination.name],
        // At once: a real import takes turns of the loop, more or fewer of them, and virtual time does not wait.
        loadDriftComparator: async () => driftLook,
        loadTokens: async () => tokens,
        loadTurns: async () => turns,
        loadDriftClaims: async () => driftClaims,
      }),
  });
  return { ...worker, integration, deadLetterQueueName: deadLetters, undeliveredQueueName: undelivered };
}
