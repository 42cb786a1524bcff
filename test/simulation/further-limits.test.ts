/** Limits that are not rates of the account, over a whole deployment: requests at once, and single resources. */
import { expect, it } from 'vitest';
import type { Destination } from '../../functions/core/declare/destination.ts';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import type { DataOf } from '../../functions/core/declare/event.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { asString, jsonBody } from '../../functions/destinations/json-body.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import type { Fault, FaultPlan } from './fault-plan.ts';
import { customerBody } from './fixture-events.ts';
import { mostInAWindow } from './invariants/rate-limits.ts';
import { letterbox, letterboxDestination } from './letterbox.ts';
import { createRandom } from './random.ts';
import { createWorld, type World } from './world.ts';

interface Letter {
  readonly to: string;
  readonly street: string;
}

/** Letters to `streets`, as many integrations of one account as there are names. */
function deployed(
  names: readonly string[],
  limits: Partial<Destination>,
  streetOf: (customer: number) => string,
) {
  const letters = defineDestination({
    ...letterboxDestination('letters'),
    requestTimeoutMs: 2_000,
    ...limits,
  });
  const dropLetter = defineOperation<Letter>({
    name: 'drop-letter',
    destination: letters,
    request: (value) => ({ method: 'POST', path: '/letters', body: { encoding: 'json', value } }),
    repeat: { by: 'upsert' },
    receipt: (response) => asString(jsonBody(response)?.id),
    ...(limits.resourceLimits && { resource: ({ street }) => street }),
  });
  return names.map((name) =>
    defineIntegration({
      name: `customer-created-to-${name}`,
      event: customerCreated,
      map: {
        map: ({ customerId }: DataOf<typeof customerCreated>) => ({
          output: { to: `${customerId} by ${name}`, street: streetOf(customerId) },
          report: { defaulted: [], coerced: [], unmapped: [] },
        }),
        lineage: [
          { target: 'to', reads: ['customerId'] },
          { target: 'street', reads: ['customerId'] },
        ],
        unread: {},
      },
      operation: dropLetter,
    }),
  );
}

const timeoutMs = 2_000;
const arrivalsOf = (world: World) =>
  (world.thirdParties.get('letters')?.arrivals ?? []).filter(({ method }) => method === 'POST');
const deliveredTo = (world: World) =>
  new Set(
    arrivalsOf(world)
      .filter(({ statusCode }) => statusCode === 201)
      .map(({ body }) => JSON.parse(body).to as string),
  );

/** The most requests that were under way at one moment. Who never heard may have been under way until it gave up. */
function mostAtOnce(world: World): number {
  const spans = arrivalsOf(world).map(({ startedAtMs, heardAtMs = startedAtMs + timeoutMs }) => ({
    fromMs: startedAtMs,
    toMs: heardAtMs,
  }));
  return Math.max(
    0,
    ...spans.map(({ fromMs }) => spans.filter((one) => one.fromMs <= fromMs && fromMs < one.toMs).length),
  );
}

/** Sandboxes die in the midst of requests and of writes, answers are lost, requests hang. */
const trouble = (seed: string) => {
  const random = createRandom(seed);
  const faults: readonly Fault[] = [
    'kill-before',
    'kill-after',
    'lost',
    'hang',
    'hang-after',
    'reset-before',
  ];
  return {
    decide: ({ kind }: { readonly kind: string }): Fault => {
      if (kind === 'http' && random.chance(0.15)) return faults[random.int(0, faults.length - 1)] ?? 'none';
      return kind === 'aws' && random.chance(0.01) ? 'kill-after' : 'none';
    },
  };
};

it.each([1, 3])(
  'no more than %i requests of two integrations are ever under way, whoever dies with one',
  async (atOnce) => {
    const world = createWorld({
      seed: `at once ${atOnce}`,
      integrations: deployed(['letters-a', 'letters-b'], { concurrentRequests: atOnce }, () => 'none'),
      contracts: { letters: letterbox },
      plan: trouble(`deaths ${atOnce}`),
      weather: { skewMsMax: 200 },
    });
    for (let number = 1; number <= 30; number += 1) world.publish(customerBody(number), number * 20);
    const { isDrained } = await world.run({ chaosMs: 10 * 60_000, drainMs: 12 * 3_600_000 });
    expect(isDrained).toBe(true);
    expect(mostAtOnce(world)).toBe(atOnce);
    expect(deliveredTo(world).size).toBe(60);
  },
);

const [hot, quiet] = [60, 10];
/** All at once to one street, and in the midst of that one each to ten others. */
function toTheStreets(seed: string, plan?: FaultPlan) {
  const world = createWorld({
    seed,
    integrations: deployed(['letters'], { resourceLimits: [{ requests: 1, windowMs: 1_000 }] }, (customer) =>
      customer <= hot ? 'High Street' : `street ${customer}`,
    ),
    contracts: { letters: letterbox },
    ...(plan && { plan }),
    weather: { skewMsMax: 200 },
  });
  for (let number = 1; number <= hot; number += 1) world.publish(customerBody(number));
  for (let number = hot + 1; number <= hot + quiet; number += 1) world.publish(customerBody(number), 20_000);
  return world;
}
const byStreet = (world: World) =>
  Map.groupBy(arrivalsOf(world), ({ body }) => JSON.parse(body).street as string);

it('no resource gets more than its limit, whoever dies with its moment, and every event arrives', async () => {
  const world = toTheStreets('streets', trouble('streets'));
  const { isDrained } = await world.run({ chaosMs: 3 * 60_000, drainMs: 12 * 3_600_000 });
  expect(isDrained).toBe(true);
  expect(deliveredTo(world).size).toBe(hot + quiet);
  for (const arrivals of byStreet(world).values()) {
    const atMs = arrivals.map((one) => one.atMs).sort((a, b) => a - b);
    expect(mostInAWindow(atMs, 1_000)).toBe(1);
  }
});

it('a hot resource holds up none of the others', async () => {
  const world = toTheStreets('hot');
  const beganMs = world.kernel.now();
  await world.run({ chaosMs: 0, drainMs: 3_600_000 });
  const { 'High Street': high = [], ...others } = Object.fromEntries(byStreet(world));
  expect(high).toHaveLength(hot);
  expect(Math.max(...high.map(({ atMs }) => atMs)) - beganMs).toBeGreaterThan(60_000);
  expect(Object.keys(others)).toHaveLength(quiet);
  const waited = Object.values(others).map((arrivals) => (arrivals?.[0]?.atMs ?? 0) - beganMs - 20_000);
  expect(waited.filter((ms) => ms > 5_000)).toEqual([]);
});

it('what stands in the table for a resource is no name, and is forgotten', async () => {
  const world = createWorld({
    seed: 'keys',
    integrations: deployed(
      ['letters'],
      { resourceLimits: [{ requests: 1, windowMs: 1_000 }] },
      () => 'ada@example.com',
    ),
    contracts: { letters: letterbox },
  });
  world.publish(customerBody(1));
  await world.run({ chaosMs: 0, drainMs: 60_000 });
  const items = world.services.table.items().filter((item) => String(item.id?.S).includes('#resource#'));
  expect(items.map((item) => item.id?.S)).toEqual([
    expect.stringMatching(/^destination#letters#resource#[0-9a-f]{32}$/),
  ]);
  expect(Number(items[0]?.expiration?.N) * 1_000 - world.kernel.now()).toBeLessThan(2 * 3_600_000);
});
