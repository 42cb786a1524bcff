import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Evidence, Published } from '../evidence.ts';
import { deliveriesOf } from '../evidence.ts';
import type { SeenArrival } from '../third-party.ts';
import { effectsOf, externalIdOf } from './effects.ts';

/** One thing for one event, and no request after an unknown outcome that the operation does not allow. */
export function atMostOneEffect(evidence: Evidence): readonly string[] {
  return deliveriesOf(evidence).flatMap(({ event, integration, name }) => {
    const effects = effectsOf(evidence, integration, event);
    const { by } = integration.operation.repeat;
    const counted = by === 'upsert' || by === 'lookup' ? effects.filter(({ created }) => created) : effects;
    const wrong = counted.length > 1 ? [`${name} had ${counted.length} effects`] : [];
    return [...wrong, ...blindResends(evidence, integration, event).map((what) => `${name} ${what}`)];
  });
}

function blindResends(
  { world, redrivenAtMs = Number.POSITIVE_INFINITY }: Evidence,
  { operation }: AnyIntegration,
  event: Published,
): string[] {
  const { by } = operation.repeat;
  if (by !== 'never' && by !== 'lookup') return [];
  const arrivals = arrivalsOf(
    world.thirdParties.get(operation.destination.name)?.arrivals ?? [],
    externalIdOf(event),
  );
  return arrivals.flatMap((arrival, at) => {
    const before = arrivals[at - 1];
    if (before === undefined || before.method !== 'POST' || !isUnknown(before)) return [];
    if (by === 'lookup' && arrival.method === 'GET') return [];
    // A person has looked in between.
    if (before.startedAtMs < redrivenAtMs && arrival.startedAtMs >= redrivenAtMs) return [];
    return [`was sent again (${arrival.method} ${arrival.path}) after an outcome that nobody knew`];
  });
}

const indices = new WeakMap<object, { readonly count: number; readonly byId: Map<string, SeenArrival[]> }>();

/** What was sent about whom, in order. Arrivals only grow in number: as many are the same. */
function arrivalsOf(arrivals: readonly SeenArrival[], externalId: string): readonly SeenArrival[] {
  const known = indices.get(arrivals);
  if (known?.count === arrivals.length) return known.byId.get(externalId) ?? [];
  const byId = new Map<string, SeenArrival[]>();
  for (const arrival of arrivals) {
    const named = [
      ...arrival.body.matchAll(/"(?:external_id|to)":"([^"]*)"/g),
      ...arrival.path.matchAll(/\/find_by_external_id\/([^/]*)$/g),
    ].map(([, id = '']) => id);
    for (const id of new Set(named)) byId.set(id, [...(byId.get(id) ?? []), arrival]);
  }
  indices.set(arrivals, { count: arrivals.length, byId });
  return byId.get(externalId) ?? [];
}

/** The sandbox cannot know whether it happened. */
function isUnknown({ statusCode, heardAtMs, ending, fault }: SeenArrival): boolean {
  if (heardAtMs === undefined || fault === 'late' || ending !== 'answer') return true;
  return statusCode === undefined || statusCode >= 500;
}
