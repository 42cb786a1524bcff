/** Who refuses everybody is left alone after a few requests, and buries no event; who refuses one event buries that one. */
import { expect, it } from 'vitest';
import { environments } from '../../lib/environments.ts';
import type { Answer } from '../../lib/local/stand-ins/contract.ts';
import { lettersOf } from './evidence.ts';
import { customerBody } from './fixture-events.ts';
import { to } from './stories.ts';
import { createWorld, type World } from './world.ts';

const minuteMs = 60_000;
const html = (title: string) =>
  `<!doctype html><html><head><title>${title}</title></head><body></body></html>`;
const page = { 'content-type': 'text/html' };
const json = { 'content-type': 'application/json' };

const answers: readonly (readonly [what: string, destination: string, answer: Answer])[] = [
  ['a redirect', 'stripe', { statusCode: 301, headers: { location: 'https://example.com/' }, body: '' }],
  ['a 403 of a firewall', 'hubspot', { statusCode: 403, headers: page, body: html('Access denied') }],
  ['a 404 of a default backend', 'intercom', { statusCode: 404, headers: page, body: html('Not found') }],
  ['a method that is not allowed', 'stripe', { statusCode: 405, headers: page, body: html('Not allowed') }],
  [
    'a version that is refused',
    'intercom',
    {
      statusCode: 400,
      headers: json,
      body: '{"type":"error.list","errors":[{"code":"intercom_version_invalid","message":"no such version"}]}',
    },
  ],
  ['a login page', 'hubspot', { statusCode: 200, headers: page, body: html('Log in') }],
];

/** What is under way when the first is answered, half a second later: Intercom's limit lets 167 a second go out. */
const underWayMax: Readonly<Record<string, number>> = { stripe: 20, hubspot: 20, intercom: 84 };

function worldTo(destination: string): World {
  const integrations = to(destination).slice(0, 1);
  return createWorld({ seed: destination, integrations, environment: environments.prod });
}

const deadLettersOf = (world: World) =>
  world.workers.flatMap(({ deadLetterQueueName }) => lettersOf(world, deadLetterQueueName));

it.each(answers)(
  '%s for everybody stops %s after a few requests, and buries nothing',
  async (_, name, answer) => {
    const world = worldTo(name);
    const startedMs = world.kernel.now();
    const reception = world.thirdParties.get(name)?.reception as { receive: (...arrived: never) => unknown };
    const askedAtMs: number[] = [];
    reception.receive = () => {
      askedAtMs.push(world.kernel.now() - startedMs);
      return { answer, ending: 'answer' };
    };
    for (let number = 1; number <= 1_000; number += 1) world.publish(customerBody(number));
    await world.run({ chaosMs: 60 * minuteMs, drainMs: 0, settleMs: 0 });
    expect(deadLettersOf(world)).toEqual([]);
    // Before it stands still.
    expect(askedAtMs.filter((atMs) => atMs < 25_000).length).toBeLessThanOrEqual(underWayMax[name] ?? 0);
    expect(askedAtMs.length).toBeGreaterThan(0);
    // A look or a trial a minute at the most, once it lasts.
    expect(askedAtMs.filter((atMs) => atMs >= 10 * minuteMs).length).toBeLessThanOrEqual(50);
    expect(world.services.alerts.filter(({ message }) => message.includes(name))).toHaveLength(1);
  },
);

it('a refusal of one event in ten, in the words of the third party, buries exactly those', async () => {
  const world = worldTo('hubspot');
  const refused = [10, 20, 30, 40, 50];
  const { faults } = world.thirdParties.get('hubspot')?.reception ?? {};
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
