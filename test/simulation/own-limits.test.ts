/** The limits of an environment's own account go before those that the destination declares, for whoever calls. */
import { expect, it } from 'vitest';
import { createDriftComparator } from '../../functions/core/contract/drift/drift-comparator.ts';
import type { RateLimit } from '../../functions/core/declare/destination.ts';
import { createHandler } from '../../functions/core/handler.ts';
import type { Runtime } from '../../functions/core/runtime.ts';
import { environments } from '../../lib/environments.ts';
import { customerBody } from './fixture-events.ts';
import { to } from './stories.ts';
import { createWorld } from './world.ts';

async function lived(rateLimits: Readonly<Record<string, readonly RateLimit[]>>) {
  /** Whether what the third party says of its limits is compared with the recorded account's. */
  const comparesAmounts: boolean[] = [];
  const loadDriftComparator: Runtime['loadDriftComparator'] = async () => ({
    createDriftComparator: (lock, options) => {
      comparesAmounts.push(!options.hasOwnLimits);
      return createDriftComparator(lock, options);
    },
  });
  const world = createWorld({
    seed: 'own limits',
    integrations: to('gazette'),
    createHandler: (integration, runtime) =>
      createHandler(integration, runtime && { ...runtime, loadDriftComparator }),
    environment: { ...environments.dev, settings: { ...environments.dev.settings, rateLimits } },
  });
  for (let number = 1; number <= 4; number += 1) world.publish(customerBody(number));
  await world.run({ chaosMs: 0, drainMs: 600_000 });
  const arrivals = world.thirdParties.get('gazette')?.arrivals ?? [];
  return { moments: arrivals.map(({ startedAtMs }) => startedAtMs), comparesAmounts };
}

/** Of each request and the next. */
const gaps = (moments: readonly number[]) => moments.slice(1).map((ms, n) => ms - (moments[n] ?? 0));

it('a worker keeps to the limit of the account that its environment has', async () => {
  const { moments, comparesAmounts } = await lived({ gazette: [{ requests: 1, windowMs: 20_000 }] });
  expect(moments).toHaveLength(4);
  expect(new Set(comparesAmounts)).toEqual(new Set([false]));
  for (const gap of gaps(moments)) expect(gap).toBeGreaterThanOrEqual(20_000);
});

it('a worker keeps to the declared limit when the environment has one for another destination', async () => {
  const { moments, comparesAmounts } = await lived({ wallet: [{ requests: 1, windowMs: 20_000 }] });
  expect(moments).toHaveLength(4);
  expect(new Set(comparesAmounts)).toEqual(new Set([true]));
  for (const gap of gaps(moments)) expect(gap).toBeLessThan(2_000);
});
