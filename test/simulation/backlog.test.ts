import { expect, it } from 'vitest';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { paceOf } from '../../functions/core/pace/spacing.ts';
import { environments } from '../../lib/environments.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import { customerBody } from './fixture-events.ts';
import { mostInAWindow } from './invariants/rate-limits.ts';
import { customerCreatedToLetterbox } from './letterbox.ts';
import { createWorld } from './world.ts';

/** A destination whose limit is as large as fifty sandboxes can use up. */
const limit = { requests: 5_000, windowMs: 10_000 };
const { operation } = customerCreatedToLetterbox;
const destination = defineDestination({ ...operation.destination, rateLimits: [limit] });
const integration = defineIntegration({
  ...customerCreatedToLetterbox,
  operation: defineOperation({ ...operation, destination }),
});
const environment = environments.prod;

it('uses what the spacing permits under a backlog, and never more than the limit, with fifty sandboxes and wrong clocks', async () => {
  const capacity = capacityOf(integration, environment, [integration]);
  expect(capacity.maximumConcurrency).toBe(50);
  const world = createWorld({
    seed: 'backlog',
    integrations: [integration],
    environment,
    weather: { skewMsMax: 250 },
  });
  const count = 6_000;
  const writes: string[] = [];
  const { table } = world.services;
  const execute = table.execute.bind(table);
  table.execute = (name, input) => {
    const key = (input as { Key: { id: { S: string } } }).Key.id.S;
    if (name === 'UpdateItem') writes.push(key.startsWith('destination#') ? 'limit' : 'ledger');
    return execute(name, input);
  };
  for (let number = 1; number <= count; number += 1) world.publish(customerBody(number));
  const { isDrained } = await world.run({ chaosMs: 0, drainMs: 600_000, settleMs: 0 });
  expect(isDrained).toBe(true);

  const [worker] = world.workers;
  const arrivals =
    world.thirdParties
      .get('letterbox')
      ?.arrivals.map(({ atMs }) => atMs)
      .sort((a, b) => a - b) ?? [];
  expect(arrivals).toHaveLength(count);
  expect(worker?.lambda.stats.runningMax).toBe(50);
  expect(mostInAWindow(arrivals, limit.windowMs)).toBeLessThanOrEqual(limit.requests);

  // The middle of it: sandboxes start cold at first, and in the end there is less than they could do.
  const middle = arrivals.slice(count * 0.1, count * 0.9);
  const spentMs = (middle.at(-1) ?? 0) - (middle[0] ?? 0);
  const permitted = (spentMs * 1_000) / paceOf([limit], environment.settings.pacing).intervalUs;
  const used = (middle.length - 1) / permitted;
  const limitWrites = writes.filter((what) => what === 'limit').length;
  const batches = worker?.eventSource.stats.batches ?? 0;
  process.stdout.write(
    `used ${(used * 100).toFixed(1)} % of the permitted rate; ${limitWrites} writes of the limit for ${batches} batches; ` +
      `${(writes.length / count).toFixed(3)} writes a delivered event\n`,
  );
  expect(used).toBeGreaterThan(0.95);
  // One a batch; and one more for a sandbox that starts and knows nothing yet, and for a delivery whose take was slow.
  expect(limitWrites / batches).toBeLessThan(1.3);
  expect(writes.length / count).toBeLessThanOrEqual(2.2);
});
