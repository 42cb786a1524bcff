/** Requests at once on a model of the table, in virtual time, with clocks that differ and sandboxes that die. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { lanesOf } from '../../functions/core/aws/lanes-item.ts';
import { TableModel } from '../models/table.ts';
import { createKernel, defaultStartMs } from './kernel.ts';
import { createRandom } from './random.ts';

const timeoutMs = 5_000;

interface Run {
  readonly seed: string;
  readonly count: number;
  readonly sandboxes: number;
  readonly requests: number;
  readonly deathChance?: number;
  readonly lostChance?: number;
  readonly freezeChance?: number;
  /** That nobody answers. */
  readonly openChance?: number;
  /** That a permit is waited for longer than a lane is leased. */
  readonly farChance?: number;
}

/** Each sandbox has batches of three, whose requests wait a while for their permits and then last, up to the timeout. */
async function run({
  seed,
  count,
  sandboxes,
  requests,
  deathChance = 0,
  lostChance = 0,
  freezeChance = 0,
  openChance = 0,
  farChance = 0,
}: Run) {
  const random = createRandom(seed);
  const kernel = createKernel({ random });
  const table = new TableModel({ name: 'ledger', partitionKey: 'id', now: kernel.now });
  let [underWay, most, sent, none, writes] = [0, 0, 0, 0, 0];

  const liveOn = async (): Promise<void> => {
    const skewMs = random.int(-250, 250);
    let stoodStillMs = 0;
    const client = {
      send: async (command: { readonly input: object }) => {
        const operation = command.constructor.name.replace('Command', '');
        if (operation === 'UpdateItem') writes += 1;
        await kernel.sleep(random.int(2, 10));
        // The SDK asks again when an answer is lost.
        if (random.chance(lostChance)) {
          try {
            table.execute(operation, command.input);
          } catch {}
          await kernel.sleep(50);
        }
        const output = table.execute(operation, command.input);
        await kernel.sleep(random.int(2, 10));
        return output;
      },
    } as unknown as Pick<DynamoDBClient, 'send'>;
    const lanes = lanesOf(
      { name: 'thing', concurrentRequests: count, requestTimeoutMs: timeoutMs },
      {
        client,
        tableName: 'ledger',
        now: () => kernel.now() + skewMs,
        monotonicMs: () => kernel.now() - defaultStartMs - stoodStillMs,
        random: random.next,
        sleep: kernel.sleep,
      },
    );
    if (lanes === undefined) throw new Error('no lanes');
    let isDead = false;
    const request = async () => {
      const lane = await lanes.take();
      if (lane === undefined) {
        none += 1;
        return;
      }
      await kernel.sleep(random.chance(farChance) ? random.int(5_000, 20_000) : random.int(0, 500));
      if (isDead || !(await lane.lasts())) return lane.leave(false);
      await kernel.sleep(random.int(0, 900));
      if (isDead) return;
      sent += 1;
      underWay += 1;
      most = Math.max(most, underWay);
      const isOpen = random.chance(openChance);
      await kernel.sleep(isOpen ? timeoutMs : random.int(20, 2_000));
      underWay -= 1;
      if (!isDead) lane.leave(isOpen);
    };
    while (sent < requests) {
      const batch = Promise.all([request(), request(), request()]);
      if (random.chance(deathChance)) {
        await kernel.sleep(random.int(0, 3_000));
        isDead = true;
        return void liveOn();
      }
      await batch;
      await lanes.settled();
      if (random.chance(freezeChance)) {
        const frozenMs = random.int(1_000, 60_000);
        if (random.chance(0.5)) stoodStillMs += frozenMs;
        await kernel.sleep(frozenMs);
      }
    }
  };
  for (let one = 0; one < sandboxes; one += 1) kernel.schedule(random.int(0, 1_000), () => void liveOn());
  await kernel.run({ endMs: defaultStartMs + 24 * 3_600_000, until: () => sent >= requests });
  return { most, sent, none, writesPerRequest: writes / sent, tookMs: kernel.now() - defaultStartMs };
}

it('as many lanes as there are requests in hand are all used, for two writes a batch', async () => {
  const { most, none, writesPerRequest } = await run({ seed: 'calm', count: 6, sandboxes: 2, requests: 300 });
  expect(most).toBe(6);
  expect(none).toBe(0);
  // Three in a batch; now and then two take the same ones.
  expect(writesPerRequest).toBeLessThan(1);
});

const troubles: Readonly<Record<string, Partial<Run>>> = {
  'twenty sandboxes want five': {},
  'sandboxes die': { deathChance: 0.3 },
  'answers of the table are lost': { lostChance: 0.2 },
  'sandboxes are frozen': { freezeChance: 0.3 },
  'all of that happens': { deathChance: 0.2, lostChance: 0.1, freezeChance: 0.1, farChance: 0.1 },
};

it.each(Object.keys(troubles))('never more than five requests are under way where %s', async (name) => {
  const { most, sent } = await run({
    seed: name,
    count: 5,
    sandboxes: 20,
    requests: 200,
    openChance: 0.05,
    ...troubles[name],
  });
  expect(sent).toBeGreaterThanOrEqual(200);
  expect(most).toBeLessThanOrEqual(5);
  expect(most).toBeGreaterThan(3);
});

it("a lane whose permit is waited for longer than its lease is nobody else's when it is used", async () => {
  const { most } = await run({ seed: 'far', count: 1, sandboxes: 10, requests: 150, farChance: 0.7 });
  expect(most).toBe(1);
});

it('what a sandbox dies with is free again as soon as its request must be over', async () => {
  const { tookMs, sent } = await run({ seed: 'dies', count: 1, sandboxes: 2, requests: 20, deathChance: 1 });
  // A lease lasts for 15 s, and some die before they have sent anything.
  expect(tookMs / sent).toBeLessThan(60_000);
});
