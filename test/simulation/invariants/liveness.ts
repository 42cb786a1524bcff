import type { Evidence } from '../evidence.ts';

/** With healthy third parties everything drains, nothing stays parked, and every event source is on. */
export function liveness({ world, isDrained }: Evidence): readonly string[] {
  const { mappings, queues } = world.services;
  const wrong: string[] = [];
  for (const { queueName } of world.workers) {
    const left = queues.messages(queueName);
    if (!isDrained && left.length > 0) {
      wrong.push(
        `${left.length} messages are left in ${queueName} (received ${left[0]?.receiveCount} times)`,
      );
    }
  }
  for (const { lambda, mappingId } of world.workers) {
    const state = mappings.state(mappingId);
    if (state !== 'Enabled') wrong.push(`the event source of ${lambda.name} is ${state}`);
  }
  return wrong;
}
