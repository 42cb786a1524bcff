import { afterEach, beforeEach, expect, test } from 'vitest';
import { postMessage } from '../../../functions/destinations/slack/post-message.ts';
import { slack } from '../../../lib/local/stand-ins/slack.ts';
import { startMs } from '../../functions/core/deliver/memory-ports.ts';
import { rowOf } from '../../functions/core/deliver/sandbox.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';
import { workerOf } from './deliver-to.ts';
import { customersTo, told } from './told.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(slack);
  at.clock.ms = startMs;
});
afterEach(() => at.standIn.stop());

const message = { channel: 'C0ORDERS1', text: 'An order of 7 lamps' };
const posted = () => at.standIn.journal.effects.map(({ externalId }) => externalId);

test('an event is one message, found again by its channel and its ts', async () => {
  const worker = await workerOf(postMessage, at.standIn);
  expect(await worker.receive(message)).toEqual([]);
  expect(await worker.receive(message)).toEqual([]);
  expect(posted()).toEqual([message.text]);
  expect(rowOf(worker)).toMatchObject({ status: 'delivered', receipt: 'C0ORDERS1:1772323200.000001' });
});

test('a channel that has had its message of the second makes the next one wait, without an attempt', async () => {
  const worker = await workerOf(postMessage, at.standIn);
  await worker.receive(message);
  const next = { ...message, text: 'Another order' };
  await worker.receive(next, 'event-2');
  expect(worker.told()).toEqual(['delivered', 'deferred RATE_LIMITED ratelimited']);
  expect(worker.deferred).toMatchObject([{ waitMs: 1_000 }]);
  for (const clock of [at.clock, worker.clock])
    Object.assign(clock, { ms: startMs + 1_001, nowMs: startMs + 1_001 });
  await worker.receive(next, 'event-2');
  expect(posted()).toEqual([message.text, next.text]);
  expect([...worker.ledger.rows.values()].map(({ attempts }) => attempts)).toEqual([1, 1]);
});

test('a channel that is none ends its own event, and no other', async () => {
  const worker = await workerOf(postMessage, at.standIn);
  await worker.receive({ ...message, channel: 'C-NONE' });
  await worker.receive(message, 'event-2');
  expect(worker.told()).toEqual(['dead-lettered REQUEST_REJECTED channel_not_found', 'delivered']);
  expect(worker.buried()).toEqual(['REQUEST_REJECTED']);
});

test('a token that was revoked parks, and buries nothing', async () => {
  const worker = await workerOf(postMessage, at.standIn);
  at.standIn.setApiKey('xoxb-another');
  await worker.receive(message);
  expect(worker.told()).toEqual(['parked CREDENTIALS_REJECTED invalid_auth']);
  expect([worker.buried(), posted()]).toEqual([[], []]);
});

test.each(['error-500', 'reset-after'] as const)(
  'a message that may have been posted (%s) is for a person, and never posted again',
  async (kind) => {
    const worker = await workerOf(postMessage, at.standIn);
    at.standIn.faults.add([{ kind }]);
    await worker.receive(message);
    await worker.receive(message);
    expect(worker.buried()).toEqual(['OUTCOME_UNKNOWN']);
    expect(at.standIn.journal.arrivalsCount).toBe(1);
  },
);

const [hot, quiet] = [20, 5];
/** The first twenty customers to one channel, the others each to its own. */
const welcome = customersTo(postMessage, ({ customerId }) => ({
  channel: customerId <= hot ? 'C0WELCOME' : `C0ACCOUNT${customerId}`,
  text: `Welcome to customer ${customerId}`,
}));

test('no channel is ever asked too often, none holds up another, and each message is posted once', async () => {
  const { publish, thirdParty, statuses } = told(welcome, slack);
  await publish(...Array.from({ length: hot + quiet }, (_, at) => at + 1));
  expect(new Set(statuses())).toEqual(new Set([200]));
  const { arrivals } = thirdParty;
  const texts = arrivals.map(({ body }) => JSON.parse(body).text);
  expect([texts.length, new Set(texts).size]).toEqual([hot + quiet, hot + quiet]);
  const spanMs = (isHot: boolean) => {
    const atMs = arrivals.filter(({ body }) => body.includes('C0WELCOME') === isHot).map((one) => one.atMs);
    return Math.max(...atMs) - Math.min(...atMs);
  };
  expect(spanMs(true)).toBeGreaterThan((hot - 1) * 1_000);
  expect(spanMs(false)).toBeLessThan(5_000);
});
