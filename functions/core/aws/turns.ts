/** What a function loads whose destination limits more than how many requests go out in a time. */
import type { Destination } from '../declare/destination.ts';
import { hmac } from '../declare/digest.ts';
import { createResourceRates } from '../pace/resource-rates.ts';
import { type Pacing, paceOf } from '../pace/spacing.ts';
import { createTurns, type Turns } from '../pace/turns.ts';
import { createAccountItem } from './account-item.ts';
import { type LanesAround, lanesOf } from './lanes-item.ts';

type Limited = Pick<Destination, 'name' | 'concurrentRequests' | 'resourceLimits' | 'requestTimeoutMs'>;

/** @param referenceKey of the environment: makes keys of resources, which may be people, that tell nothing of them */
export function turnsOf(
  destination: Limited,
  {
    pacing,
    referenceKey,
    ...around
  }: LanesAround & { readonly pacing: Pacing; readonly referenceKey: string },
): Turns {
  const { name, resourceLimits } = destination;
  const { client, tableName, now } = around;
  const rates =
    resourceLimits &&
    createResourceRates({
      itemOf: (key) => createAccountItem({ client, tableName, destination: name, resource: { key, now } }),
      pace: paceOf(resourceLimits, pacing),
      now,
    });
  // 128 bits: no two meet.
  const keyOf = (resource: string) => hmac('sha256', referenceKey, `${name} ${resource}`).slice(0, 32);
  return createTurns({ lanes: lanesOf(destination, around), rates, keyOf, now });
}
