/** A destination with rotating tokens over a whole deployment, hour by hour, with an authorization server that counts. */
import { expect, it } from 'vitest';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import type { DataOf } from '../../functions/core/declare/event.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { refreshToken } from '../../functions/core/declare/token.ts';
import { asString, jsonBody } from '../../functions/destinations/json-body.ts';
import { type Contract, json } from '../../lib/local/stand-ins/contract.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import type { FaultPlan, OutsideCall } from './fault-plan.ts';
import { customerBody } from './fixture-events.ts';
import type { SandboxWeather } from './lambda.ts';
import { letterbox, letterboxDestination } from './letterbox.ts';
import { createRandom } from './random.ts';
import { createWorld } from './world.ts';

const minuteMs = 60_000;
const lifeSeconds = 20 * 60;
/** A rotated refresh token works for so long beside the next: as QuickBooks and Xero have it for lost answers. */
const graceMs = 30 * minuteMs;

/** A third party that gives tokens, and knows which are good. */
function keeping(consent: string) {
  const refresh = new Map<string, number>([[consent, Number.POSITIVE_INFINITY]]);
  const access = new Map<string, number>();
  const seen = { exchanges: [] as number[], burnt: 0, isRevoked: false, made: 0 };
  const contract: Contract = {
    ...letterbox,
    name: 'letters',
    isAuthorized: ({ authorization = '' }, _key, path, { atMs }) =>
      path === '/oauth/token' || (access.get(authorization.replace('Bearer ', '')) ?? 0) > atMs,
    open: (context) => {
      const inner = letterbox.open(context);
      return {
        ...inner,
        answer: (request) => {
          if (request.path !== '/oauth/token') return inner.answer(request);
          const { atMs } = request;
          seen.exchanges.push(atMs);
          const given = new URLSearchParams(request.body).get('refresh_token') ?? '';
          if (seen.isRevoked || (refresh.get(given) ?? 0) <= atMs) {
            if (!seen.isRevoked) seen.burnt += 1;
            return json(400, { error: 'invalid_grant' });
          }
          seen.made += 1;
          const [next, token] = [`rt_CANARY_${seen.made}_0123456789`, `at_CANARY_${seen.made}_0123456789`];
          refresh.set(given, Math.min(refresh.get(given) ?? 0, atMs + graceMs));
          refresh.set(next, Number.POSITIVE_INFINITY);
          access.set(token, atMs + lifeSeconds * 1_000);
          return json(200, { access_token: token, refresh_token: next, expires_in: lifeSeconds });
        },
      };
    },
  };
  const allow = (another: string) => {
    seen.isRevoked = false;
    refresh.set(another, Number.POSITIVE_INFINITY);
  };
  return { contract, seen, allow, revokeTokens: () => access.clear() };
}

const letters = defineDestination({
  ...letterboxDestination('letters'),
  headers: () => ({}),
  token: refreshToken<{ apiKey: string }>({
    path: '/oauth/token',
    client: () => ({ id: 'client', secret: 'cs_CANARY_0123456789' }),
    from: ({ apiKey }) => apiKey,
  }),
});
const integration = defineIntegration({
  name: 'customer-created-to-letters',
  event: customerCreated,
  map: {
    map: ({ customerId }: DataOf<typeof customerCreated>) => ({
      output: { to: `${customerId}` },
      report: { defaulted: [], coerced: [], unmapped: [] },
    }),
    lineage: [{ target: 'to', reads: ['customerId'] }],
    unread: {},
  },
  operation: defineOperation<{ readonly to: string }>({
    name: 'drop-letter',
    destination: letters,
    request: (value) => ({ method: 'POST', path: '/letters', body: { encoding: 'json', value } }),
    repeat: { by: 'upsert' },
    receipt: (response) => asString(jsonBody(response)?.id),
  }),
});

const eventsDefault = 120;

interface Story {
  readonly plan?: FaultPlan;
  readonly weather?: Partial<SandboxWeather>;
  readonly events?: number;
  /** The first so many come at once. */
  readonly atOnce?: number;
  readonly tell?: (stage: {
    readonly world: ReturnType<typeof createWorld>;
    readonly keeper: ReturnType<typeof keeping>;
    readonly later: (ms: number, tell: () => void) => void;
  }) => void;
}

