/** Who refuses everybody is left alone after a few requests, and buries no event; who refuses one event buries that one. */
import { expect, it } from 'vitest';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { environments } from '../../lib/environments.ts';
import type { Answer } from '../../lib/local/stand-ins/contract.ts';
import { lettersOf } from './evidence.ts';
import { customerBody } from './fixture-events.ts';
import { customerCreatedToLetterbox } from './letterbox.ts';
import { to } from './stories.ts';
import { createWorld, type World } from './world.ts';

const minuteMs = 60_000;
const html = (title: string) =>
  `<!doctype html><html><head><title>${title}</title></head><body></body></html>`;
const page = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };

const answers: readonly (readonly [what: string, destination: string, answer: Answer])[] = [
  ['a redirect', 'wallet', { statusCode: 301, headers: { location: 'https://example.com/' }, body: '' }],
  ['a 403 of a firewall', 'gazette', { statusCode: 403, headers: page, body: html('Access denied') }],
  ['a 404 of a default backend', 'helpdesk', { statusCode: 404, headers: page, body: html('Not found') }],
  ['a method that is not allowed', 'wallet', { statusCode: 405, headers: page, body: html('Not allowed') }],
  [
    'a version that is refused',
    'helpdesk',
    {
      statusCode: 400,
      headers: json,
      body: '{"type":"error.list","errors":[{"code":"helpdesk_version_invalid","message":"no such version"}]}',
    },
  ],
  ['a login page', 'gazette', { statusCode: 200, headers: page, body: html('Log in') }],
];

function worldTo(destination: string, integrations = to(destination).slice(0, 1)): World {
  return createWorld({ seed: destination, integrations, environment: environments.prod });
}

/** A hundred times what the letterbox allows: thirty sandboxes, each with a batch, are there at once. */
const unhurried = defineIntegration({
  ...customerCreatedToLetterbox,
  operation: defineOperation({
    ...customerCreatedToLetterbox.operation,
    destination: defineDestination({
      ...customerCreatedToLetterbox.operation.destination,
      rateLimits: [{ requests: 5_000, windowMs: 1_000 }],
    }),
  }),
});

/** It says so to everybody; when it was asked, in milliseconds since then. */
function refusing({ kernel, thirdParties }: World, name: string, answer: Answer): readonly number[] {
  const startedMs = kernel.now();
  const reception = thirdParties.get(name)?.reception as { receive: (...arrived: never) => unknown };
  const askedAtMs: number[] = [];
  reception.receive = () => {
    askedAtMs.push(kernel.now() - startedMs);
    return { answer, ending: 'answer' };
  };
  return askedAtMs;
}

const deadLettersOf = (world: World) =>
  world.workers.flatMap(({ deadLetterQueueName }) => lettersOf(world, deadLetterQueueName));

it.each(answers)(
  '%s for everybody stops %s after a few requests, and buries nothing',
  async (_, name, answer) => {
    const world = worldTo(name);
    const askedAtMs = refusing(world, name, answer);
    for (let number = 1; number <= 1_000; number += 1) world.publish(customerBody(number));
    await world.run({ chaosMs: 60 * minuteMs, drainMs: 0, settleMs: 0 });
    expect(deadLettersOf(world)).toEqual([]);
    // Before it stands still, however many the limit lets go in the half second before the first is answered.
    expect(askedAtMs.filter((atMs) => atMs < 25_000).length).toBeLessThanOrEqual(20);
    expect(askedAtMs.length).toBeGreaterThan(0);
    // A look or a trial a minute at the most, once it lasts.
    expect(askedAtMs.filter((atMs) => atMs >= 10 * minuteMs).length).toBeLessThanOrEqual(50);
    expect(world.services.alerts.filter(({ message }) => message.includes(name))).toHaveLength(1);
  },
);

it('the higher its limit, the more would be under way: they are no more all the same', async () => {
  const world = worldTo('letterbox', [unhurried]);
  const [[, , answer]] = answers as [(typeof answers)[number]];
  const askedAtMs = refusing(world, 'letterbox', answer);
  for (let number = 1; number <= 1_000; number += 1) world.publish(customerBody(number));
  await world.run({ chaosMs: 25_000, drainMs: 0, settleMs: 0 });
  expect(askedAtMs.length).toBeGreaterThan(0);
  expect(askedAtMs.length).toBeLessThanOrEqual(20);
  expect(deadLettersOf(world)).toEqual([]);
});

it('a refusal of one event in ten, in the words of the third party, buries exactly those', async () => {
  const world = worldTo('gazette');
  const refused = [10, 20, 30, 40, 50];
  const { faults } = world.thirdParties.get('gazette')?.reception ?? {};
  faults?.add(refused.map((number) => ({ kind: 'rejected', match: { externalId: `${number}` } })));
  for (let number = 1; number <= 50; number += 1) world.publish(customerBody(number));
  await world.run({ chaosMs: minuteMs, drainMs: 60 * minuteMs, settleMs: 0 });
  const ended = deadLettersOf(world).map(({ body, diagnosis }) => [
    JSON.parse(body).data.customerId,
    diagnosis?.code,
  ]);
  expect(ended.sort(([one], [other]) => one - other)).toEqual(
    refused.map((number) => [number, 'REQUEST_REJECTED']),
  );
});
