import { describe, expect, it } from 'vitest';
import { shopIntegrations as integrations } from '../fixtures/shop/index.ts';
import { type FaultPlan, faultsAt, type OutsideCall, swarm } from './fault-plan.ts';
import { customerBody, paymentBody } from './fixture-events.ts';
import { customerCreatedToLetterbox } from './letterbox.ts';
import { createRandom } from './random.ts';
import type { Scenario } from './scenario.ts';
import { createWorld, type World } from './world.ts';

const hourMs = 3_600_000;
const all = [...integrations, customerCreatedToLetterbox];

/** What became of each delivery: the third party's effects, and dead letters by their code. */
function ends(world: World) {
  const effects = [...world.thirdParties.values()].flatMap(({ name, reception }) =>
    reception.journal.effects
      .filter(({ created }) => created)
      .map(({ externalId }) => `${name} ${externalId}`),
  );
  const dead = world.workers.flatMap(({ integration, deadLetterQueueName }) =>
    world.services.queues.messages(deadLetterQueueName).map(({ attributes }) => {
      const { code } = JSON.parse(attributes.diagnosis?.StringValue ?? '{}') as { code?: string };
      return `${integration.name} ${code}`;
    }),
  );
  return { effects: effects.sort(), dead: dead.sort() };
}

async function lived(scenario: Scenario, chaosMs = 0) {
  const world = createWorld({ integrations: all, ...scenario });
  world.publish(customerBody(1));
  world.publish(customerBody(2), 500);
  world.publish(paymentBody(1), 700);
  const outcome = await world.run({ chaosMs, drainMs: 24 * hourMs });
  return { world, outcome, ...ends(world) };
}

const everything = [
  'gazette 1',
  'gazette 2',
  'helpdesk 1',
  'helpdesk 2',
  'letterbox 1',
  'letterbox 2',
  'wallet 1',
  'wallet 2',
  'wallet pay_1',
];

const storm = { skewMsMax: 250, recycleChance: 0.1, duplicateChance: 0.1, ghostChance: 0.1 };

describe('a world', () => {
  it('takes three events to all who must know, in seconds', async () => {
    const { world, outcome, effects, dead } = await lived({ seed: 'calm' });
    expect([effects, dead]).toEqual([everything, []]);
    expect(outcome.isDrained).toBe(true);
    expect(outcome.drainedAtMs).toBeLessThan(Date.UTC(2026, 0, 1) + 10_000);
    expect(world.lines.filter(({ text }) => text.includes('"delivery.attempted"'))).toHaveLength(9);
    expect(world.lines.map(({ text }) => text).join()).toContain('"timestamp":"2026-01-01T00:00:0');
  });

  it('is the same world for the same seed, and another for another', async () => {
    const hashOf = async (seed: string) => {
      const plan: FaultPlan = swarm(createRandom(seed));
      const { world } = await lived({ seed, plan, weather: storm }, 60_000);
      return [world.trace.hash(), world.trace.count(), world.lines];
    };
    expect(await hashOf('one')).toEqual(await hashOf('one'));
    expect((await hashOf('one'))[0]).not.toBe((await hashOf('two'))[0]);
  });

  it('survives that every first answer is lost, with one effect each', async () => {
    const plan: FaultPlan = {
      decide: ({ kind, attempt }) => (kind === 'aws' && attempt === 1 ? 'lost' : 'none'),
    };
    // Not the letterbox: what is taken twice there may have been sent, and is not sent again.
    const { outcome, effects, dead } = await lived({ seed: 'lossy', integrations, plan }, hourMs);
    expect(outcome.isDrained).toBe(true);
    expect([effects, dead]).toEqual([everything.filter((one) => !one.startsWith('letterbox')), []]);
  });

  it('buries what was sent and may have been done, where nobody can find out', async () => {
    const plan: FaultPlan = {
      decide: ({ label }) => (label.startsWith('http.letterbox') ? 'lost' : 'none'),
    };
    const { effects, dead } = await lived({ seed: 'letters', plan }, hourMs);
    expect(effects).toEqual(everything);
    const code = 'customer-created-to-letterbox OUTCOME_UNKNOWN';
    expect(dead).toEqual([code, code]);
  });

  it.each(['wallet', 'letterbox'])(
    'parks %s that refuses its key, tells once, and goes on with a new one',
    async (name) => {
      const world = createWorld({ seed: 'parked', integrations: all });
      const thirdParty = world.thirdParties.get(name);
      thirdParty?.reception.setApiKey('another');
      world.publish(customerBody(1));
      world.kernel.schedule(hourMs, () => world.setSecret(name, 'another'));
      const outcome = await world.run({ chaosMs: 2 * hourMs, drainMs: 24 * hourMs });
      expect(outcome.isDrained).toBe(true);
      expect(ends(world).effects).toEqual(['gazette 1', 'helpdesk 1', 'letterbox 1', 'wallet 1']);
      expect(world.services.alerts).toHaveLength(1);
      const refused = thirdParty?.arrivals.filter(({ statusCode }) => statusCode === 401) ?? [];
      const looks = refused.filter(({ sandbox }) => sandbox.includes('supervisor'));
      expect(refused.length - looks.length).toBeLessThan(5);
      // After 2, 4, 8 s and so on, in the last half hour every quarter of one.
      expect(looks.length).toBeLessThan(15);
    },
  );

  it('ends each delivery once, and sends none twice, when a sandbox dies at any of its calls', async () => {
    const scenario = { seed: 'deaths', integrations: [customerCreatedToLetterbox], supervised: false };
    const calls: OutsideCall[] = [];
    const heard: FaultPlan = {
      decide: (call) => {
        calls.push(call);
        return 'none';
      },
    };
    await lived({ ...scenario, plan: heard }, hourMs);
    const ofSandboxes = calls.filter(({ kind }) => kind !== 'event-source');
    expect(ofSandboxes.length).toBeGreaterThan(8);
    for (const { index } of ofSandboxes) {
      for (const fault of ['kill-before', 'kill-after'] as const) {
        const { world, outcome, effects, dead } = await lived(
          { ...scenario, plan: faultsAt({ [index]: fault }) },
          hourMs,
        );
        expect([index, fault, outcome.isDrained, world.outside.struck]).toEqual([
          index,
          fault,
          true,
          { [fault]: 1 },
        ]);
        expect(new Set(effects).size).toBe(effects.length);
        expect(effects.length).toBeLessThanOrEqual(2);
        // What may have been sent is buried, whether it was or not.
        expect(effects.length + dead.length).toBeGreaterThanOrEqual(2);
      }
    }
  });

  it('brings back messages that were deleted, and no effect with them', async () => {
    const world = createWorld({ seed: 'ghosts', integrations: all, weather: { ghostChance: 1 } });
    world.publish(customerBody(1));
    await world.run({ chaosMs: hourMs, drainMs: hourMs });
    expect(ends(world).effects).toEqual(['gazette 1', 'helpdesk 1', 'letterbox 1', 'wallet 1']);
    const duplicates = world.lines.filter(({ text }) => text.includes('"outcome":"duplicate"'));
    expect(duplicates).toHaveLength(4);
  });

  it('keeps what no integration knows', async () => {
    const world = createWorld({ seed: 'unrouted' });
    world.publish(customerBody(1).replace('customer.created', 'customer.creatd'));
    world.publish(JSON.stringify({ id: 'an event without a type' }));
    await world.run({ chaosMs: 0, drainMs: hourMs });
    expect(world.services.queues.count('interlock-dev-unrouted')).toBe(2);
    expect(world.outside.count()).toBeLessThan(20);
  });
});
