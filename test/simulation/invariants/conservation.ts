import { deliveryKey } from '../../../functions/core/deliver/delivery-key.ts';
import { deliveriesOf, type Evidence, lettersOf } from '../evidence.ts';
import { effectsOf } from './effects.ts';

/**
 * Each published event ends, for each integration, as delivered or as a dead letter; what cannot be read ends as a dead
 * letter. Nothing leaves a queue in any other way.
 */
export function conservation(evidence: Evidence): readonly string[] {
  const { world, published } = evidence;
  const { table, queues } = world.services;
  const wrong: string[] = [];
  const bodies = new Map(
    world.workers.map(({ deadLetterQueueName }) => [
      deadLetterQueueName,
      new Set(lettersOf(world, deadLetterQueueName).map(({ body }) => body)),
    ]),
  );
  for (const { event, worker, integration, name } of deliveriesOf(evidence)) {
    const item = table.item(deliveryKey({ integration: integration.name, source: '/shop', id: event.id }));
    const status = item?.status?.S ?? 'unknown to the ledger';
    const effects = effectsOf(evidence, integration, event);
    if (status === 'delivered' && effects.length === 0)
      wrong.push(`${name} is called delivered, and had no effect`);
    else if (status === 'dead-lettered') {
      // What was redriven has no letter any more, and is in its queue again or has another end.
      const lies = bodies.get(worker.deadLetterQueueName)?.has(event.body) === true;
      if (!lies) wrong.push(`${name} is called dead, and there is no dead letter`);
    } else if (status !== 'delivered' && !isPutAside(evidence, worker.deadLetterQueueName, event.body))
      wrong.push(`${name} ends as ${status}`);
  }
  for (const event of published.filter(({ isValid }) => !isValid)) {
    const lies = [...bodies.values()].some((lying) => lying.has(event.body));
    if (!lies) wrong.push(`what cannot be read (${event.id}) is gone`);
  }
  for (const queue of queues.names) {
    for (const message of queues.expired(queue))
      wrong.push(`a message expired in ${queue}: ${message.messageId}`);
  }
  return wrong;
}

/** By the supervisor, which knows nothing of deliveries: the ledger has what there was before. */
const isPutAside = ({ world }: Evidence, deadLetterQueueName: string, eventBody: string) =>
  lettersOf(world, deadLetterQueueName).some(
    ({ body, diagnosis }) => body === eventBody && diagnosis?.code === 'EXPIRED',
  );
