/**
 * A backlog that outgrows the queue's retention: twice the limit comes in, for twice as long as the queue keeps a message.
 * Scaled from two weeks to four minutes: what a day is there, is 17 seconds here.
 */
import { expect, it } from 'vitest';
import { environments } from '../../lib/environments.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import { lettersOf } from './evidence.ts';
import { customerBody } from './fixture-events.ts';
import { to } from './stories.ts';
import { createWorld } from './world.ts';

const minuteMs = 60_000;
const retentionMinutes = 4;
const [integration] = to('hubspot');

/**
 * @param orderedWithin a receive brings any of so many of the oldest. The last chance, a day of fourteen, is 17 seconds here,
 * in which 290 messages are received: 14 times as many as may go first. With a real queue it is a million and more.
 */
async function outgrown(orderedWithin: number) {
  if (integration === undefined) throw new Error('there is an integration to HubSpot');
  const integrations = [integration];
  const capacity = capacityOf(integration, environments.prod, integrations);
  const world = createWorld({
    seed: 'outgrown',
    integrations,
    environment: environments.prod,
    weather: { orderedWithin },
    capacityOf: () => ({ ...capacity, queueRetentionDays: retentionMinutes / 1_440 }),
  });
  // HubSpot's limit, as it is spaced, is 8.4 a second.
  const published = 17 * 60 * 2 * retentionMinutes;
  for (let number = 1; number <= published; number += 1)
    world.publish(customerBody(number), Math.floor((number / 17) * 1_000));
  await world.run({
    chaosMs: 2 * retentionMinutes * minuteMs,
    drainMs: 4 * retentionMinutes * minuteMs,
    settleMs: 0,
  });
  const [worker] = world.workers;
  const letters = lettersOf(world, worker?.deadLetterQueueName ?? '');
  const delivered = new Set(
    (world.thirdParties.get('hubspot')?.reception.journal.effects ?? []).map(({ externalId }) => externalId),
  ).size;
  const codes = new Set(letters.map(({ diagnosis }) => diagnosis?.code));
  const kept = world.services.queues.expired(worker?.queueName ?? '');
  return { published, delivered, putAside: letters.length, codes, lost: kept.length };
}

it('what outgrows the retention of its queue is delivered or put aside with a diagnosis, and none is lost', async () => {
  const { published, delivered, putAside, codes, lost } = await outgrown(20);
  expect(lost).toBe(0);
  expect(delivered + putAside).toBe(published);
  expect([...codes]).toEqual(['EXPIRED']);
  // The limit is used meanwhile: what is put aside is what there was no room for.
  expect(delivered).toBeGreaterThan(0.9 * 8.4 * 60 * 2 * retentionMinutes);
}, 120_000);
