/** The limits of an environment's own account go before those that the destination declares, for whoever calls. */
import { expect, it } from 'vitest';
import type { RateLimit } from '../../functions/core/declare/destination.ts';
import { environments } from '../../lib/environments.ts';
import { customerBody } from './fixture-events.ts';
import { to } from './stories.ts';
import { createWorld } from './world.ts';

async function arrivals(rateLimits: Readonly<Record<string, readonly RateLimit[]>>) {
  const world = createWorld({
    seed: 'own limits',
    integrations: to('hubspot'),
    environment: { ...environments.dev, settings: { ...environments.dev.settings, rateLimits } },
  });
  for (let number = 1; number <= 4; number += 1) world.publish(customerBody(number));
  await world.run({ chaosMs: 0, drainMs: 600_000 });
  return (world.thirdParties.get('hubspot')?.arrivals ?? []).map(({ startedAtMs }) => startedAtMs);
}

/** Of each request and the next. */
const gaps = (moments: readonly number[]) => moments.slice(1).map((ms, n) => ms - (moments[n] ?? 0));

it('a worker keeps to the limit of the account that its environment has', async () => {
  const moments = await arrivals({ hubspot: [{ requests: 1, windowMs: 20_000 }] });
  expect(moments).toHaveLength(4);
  for (const gap of gaps(moments)) expect(gap).toBeGreaterThanOrEqual(20_000);
});

it('a worker keeps to the declared limit when the environment has one for another destination', async () => {
  const moments = await arrivals({ stripe: [{ requests: 1, windowMs: 20_000 }] });
  expect(moments).toHaveLength(4);
  for (const gap of gaps(moments)) expect(gap).toBeLessThan(2_000);
});
