/** Two accounts of one destination side by side, each with settings, secret, limit and parking of its own. */

import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { accountOf, operationAt } from '../../functions/core/declare/account-of.ts';
import { defineDestination, type SettingsOf } from '../../functions/core/declare/destination.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { asString, jsonBody } from '../../functions/destinations/json-body.ts';
import { integerToString } from '../../functions/mapping/fields/integer-to-string.ts';
import { mapper } from '../../functions/mapping/mapper.ts';
import { environments } from '../../lib/environments.ts';
import { inEnvironment } from '../../lib/settled.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import { type CustomerCreated, customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { customerBody } from './fixture-events.ts';
import { letterbox, letterboxDestination } from './letterbox.ts';
import { createWorld, type World } from './world.ts';

const {
  baseUrl: _baseUrl,
  allowedHosts: _hosts,
  rateLimits: _limits,
  ...plain
} = letterboxDestination('letters');

const letters = defineDestination({
  ...plain,
  settings: z.strictObject({ street: z.string(), perSecond: z.int() }),
  bySettings: ({ street, perSecond }) => ({
    baseUrl: `https://${street}.letters.example`,
    allowedHosts: [`${street}.letters.example`],
    rateLimits: [{ requests: perSecond, windowMs: 1_000 }],
  }),
});
const lettersUs = accountOf(letters, 'letters-us');

interface Letter {
  readonly to: string;
  readonly from: string;
}

const dropLetter = defineOperation<Letter, typeof letters>({
  name: 'drop-letter',
  destination: letters,
  request: (value, { settings: { street } }) => ({
    method: 'POST',
    path: `/${street}`,
    body: { encoding: 'json', value },
  }),
  repeat: { by: 'upsert' },
  receipt: (response) => asString(jsonBody(response)?.id),
});

const unread = Object.fromEntries(
  Object.keys(customerCreated.example).flatMap((key) => (key === 'customerId' ? [] : [[key, 'no room']])),
);
const m = mapper<Pick<CustomerCreated, 'customerId'>, Letter, SettingsOf<typeof letters>>();
const map = {
  ...m.define({ to: m.from('customerId', integerToString), from: m.beside('settings.street') }, {}),
  unread,
};

const integrations = [
  defineIntegration({
    name: 'customer-created-to-letters',
    event: customerCreated,
    map,
    operation: dropLetter,
  }),
  defineIntegration({
    name: 'customer-created-to-letters-us',
    event: customerCreated,
    map,
    operation: operationAt(dropLetter, lettersUs),
  }),
];

const environment = {
  ...environments.dev,
  settings: {
    ...environments.dev.settings,
    destinations: {
      letters: { street: 'eu', perSecond: 50 },
      'letters-us': { street: 'us', perSecond: 2 },
    },
  },
};

const events = 12;

describe('two accounts of one destination', () => {
  let world: World;
  const at = (name: string) => world.thirdParties.get(name)?.arrivals ?? [];
  const delivered = (name: string) => at(name).filter(({ method }) => method === 'POST');

  beforeAll(async () => {
    world = createWorld({
      seed: 'two accounts',
      integrations,
      environment,
      contracts: { letters: letterbox, 'letters-us': letterbox },
    });
    // The American key is rejected from the beginning.
    world.thirdParties.get('letters-us')?.reception.setApiKey('another-key');
    for (let number = 1; number <= events; number += 1) world.publish(customerBody(number));
    await world.run({ chaosMs: 0, drainMs: 120_000 });
  });

  it('one goes on while the key of the other is rejected, and is parked', () => {
    expect(delivered('letters').filter(({ statusCode }) => statusCode === 201)).toHaveLength(events);
    const parked = world.lines.filter(({ text }) => text.includes('"parked"'));
    expect(parked.length).toBeGreaterThan(0);
    expect(parked.filter(({ text }) => !text.includes('letters-us'))).toEqual([]);
    expect(at('letters-us').filter(({ statusCode }) => statusCode !== 401)).toEqual([]);
  });

  it('and goes on with its own secret, by the probe of the supervisor, at its own pace', async () => {
    world.setSecret('letters-us', 'another-key');
    world.requestSupervisor({ ask: 'resume', destination: 'letters-us' } as never);
    await world.run({ chaosMs: 0, drainMs: 1_200_000 });
    const own = delivered('letters-us').filter(({ statusCode }) => statusCode === 201);
    expect(own).toHaveLength(events);
    const moments = own.map(({ startedAtMs }) => startedAtMs).sort((one, other) => one - other);
    const gaps = moments.slice(1).map((ms, n) => ms - (moments[n] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500);
    expect(delivered('letters')).toHaveLength(events);
  });

  it('each gets what its settings say, in path, body and key', () => {
    for (const [name, street] of [
      ['letters', 'eu'],
      ['letters-us', 'us'],
    ] as const) {
      const seen = delivered(name).map(({ path, body }) => [path, JSON.parse(body).from]);
      expect(new Set(seen.map(String))).toEqual(new Set([`/${street},${street}`]));
    }
    const keys = (name: string) => new Set(at(name).map(({ headers }) => headers.authorization));
    expect([...keys('letters')].filter((key) => keys('letters-us').has(key))).toEqual([]);
  });
});

it('their capacity is each its own', () => {
  const here = inEnvironment(environment, integrations);
  const sizes = here.integrations.map((one) => {
    const { batchSize, maximumConcurrency } = capacityOf(one, here.environment, here.integrations);
    return { batchSize, maximumConcurrency };
  });
  expect(sizes).toEqual([
    { batchSize: 10, maximumConcurrency: 5 },
    { batchSize: 2, maximumConcurrency: 2 },
  ]);
});