/** Two hours of events. What is over is judged alike, whatever happened. */
async function lived(seed: string, { plan, weather = {}, events = eventsDefault, atOnce = 0, tell }: Story) {
  const keeper = keeping('rt_CANARY_consent_0123456789');
  const world = createWorld({
    seed,
    integrations: [integration],
    contracts: { letters: keeper.contract },
    newApiKey: () => 'rt_CANARY_consent_0123456789',
    weather: { skewMsMax: 200, ...weather },
    ...(plan && { plan }),
  });
  const beganMs = world.kernel.now();
  for (let number = 1; number <= events; number += 1)
    world.publish(customerBody(number), number <= atOnce ? 0 : (number / events) * 120 * minuteMs);
  tell?.({ world, keeper, later: (ms, then) => world.kernel.schedule(ms, then) });
  const { isDrained } = await world.run({ chaosMs: 125 * minuteMs, drainMs: 12 * 60 * minuteMs });
  const effects = world.thirdParties.get('letters')?.reception.journal.effects ?? [];
  const sinks = JSON.stringify([world.lines, world.services.alerts, world.services.table.items()]);
  const dead = world.services.queues.count(world.workers[0]?.deadLetterQueueName ?? '');
  expect(isDrained).toBe(true);
  expect(sinks).not.toContain('CANARY');
  expect(new Set(effects.map(({ externalId }) => externalId)).size).toBe(events);
  expect(dead).toBe(0);
  expect(keeper.seen.burnt).toBe(0);
  return {
    world,
    effects,
    exchanges: keeper.seen.exchanges.map((atMs) => (atMs - beganMs) / minuteMs),
    parked: world.services.alerts.filter(({ message }) => message.includes('parked')).length,
  };
}

const isToken = ({ label }: OutsideCall) => label.endsWith('/oauth/token');
/** More than one of each life: it is renewed 11 minutes ahead of its end, which is 10 of a life of 20, at a round of 5. */
const livesMax = 125 / 10 + 1;

it('one exchange a life is enough for all sandboxes, and no event is delivered twice', async () => {
  const { exchanges, effects, parked } = await lived('calm', {
    atOnce: 100,
    weather: { recycleChance: 0.3 },
  });
  expect(effects).toHaveLength(eventsDefault);
  expect(parked).toBe(0);
  expect(exchanges.length).toBeLessThanOrEqual(livesMax);
  for (const [n, at] of exchanges.slice(1).entries()) expect(at - (exchanges[n] ?? 0)).toBeGreaterThan(9);
});

it('tokens that end in the midst of a batch cost an exchange for all, and no event', async () => {
  const { exchanges, effects, parked } = await lived('midst', {
    tell: ({ keeper, later }) => {
      for (const minute of [31, 62, 93]) later(minute * minuteMs, keeper.revokeTokens);
    },
  });
  expect([effects.length, parked]).toEqual([eventsDefault, 0]);
  expect(exchanges.length).toBeLessThanOrEqual(livesMax + 3);
});

let random = createRandom('none');
it.each<[string, FaultPlan['decide']]>([
  ['answers to rotations are lost', (call) => (isToken(call) && random.chance(0.4) ? 'lost' : 'none')],
  [
    'the keeper dies between the exchange and the keeping',
    (call) => (isToken(call) && random.chance(0.4) ? 'kill-after' : 'none'),
  ],
  [
    'the keeper dies while it keeps',
    ({ item = '' }) =>
      item.endsWith('#token') && random.chance(0.15)
        ? random.chance(0.5)
          ? 'kill-before'
          : 'kill-after'
        : 'none',
  ],
])('no grant is burnt and no event lost where %s', async (name, decide) => {
  random = createRandom(name);
  const { exchanges, effects, parked } = await lived(name, { plan: { decide } });
  expect([effects.length, parked]).toEqual([eventsDefault, 0]);
  // Each that came to nothing is made up for by another, after a claim or a pause.
  expect(exchanges.length).toBeLessThanOrEqual(2.5 * livesMax);
});

it('an authorization server that is down for an hour is asked a few times, and nobody parks', async () => {
  let fromMs = Number.POSITIVE_INFINITY;
  const decide: FaultPlan['decide'] = (call) => {
    const isDown = call.atMs >= fromMs && call.atMs < fromMs + 60 * minuteMs;
    return isDown && isToken(call) ? 'unavailable-html' : 'none';
  };
  const { effects, parked, world } = await lived('down', {
    events: 30,
    plan: { decide },
    tell: ({ world: { kernel } }) => {
      fromMs = kernel.now() + 25 * minuteMs;
    },
  });
  expect([effects.length, parked]).toEqual([30, 0]);
  const asked = (world.thirdParties.get('letters')?.arrivals ?? []).filter(
    ({ path, atMs }) => path === '/oauth/token' && atMs >= fromMs && atMs < fromMs + 60 * minuteMs,
  );
  expect(asked.length).toBeLessThanOrEqual(18);
});

it('a grant that is revoked parks and is told once, and a new consent lets everything go on', async () => {
  const { effects, parked, world } = await lived('revoked', {
    tell: ({ world: { setSecret }, keeper, later }) => {
      later(40 * minuteMs, () => {
        keeper.seen.isRevoked = true;
        keeper.revokeTokens();
      });
      later(80 * minuteMs, () => {
        keeper.allow('rt_CANARY_anew_0123456789');
        setSecret('letters', 'rt_CANARY_anew_0123456789');
      });
    },
  });
  expect(effects).toHaveLength(eventsDefault);
  expect(parked).toBe(1);
  expect(world.services.alerts[0]?.message).toContain('look at the consent');
});
