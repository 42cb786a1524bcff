import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { helpdesk } from '../../../fixtures/shop/stand-ins/helpdesk.ts';
import { type Rig, rig } from './fixture-stand-in.ts';

let at: Rig;
let slept: number[];
beforeEach(async () => {
  slept = [];
  at = await rig(helpdesk, { sleep: async (ms) => slept.push(ms) });
});
afterEach(() => at.standIn.stop());

const create = (id: string, signal?: AbortSignal) =>
  at.call('POST', '/contacts', { external_id: id }, {}, signal);
const effects = () => at.standIn.journal.effects.length;

describe('a fault', () => {
  test('retry-after-seconds refuses with seconds', async () => {
    at.standIn.faults.add([{ kind: 'retry-after-seconds', seconds: 7 }]);
    const reply = await create('1');
    expect([reply.statusCode, reply.headers['retry-after'], effects()]).toEqual([429, '7', 0]);
    expect(reply.body.errors[0].code).toBe('rate_limit_exceeded');
  });

  test('retry-after-date refuses with an HTTP-date, never earlier than asked', async () => {
    at.clock.ms += 1;
    at.standIn.faults.add([{ kind: 'retry-after-date', seconds: 60 }]);
    const reply = await create('1');
    expect(reply.headers['retry-after']).toBe('Thu, 01 Jan 2026 00:01:01 GMT');
    expect(reply.headers.date).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
  });

  test('error-500 fails without effect', async () => {
    at.standIn.faults.add([{ kind: 'error-500' }]);
    expect([(await create('1')).statusCode, effects()]).toEqual([500, 0]);
  });

  test('unavailable-html answers a page instead of JSON', async () => {
    at.standIn.faults.add([{ kind: 'unavailable-html' }]);
    const reply = await create('1');
    expect([reply.statusCode, reply.headers['content-type'], effects()]).toEqual([503, 'text/html', 0]);
    expect(reply.body).toContain('<h1>503');
  });

  test('unauthorized refuses the right key', async () => {
    at.standIn.faults.add([{ kind: 'unauthorized' }]);
    expect([(await create('1')).statusCode, effects()]).toEqual([401, 0]);
  });

  test('reset-before cuts the connection before the effect, reset-after behind it', async () => {
    at.standIn.faults.add([{ kind: 'reset-before' }, { kind: 'reset-after' }]);
    await expect(create('1')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(effects()).toBe(0);
    await expect(create('1')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(effects()).toBe(1);
    expect(at.standIn.journal.statuses).toEqual({});
  });

  test.each([
    ['hang', 0],
    ['hang-after', 1],
  ] as const)('%s never answers and leaves %i effects', async (kind, count) => {
    at.standIn.faults.add([{ kind }]);
    const leave = new AbortController();
    const hanging = create('1', leave.signal);
    await expect.poll(() => at.standIn.journal.arrivals).toMatchObject([{ fault: kind }]);
    expect(at.standIn.journal.arrivals[0]).not.toHaveProperty('statusCode');
    expect(effects()).toBe(count);
    leave.abort();
    await expect(hanging).rejects.toThrow();
  });

  test('slow-drip sends the whole answer, one byte every 100 ms', async () => {
    at.standIn.faults.add([{ kind: 'slow-drip' }]);
    const reply = await create('1');
    expect(reply.body.external_id).toBe('1');
    expect(slept).toHaveLength(Buffer.byteLength(JSON.stringify(reply.body)));
    expect(new Set(slept)).toEqual(new Set([100]));
  });

  test('is met as many times as it says, and then gone', async () => {
    at.standIn.faults.add([{ kind: 'error-500', times: 2 }]);
    const statuses = [await create('1'), await create('1'), await create('1')].map((one) => one.statusCode);
    expect(statuses).toEqual([500, 500, 200]);
  });

  test('waits for a request that fits all it names', async () => {
    at.standIn.faults.add([{ kind: 'error-500', match: { path: '/contacts', externalId: '2' } }]);
    at.standIn.faults.add([{ kind: 'unavailable-html', match: { bodyIncludes: '"3"' } }]);
    const statuses = [await create('1'), await create('2'), await create('3')].map((one) => one.statusCode);
    expect(statuses).toEqual([200, 500, 503]);
  });

  test('is not spent on a request that is refused anyway', async () => {
    at.standIn.faults.add([{ kind: 'error-500' }]);
    await at.call('GET', '/me', undefined, { authorization: 'Bearer wrong' });
    at.standIn.setLimit({ requests: 1, windowMs: 1_000 });
    expect((await create('1')).statusCode).toBe(500);
    at.standIn.faults.add([{ kind: 'error-500' }]);
    expect((await create('1')).statusCode).toBe(429);
    expect(at.standIn.faults.pending()).toHaveLength(1);
  });
});

test('stopping ends what hangs and what drips', async () => {
  const slow = await rig(helpdesk);
  slow.standIn.faults.add([{ kind: 'hang' }, { kind: 'slow-drip' }]);
  const calls = [slow.call('GET', '/me'), slow.call('GET', '/me')].map((one) => one.catch(() => 'cut'));
  await expect.poll(() => slow.standIn.journal.arrivalsCount).toBe(2);
  await slow.standIn.stop();
  expect(await Promise.all(calls)).toEqual(['cut', 'cut']);
});
