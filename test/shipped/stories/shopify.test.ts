import { afterEach, beforeEach, expect, test } from 'vitest';
import { shopify as destination } from '../../../functions/destinations/shopify/index.ts';
import { setCustomer } from '../../../functions/destinations/shopify/set-customer.ts';
import { shopify } from '../../../lib/local/stand-ins/shopify.ts';
import { startMs } from '../../functions/core/deliver/memory-ports.ts';
import { rowOf } from '../../functions/core/deliver/sandbox.ts';
import { tokenOf } from '../../lib/cli/give-tokens.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';
import { workerOf } from './deliver-to.ts';
import { customersTo, told } from './told.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(shopify, { apiKey: 'shpss_0123456789abcdef' });
  at.clock.ms = startMs;
});
afterEach(() => at.standIn.stop());

/** With a token that was got in exchange for client and secret, as the supervisor gets it. */
async function shopWorker() {
  const { secret: credentials } = at.standIn;
  const token = await tokenOf(destination, { credentials, now: () => at.clock.ms });
  return workerOf(setCustomer, at.standIn, { token: token ?? '' });
}

const customer = { email: 'Eve@example.org', firstName: 'Eve', phone: '+4930123456' };
const kept = () => at.standIn.journal.effects.map(({ externalId, created }) => [externalId, created]);
/** So many mutations as leave the bucket no room for another. */
const emptyBucket = async (token: string) => {
  at.standIn.setLimit(null);
  const body = { query: 'mutation { customerDelete(input: {}) { userErrors { message } } }' };
  for (let left = 2_000; left >= 10; left -= 10)
    await at.call('POST', '/admin/api/2026-10/graphql.json', body, { 'x-shopify-access-token': token });
};

test('an event is one customer, by whatever its address is written like', async () => {
  const worker = await shopWorker();
  expect(await worker.receive(customer)).toEqual([]);
  expect(
    await worker.receive({ ...customer, email: 'eve@example.org', firstName: 'Eva' }, 'event-2'),
  ).toEqual([]);
  expect(kept()).toEqual([
    ['eve@example.org', true],
    ['eve@example.org', false],
  ]);
  expect(rowOf(worker)).toMatchObject({ status: 'delivered', receipt: at.standIn.journal.entities[0]?.id });
});

test.each(['reset-after', 'error-500'] as const)(
  'a customer whose answer is lost (%s) is set again, and is one',
  async (kind) => {
    const worker = await shopWorker();
    at.standIn.faults.add([{ kind }]);
    await worker.receive(customer);
    await worker.receive(customer);
    expect(worker.told().at(-1)).toBe('delivered');
    expect(at.standIn.journal.entities).toHaveLength(1);
  },
);

test('what a mutation says of its input in a 200 ends the one event', async () => {
  const worker = await shopWorker();
  await worker.receive(customer);
  await worker.receive({ ...customer, email: 'ada@example.org' }, 'event-2');
  await worker.receive({ email: 'eve' }, 'event-3');
  expect(worker.told()).toEqual([
    'delivered',
    'dead-lettered REQUEST_REJECTED TAKEN',
    'dead-lettered REQUEST_REJECTED INVALID',
  ]);
});

test('a bucket without points, told of in a 200, is waited for and costs no attempt', async () => {
  const worker = await shopWorker();
  const token = (await tokenOf(destination, { credentials: at.standIn.secret, now: () => startMs })) ?? '';
  await emptyBucket(token);
  await worker.receive(customer);
  expect(worker.told()).toEqual(['deferred RATE_LIMITED THROTTLED']);
  expect(kept()).toEqual([]);
  // Twelve for this one, and a second's hundred for whoever is under way.
  expect(worker.deferred).toMatchObject([{ waitMs: 1_120 }]);
  for (const clock of [at.clock, worker.clock])
    Object.assign(clock, { ms: startMs + 1_120, nowMs: startMs + 1_120 });
  await worker.receive(customer);
  expect(rowOf(worker)).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('a token that has ended makes it wait for another, and buries nothing', async () => {
  const worker = await shopWorker();
  at.clock.ms += 24 * 60 * 60 * 1_000;
  await worker.receive(customer);
  expect(worker.told()).toEqual(['deferred CREDENTIALS_REJECTED']);
  expect([worker.buried(), kept()]).toEqual([[], []]);
});

const everybody = customersTo(setCustomer, ({ email, firstName }) => ({ email, firstName }));

test('the supervisor gets one token for all of them, from the shop itself', async () => {
  const tokenPath = '/admin/oauth/access_token';
  const { publish, statuses, tokensAskedFor, deadLetters } = told(everybody, shopify, { tokenPath });
  await publish(...Array.from({ length: 30 }, (_, number) => number + 1));
  expect(tokensAskedFor()).toBe(1);
  expect(statuses()).toEqual(Array(30).fill(200));
  expect(deadLetters()).toBe(0);
});
