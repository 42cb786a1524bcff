import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountOf, operationAt } from '../../../functions/core/declare/account-of.ts';
import { webhook as destination } from '../../../functions/destinations/webhook/index.ts';
import { sendEvent } from '../../../functions/destinations/webhook/send-event.ts';
import { webhook } from '../../../lib/local/stand-ins/webhook.ts';
import { startMs } from '../../functions/core/deliver/memory-ports.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';
import { workerOf } from './deliver-to.ts';
import { customersTo, told } from './told.ts';

const [present, next] = ['a', 'b'].map((letter) => `whsec_${btoa(letter.repeat(24))}`) as [string, string];

let at: Rig;
beforeEach(async () => {
  at = await rig(webhook, { apiKey: present });
  at.clock.ms = startMs;
});
afterEach(() => at.standIn.stop());

const event = { type: 'invoice.paid', timestamp: '2026-02-28T23:59:00Z', data: { invoice: 'i1' } };
const taken = () => at.standIn.journal.effects.map(({ externalId, id }) => [externalId, id]);
const signing = (...secrets: readonly string[]) => ({
  credentials: () => ({ secrets, baseUrl: at.standIn.url }),
});
const pass = (worker: { clock: { nowMs: number } }, ms: number) => {
  at.clock.ms += ms;
  worker.clock.nowMs += ms;
};

test('an event is taken once, under an id of its delivery', async () => {
  const worker = await workerOf(sendEvent, at.standIn);
  expect(await worker.receive(event)).toEqual([]);
  expect(await worker.receive(event)).toEqual([]);
  expect(taken()).toEqual([['invoice.paid', expect.stringMatching(/^[0-9a-f]{64}$/)]]);
});

test.each(['reset-after', 'error-500'] as const)(
  'an event whose answer is lost (%s) comes again under the same id, signed anew, and is done once',
  async (kind) => {
    const worker = await workerOf(sendEvent, at.standIn);
    at.standIn.faults.add([{ kind }]);
    await worker.receive(event);
    // Longer than a signature is good for.
    pass(worker, 6 * 60_000);
    await worker.receive(event);
    expect(worker.told().at(-1)).toBe('delivered');
    expect(taken()).toHaveLength(1);
    const bodies = at.standIn.journal.arrivals.map(({ requestSha256 }) => requestSha256);
    expect([bodies.length, new Set(bodies).size]).toEqual([2, 1]);
  },
);

test('while a secret is replaced by another both sign, so that no event is lost on either side', async () => {
  let secrets = [present];
  const worker = await workerOf(sendEvent, at.standIn, {
    credentials: () => ({ secrets, baseUrl: at.standIn.url }),
  });
  const send = (id: string) => worker.receive(event, id);
  await send('before');
  secrets = [present, next];
  await send('ours has both');
  at.standIn.setApiKey(next);
  await send('theirs is the next');
  secrets = [next];
  await send('after');
  expect(worker.told()).toEqual(Array(4).fill('delivered'));
  expect(taken()).toHaveLength(4);
});

test('an endpoint that takes our signature no more parks it, and buries nothing', async () => {
  const worker = await workerOf(sendEvent, at.standIn, signing(next));
  await worker.receive(event);
  expect(worker.told()).toEqual(['parked CREDENTIALS_REJECTED']);
  expect([worker.buried(), taken()]).toEqual([[], []]);
});

test('an endpoint that is gone makes its events wait for a person, who is told where to look', async () => {
  const worker = await workerOf(sendEvent, at.standIn, {
    credentials: () => ({ ...at.standIn.secret, baseUrl: `${at.standIn.url}/gone` }),
  });
  await worker.receive(event);
  expect(at.standIn.journal.arrivals).toMatchObject([{ method: 'POST', path: '/gone', statusCode: 410 }]);
  expect(worker.told()).toEqual(['deferred REFUSED_FOR_ALL']);
  expect(worker.lines[0]?.fields.error).toMatchObject({
    message: expect.stringContaining('look at the address'),
  });
  expect(worker.buried()).toEqual([]);
});

test('an endpoint that is too slow for us says so, and is left alone for as long', async () => {
  at.standIn.setLimit({ requests: 1, windowMs: 1_000 });
  const worker = await workerOf(sendEvent, at.standIn);
  await worker.receive(event);
  await worker.receive(event, 'event-2');
  expect(worker.told()).toEqual(['delivered', 'deferred RATE_LIMITED']);
  expect(worker.deferred).toMatchObject([{ waitMs: 1_000 }]);
});

test('another endpoint is an account of its own, with its own hosts and limit, and other ids of the same event', async () => {
  const acme = accountOf(destination, 'webhook-acme', {
    allowedHosts: ['hooks.acme.example'],
    rateLimits: [{ requests: 2, windowMs: 1_000 }],
  });
  for (const operation of [sendEvent, operationAt(sendEvent, acme)])
    await (await workerOf(operation, at.standIn)).receive(event);
  expect(new Set(taken().map(([, id]) => id)).size).toBe(2);
});

const created = customersTo(sendEvent, ({ customerId, createdAt }) => ({
  type: 'customer.created',
  timestamp: createdAt,
  data: { customerId },
}));

test('a deployment signs each event, and its secret stands in no line, alert or item', async () => {
  const { publish, statuses, thirdParty } = told(created, webhook);
  await publish(1, 2, 3);
  expect(statuses()).toEqual([204, 204, 204]);
  expect(new Set(thirdParty.arrivals.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
});
