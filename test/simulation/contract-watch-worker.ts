import { createContractWatch } from '../../functions/contract-watch/contract-watch.ts';
import { checkRequest } from '../../functions/contract-watch/request.ts';
import { requestsMax } from '../../functions/contract-watch/requests-max.ts';
import { permitWaitMsMax } from '../../functions/core/pace/paced-send.ts';
import { contractWatchSource } from '../../lib/build/function-sources.ts';
import { deadLetterQueueName, integrationName, ledgerTableName, secretName } from '../../lib/names.ts';
import { contracts } from '../fixtures/shop/functions/destinations/contracts.ts';
import { clientsOf, createWorker, type Site, surroundings, type Worker } from './site.ts';

export interface ContractWatchWorker extends Worker {
  readonly deadLetterQueueName: string;
}

/** As lib/stack/contract-watch-construct.ts has them, which loads the CDK. */
const deployed = {
  batchSize: 10,
  maximumConcurrency: 2,
  requestMarginMs: 20_000,
  visibilityReserveSeconds: 10,
  maxReceiveCount: 2,
  checkEveryMs: 24 * 3_600_000,
};
/** Two weeks: the most that SQS keeps. */
const retentionSeconds = 14 * 24 * 3_600;

/** The contract watch with its queues and its clock. Locks are those of the scenario. */
export function createContractWatchWorker(site: Site): ContractWatchWorker {
  const { services, outside, scenario } = site;
  const { environment, integrations } = scenario;
  const { kernel } = outside;
  const name = integrationName(environment.name, contractWatchSource.name);
  const deadLetterQueue = deadLetterQueueName(environment.name, contractWatchSource.name);
  const timeout = timeoutSeconds(integrations);
  const visibilityTimeoutSeconds = timeout + deployed.visibilityReserveSeconds;
  services.queues.create(deadLetterQueue, { visibilityTimeoutSeconds: 30, retentionSeconds });
  services.queues.create(name, {
    visibilityTimeoutSeconds,
    retentionSeconds,
    redrive: { deadLetterQueue, maxReceiveCount: deployed.maxReceiveCount },
  });
  const destinations = [...new Set(integrations.map(({ operation }) => operation.destination.name))];
  const config = {
    settings: environment.settings,
    resources: {
      ledgerTable: ledgerTableName(environment.name),
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
    visibilityTimeoutMs: visibilityTimeoutSeconds * 1_000,
    start: (sandbox) =>
      createContractWatch(
        { contracts, integrations: scenario.declared },
        {
          config,
          clients: clientsOf(site, sandbox),
          ...surroundings(site, sandbox),
          readContract: async (destination) => scenario.locks[destination],
        },
      ),
  });
  const tick = () => {
    services.sqs.execute('SendMessage', {
      QueueUrl: services.queues.urlOf(name),
      MessageBody: JSON.stringify(checkRequest),
    });
    kernel.schedule(deployed.checkEveryMs, tick);
  };
  // The clock was there before this world.
  kernel.schedule(site.random.fork('contract watch clock').int(0, deployed.checkEveryMs), tick);
  return { ...worker, deadLetterQueueName: deadLetterQueue };
}

function timeoutSeconds(integrations: Site['scenario']['integrations']): number {
  const lookMs = integrations.map(
    ({ operation: { destination } }) =>
      requestsMax(destination.name, integrations) * (permitWaitMsMax + destination.requestTimeoutMs),
  );
  return Math.ceil((Math.max(0, ...lookMs) + deployed.requestMarginMs) / 1_000);
}
