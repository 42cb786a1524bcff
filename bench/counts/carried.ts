/** How much one sandbox carries where nobody else makes it wait: its CPU is what is left. */
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { environments } from '../../lib/environments.ts';
import { createRecords } from './records.ts';
import { createWorker } from './worker.ts';

/** The compiler has seen all of it by then. */
const warmUpBatches = 100;
/** Two seconds' worth: enough that a pause of the collector does not show. */
const measuredBatches = 150;
const batchSize = 10;
const unlimited = [{ requests: 1_000_000, windowMs: 1_000 }];

/**
 * CPU of a delivery in a warm sandbox, milliseconds of a whole core: through the SDK's real clients, with the models of
 * what they call and the counting in it, without a network.
 */
export async function cpuMsOfDelivery(integration: AnyIntegration): Promise<number> {
  const { settings } = environments.prod;
  const rateLimits = { [integration.operation.destination.name]: unlimited };
  const worker = await createWorker(integration, {
    settings: { ...settings, rateLimits },
    timeoutMs: 60_000,
    limit: null,
  });
  const sandbox = worker.coldStart();
  const records = createRecords(integration, worker.kernel.now);
  const carry = (batches: number) =>
    worker.counted(batches * batchSize, async () => {
      for (let n = 0; n < batches; n += 1) {
        const back = await sandbox.invoke(records(batchSize));
        if (back.length > 0) throw new Error(`${back.length} deliveries came back`);
      }
    });
  await carry(warmUpBatches);
  const before = process.cpuUsage();
  await carry(measuredBatches);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / measuredBatches / batchSize;
}
