import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Effect } from '../../../lib/local/stand-ins/request-journal.ts';
import type { Evidence, Published } from '../evidence.ts';
import type { ThirdParty } from '../third-party.ts';

/** What the third party's own journal says of an event. */
export function effectsOf({ world }: Evidence, integration: AnyIntegration, event: Published) {
  const thirdParty = world.thirdParties.get(integration.operation.destination.name);
  return thirdParty === undefined
    ? []
    : (indexOf(thirdParty.reception.journal).get(externalIdOf(event)) ?? []);
}

type Journal = ThirdParty['reception']['journal'];
const indices = new WeakMap<
  Journal,
  { readonly count: number; readonly byId: Map<string, readonly Effect[]> }
>();

/** By external id. A journal only grows: what has as many effects has the same. */
function indexOf(journal: Journal): ReadonlyMap<string, readonly Effect[]> {
  const known = indices.get(journal);
  if (known?.count === journal.effects.length) return known.byId;
  const byId = Map.groupBy(journal.effects, ({ externalId }) => externalId);
  indices.set(journal, { count: journal.effects.length, byId });
  return byId;
}

export const externalIdOf = ({ type, number }: Published) =>
  type === 'payment.requested' ? `pay_${number}` : number;
