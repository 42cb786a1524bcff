/** A whole deployment, in virtual time, before a workspace that takes a message a second in each channel. */
import { expect, it } from 'vitest';
import type { DataOf } from '../../../functions/core/declare/event.ts';
import { defineIntegration } from '../../../functions/core/declare/integration.ts';
import { postMessage } from '../../../functions/destinations/slack/post-message.ts';
import { slack } from '../../../lib/local/stand-ins/slack.ts';
import { customerCreated } from '../../fixtures/shop/functions/events/customer-created.ts';
import { customerBody } from '../../simulation/fixture-events.ts';
import { createWorld } from '../../simulation/world.ts';

const [hot, quiet] = [20, 5];

/** The first twenty customers to one channel, the others each to its own. */
const welcome = defineIntegration({
  name: 'customer-created-to-slack',
  event: customerCreated,
  map: {
    map: ({ customerId }: DataOf<typeof customerCreated>) => ({
      output: {
        channel: customerId <= hot ? 'C0WELCOME' : `C0ACCOUNT${customerId}`,
        text: `Welcome to customer ${customerId}`,
      },
      report: { defaulted: [], coerced: [], unmapped: [] },
    }),
    lineage: [
      { target: 'channel', reads: ['customerId'] },
      { target: 'text', reads: ['customerId'] },
    ],
    unread: {},
  },
  operation: postMessage,
});

it('no channel is ever asked too often, none holds up another, and each message is posted once', async () => {
  const world = createWorld({ seed: 'channels', integrations: [welcome], contracts: { slack } });
  for (let number = 1; number <= hot + quiet; number += 1) world.publish(customerBody(number));
  const { isDrained } = await world.run({ chaosMs: 0, drainMs: 3_600_000 });
  expect(isDrained).toBe(true);
  const arrivals = (world.thirdParties.get('slack')?.arrivals ?? []).filter(
    ({ method }) => method === 'POST',
  );
  expect(new Set(arrivals.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  const texts = arrivals.map(({ body }) => JSON.parse(body).text);
  expect([texts.length, new Set(texts).size]).toEqual([hot + quiet, hot + quiet]);
  const spanMs = (isHot: boolean) => {
    const atMs = arrivals.filter(({ body }) => body.includes('C0WELCOME') === isHot).map((one) => one.atMs);
    return Math.max(...atMs) - Math.min(...atMs);
  };
  expect(spanMs(true)).toBeGreaterThan((hot - 1) * 1_000);
  expect(spanMs(false)).toBeLessThan(5_000);
});
