import { permitWaitMsMax } from '../../functions/core/pace/paced-send.ts';
import type { SupervisorRequest } from '../../functions/supervisor/request.ts';
import { createSupervisor } from '../../functions/supervisor/supervisor.ts';
import { sweepMsMax } from '../../functions/supervisor/sweep-queues.ts';
import * as tokenKeeper from '../../functions/supervisor/token-parts.ts';
import { supervisorSource } from '../../lib/build/function-sources.ts';
import { deadLetterQueueName, integrationName, ledgerTableName, secretName } from '../../lib/names.ts';
import { clientsOf, createWorker, type Site, surroundings, type Worker } from './site.ts';

export interface SupervisorWorker extends Worker {
  /** As the operator and the clock do; takes effect when the message has arrived. */
  readonly request: (request: SupervisorRequest) => void;
  readonly deadLetterQueueName: string;
}

/** As lib/stack/supervisor-construct.ts and lib/stack/supervisor-queue.ts have them, which load the CDK. */
const deployed = {
  batchSize: 10,
  maximumConcurrency: 2,
  probesMax: 2,
  requestMarginMs: 20_000,
  settlingMs: 12_000,
  visibilityReserveSeconds: 60,
  maxReceiveCount: 5,
  reconcileEveryMs: 5 * 60_000,
};
/** Two weeks: nothing here lives as long. */
const retentionSeconds = 14 * 24 * 3_600;

/** The queue is there for the workers' requests even when nobody supervises. */
export function createSupervisorQueue({ services: { queues }, scenario }: Site): void {
  const { name } = scenario.environment;
  const deadLetterQueue = deadLetterQueueName(name, supervisorSource.name);
  queues.create(deadLetterQueue, { visibilityTimeoutSeconds: 30, retentionSeconds });
  queues.create(integrationName(name, supervisorSource.name), {
    visibilityTimeoutSeconds: timeoutSeconds(scenario.integrations) + deployed.visibilityReserveSeconds,
    retentionSeconds,
    redrive: { deadLetterQueue, maxReceiveCount: deployed.maxReceiveCount },
  });
}

/** The supervisor of a site's workers, with its clock. */
export function createSupervisorWorker(
  site: Site,
  start: typeof createSupervisor = createSupervisor,
): SupervisorWorker {
  const { services, outside, scenario } = site;
  const { environment, integrations } = scenario;
  const { kernel } = outside;
  const name = integrationName(environment.name, supervisorSource.name);
  const timeout = timeoutSeconds(integrations);
  const destinations = [...new Set(integrations.map(({ operation }) => operation.destination.name))];
  const config = {
    settings: environment.settings,
    resources: {
      ledgerTable: ledgerTableName(environment.name),
      alertsTopicArn: services.alertsTopicArn,
      queueUrl: services.queues.urlOf(name),
      ...queueLimitsOf(scenario),
      secretPrefix: secretName(environment.name, ''),
      destinations,
    },
  };
  const worker = createWorker(site, {
    name,
    timeoutMs: timeout * 1_000,
    batchSize: deployed.batchSize,
    windowMs: 0,
    maximumConcurrency: deployed.maximumConcurrency,
    visibilityTimeoutMs: (timeout + deployed.visibilityReserveSeconds) * 1_000,
    start: (sandbox) =>
      start(scenario.declared, {
        config,
        clients: clientsOf(site, sandbox),
        ...surroundings(site, sandbox),
        // At once, as in integration-worker.ts.
        loadTokenKeeper: async () => tokenKeeper,
      }),
  });
  const request = (body: SupervisorRequest) =>
    kernel.schedule(outside.latencyMs(), () => {
      const message = { QueueUrl: services.queues.urlOf(name), MessageBody: JSON.stringify(body) };
      services.sqs.execute('SendMessage', message);
    });
  const tick = () => {
    request({ ask: 'look' });
    kernel.schedule(deployed.reconcileEveryMs, tick);
  };
  // The clock was there before this world.
  kernel.schedule(site.random.fork('clock').int(0, deployed.reconcileEveryMs), tick);
  return {
    ...worker,
    request,
    deadLetterQueueName: deadLetterQueueName(environment.name, supervisorSource.name),
  };
}

/** The same for all integrations, as lib/stack/capacity.ts has them; a scenario may have them shorter. */
function queueLimitsOf({ integrations, capacityOf }: Site['scenario']) {
  const capacities = integrations.map(capacityOf);
  const least = (numbers: readonly number[]) => Math.min(...numbers);
  return {
    queueRetentionSeconds: least(capacities.map(({ queueRetentionDays }) => queueRetentionDays * 24 * 3_600)),
    maxReceiveCount: least(capacities.map(({ maxReceiveCount }) => maxReceiveCount)),
  };
}

function timeoutSeconds(integrations: Site['scenario']['integrations']): number {
  const timeouts = integrations.map(({ operation }) => operation.destination.requestTimeoutMs);
  const { probesMax, requestMarginMs, settlingMs } = deployed;
  const probesMs = probesMax * (permitWaitMsMax + Math.max(0, ...timeouts));
  return Math.ceil((probesMs + settlingMs + sweepMsMax + requestMarginMs) / 1_000);
}
