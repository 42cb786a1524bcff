import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Effect } from '../../../lib/local/stand-ins/request-journal.ts';
import type { Evidence, Published } from '../evidence.ts';
import type { ThirdParty } from '../third-party.ts';

/** What the third party's own book says of an event. */
export function effectsOf({ world }: Evidence, integration: AnyIntegration, event: Published) {
  const thirdParty = world.thirdParties.get(integration.operation.destination.name);
  return thirdParty === undefined
    ? []
    : (indexOf(thirdParty.reception.ledger).get(externalIdOf(event)) ?? []);
}

type Book = ThirdParty['reception']['ledger'];
const indices = new WeakMap<
  Book,
  { readonly count: number; readonly byId: Map<string, readonly Effect[]> }
>();

/** By external id. A book only grows: what has as many effects has the same. */
function indexOf(book: Book): ReadonlyMap<string, readonly Effect[]> {
  const known = indices.get(book);
  if (known?.count === book.effects.length) return known.byId;
  const byId = Map.groupBy(book.effects, ({ externalId }) => externalId);
  indices.set(book, { count: book.effects.length, byId });
  return byId;
}

export const externalIdOf = ({ type, number }: Published) =>
  type === 'payment.requested' ? `pay_${number}` : number;
