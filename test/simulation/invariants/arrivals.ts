import type { Evidence, Published } from '../evidence.ts';
import type { SeenArrival } from '../third-party.ts';
import { externalIdOf } from './effects.ts';

/** What a third party saw about an event, in order: by the bodies and paths that name its subject. */
export const arrivalsAbout = (
  { thirdParties }: Evidence['world'],
  destination: string,
  event: Published,
): readonly SeenArrival[] => arrivalsOf(thirdParties.get(destination)?.arrivals ?? [], externalIdOf(event));

const indices = new WeakMap<object, { readonly count: number; readonly byId: Map<string, SeenArrival[]> }>();

/** What was sent about whom, in order. Arrivals only grow in number: as many are the same. */
function arrivalsOf(arrivals: readonly SeenArrival[], externalId: string): readonly SeenArrival[] {
  const known = indices.get(arrivals);
  if (known?.count === arrivals.length) return known.byId.get(externalId) ?? [];
  const byId = new Map<string, SeenArrival[]>();
  for (const arrival of arrivals) {
    const named = [
      ...arrival.body.matchAll(/"(?:external_id|to)":"([^"]*)"/g),
      ...arrival.path.matchAll(/(?:\/find_by_external_id\/|[?&]to=)([^/&]*)$/g),
    ].map(([, id = '']) => id);
    for (const id of new Set(named)) byId.set(id, [...(byId.get(id) ?? []), arrival]);
  }
  indices.set(arrivals, { count: arrivals.length, byId });
  return byId.get(externalId) ?? [];
}
