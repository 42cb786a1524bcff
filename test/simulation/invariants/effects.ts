import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Evidence, Published } from '../evidence.ts';

/** What the third party's own book says of an event. */
export function effectsOf({ world }: Evidence, integration: AnyIntegration, event: Published) {
  const thirdParty = world.thirdParties.get(integration.operation.destination.name);
  return thirdParty?.effectsOf(externalIdOf(event)) ?? [];
}

export const externalIdOf = ({ type, number }: Published) =>
  type === 'payment.requested' ? `pay_${number}` : number;
