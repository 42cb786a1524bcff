import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Evidence, Published } from '../evidence.ts';
import { deliveriesOf } from '../evidence.ts';
import type { IntegrationWorker } from '../integration-worker.ts';
import type { SeenArrival } from '../third-party.ts';
import { arrivalsAbout } from './arrivals.ts';
import { effectsOf } from './effects.ts';

/** One thing for one event, and no request after an unknown outcome that the operation does not allow. */
export function atMostOneEffect(evidence: Evidence): readonly string[] {
  return deliveriesOf(evidence).flatMap(({ event, integration, worker, name }) => {
    const effects = effectsOf(evidence, integration, event);
    const { by } = integration.operation.repeat;
    const counted = by === 'upsert' || by === 'lookup' ? effects.filter(({ created }) => created) : effects;
    const wrong = counted.length > 1 ? [`${name} had ${counted.length} effects`] : [];
    return [...wrong, ...blindResends(evidence, integration, worker, event).map((what) => `${name} ${what}`)];
  });
}

function blindResends(
  { world, looks }: Evidence,
  { operation }: AnyIntegration,
  { queueName }: Pick<IntegrationWorker, 'queueName'>,
  event: Published,
): string[] {
  const { by } = operation.repeat;
  if (by !== 'never' && by !== 'lookup') return [];
  const arrivals = arrivalsAbout(world, operation.destination.name, event);
  const lookedAtMs = looks
    .filter((look) => look.queueName === queueName && look.body === event.body)
    .map(({ atMs }) => atMs);
  return arrivals.flatMap((arrival, at) => {
    const before = arrivals[at - 1];
    if (before === undefined || before.method !== 'POST' || !isUnknown(before)) return [];
    if (by === 'lookup' && arrival.method === 'GET') return [];
    // A person has looked in between.
    if (lookedAtMs.some((atMs) => before.startedAtMs < atMs && arrival.startedAtMs >= atMs)) return [];
    return [`was sent again (${arrival.method} ${arrival.path}) after an outcome that nobody knew`];
  });
}

/** The sandbox cannot know whether it happened. */
function isUnknown({ statusCode, heardAtMs, ending, fault }: SeenArrival): boolean {
  if (heardAtMs === undefined || fault === 'late' || ending !== 'answer') return true;
  return statusCode === undefined || statusCode >= 500;
}
