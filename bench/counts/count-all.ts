/** Everything that lib/cost/counts.json holds, counted anew. */
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { Counts, IntegrationCounts } from '../../lib/cost/counts.ts';
import { assumedLatencyMs } from './assumed-latency.ts';
import { countStack } from './count-stack.ts';
import { repository } from './home.ts';
import { createRecords } from './records.ts';
import { countScenarios } from './scenarios.ts';

/**
 * Counts `integrations` as if there were no others; each needs the stand-in of its destination.
 * @param countedOn YYYY-MM-DD
 */
export async function countAll(
  countedOn: string,
  integrations: readonly AnyIntegration[],
  home = repository,
): Promise<Counts> {
  const { stack, integrations: resources } = countStack(integrations);
  const counted: Record<string, IntegrationCounts> = {};
  for (const integration of integrations) {
    const { name, event, operation } = integration;
    const [record] = createRecords(integration, () => 0)(1);
    const own = resources.get(name);
    if (record === undefined || own === undefined) throw new Error(`${name} is not in the stack`);
    counted[name] = {
      event: event.type,
      destination: operation.destination.name,
      eventBytes: Buffer.byteLength(record.body),
      ...own,
      scenarios: await countScenarios(integration, integrations, home),
    };
  }
  return {
    countedOn,
    madeBy: 'npm run bench -- counts --write',
    assumedLatencyMs,
    stack,
    integrations: counted,
  };
}
