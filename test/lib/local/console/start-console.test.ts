import { afterEach, describe, expect, it } from 'vitest';
import { type FakeConsole, readFeed, startFakeConsole } from './fake-console.ts';

let fake: FakeConsole;
afterEach(() => fake.console.stop());

const line = (eventId: string, changes: object = {}) =>
  JSON.stringify({
    integration: 'order-placed-to-shop',
    eventId,
    outcome: 'delivered',
    method: 'POST',
    ...changes,
  });

describe('the feed', () => {
  it('greets with what stands and all deliveries that are kept, and goes on with those that change', async () => {
    fake = await startFakeConsole();
    fake.console.addLine(line('e1', { outcome: 'retry', attempt: 1 }));
    fake.console.addLine('START RequestId: 1');

    const events = await readFeed(fake.port, (all) => {
      if (all.length === 2) fake.console.addLine(line('e1', { attempt: 2 }));
      return all.some(({ event }) => event === 'deliveries');
    });

    const delivery = { key: 'order-placed-to-shop e1', number: 1, atMs: 1_000 };
    expect(events[0]).toEqual({
      event: 'state',
      data: {
        status: { environment: 'local' },
        letters: [],
        switches: [{ name: 'shop', url: 'http://127.0.0.1:1' }],
      },
    });
    expect(events[1]).toEqual({
      event: 'all',
      data: [{ ...delivery, attempts: 1, last: JSON.parse(line('e1', { outcome: 'retry', attempt: 1 })) }],
    });
    expect(events.filter(({ event }) => event === 'deliveries').at(-1)?.data).toMatchObject([
      { ...delivery, attempts: 2, last: { outcome: 'delivered' } },
    ]);
  });

  it('takes many lines in one batch', async () => {
    fake = await startFakeConsole();

    const events = await readFeed(fake.port, (all) => {
      if (all.length === 2) for (let n = 0; n < 500; n += 1) fake.console.addLine(line(`e${n}`));
      return all.filter(({ event }) => event === 'deliveries').flatMap(({ data }) => data).length >= 500;
    });

    // Of 500 lines in one go, at most what was under way is told apart.
    expect(events.filter(({ event }) => event === 'deliveries').length).toBeLessThanOrEqual(2);
  });

  it('has room for eight pages, and tells the ninth so', async () => {
    fake = await startFakeConsole();
    const leaving = new AbortController();
    const url = `${fake.console.url}/api/feed`;
    for (let n = 0; n < 8; n += 1) expect((await fetch(url, { signal: leaving.signal })).status).toBe(200);

    expect(await fake.ask('GET', '/api/feed')).toMatchObject({
      status: 503,
      text: '{"error":"too many pages are open"}',
    });
    leaving.abort();
  });
});

describe('a delivery', () => {
  it('is shown with its lines, what could be opened of them, and its mapping', async () => {
    fake = await startFakeConsole();
    fake.console.addLine(line('e1'));

    const answer = await fake.ask(
      'GET',
      `/api/delivery?key=${encodeURIComponent('order-placed-to-shop e1')}`,
    );

    expect(JSON.parse(answer.text)).toMatchObject({
      attempts: 1,
      lines: [{ line: { eventId: 'e1' }, exchange: { reason: 'sealed' } }],
      lineage: [{ target: 'email', from: 'email "a"', how: '', made: '"a"' }],
    });
  });

  it('that is not kept any more is said to be so', async () => {
    fake = await startFakeConsole();
    expect(await fake.ask('GET', '/api/delivery?key=none')).toMatchObject({
      status: 404,
      text: '{"error":"this delivery is not kept any more"}',
    });
  });
});

describe('what the page does', () => {
  it('goes to the operator as it was asked for', async () => {
    fake = await startFakeConsole();

    const sent = await fake.post('/api/send', { text: '{"type":"order.placed"}' });
    const redriven = await fake.post('/api/redrive', {
      integration: 'order-placed-to-shop',
      fingerprint: 'f1',
      code: 'REQUEST_REJECTED',
    });

    expect(sent).toMatchObject({ status: 200, text: '{"eventId":"e1"}' });
    expect(redriven).toMatchObject({ status: 200, text: '{"redriven":2,"left":0}' });
    expect(fake.asked).toEqual([
      ['send', '{"type":"order.placed"}'],
      ['redrive', { integration: 'order-placed-to-shop', fingerprint: 'f1', code: 'REQUEST_REJECTED' }],
    ]);
  });

  it('switches the faults of a stand-in, one at a time, for so many requests or until it is switched off', async () => {
    fake = await startFakeConsole();

    await fake.post('/api/faults', { name: 'shop', kind: 'error-500' });
    expect(
      JSON.parse((await fake.post('/api/faults', { name: 'shop', kind: 'rejected', times: 3 })).text),
    ).toEqual([{ name: 'shop', url: 'http://127.0.0.1:1', kind: 'rejected', times: 3 }]);
    expect(fake.faults.pending()).toEqual([{ kind: 'rejected', times: 3 }]);
    expect(JSON.parse((await fake.post('/api/faults', { name: 'shop', kind: 'hang' })).text)).toEqual([
      { name: 'shop', url: 'http://127.0.0.1:1', kind: 'hang' },
    ]);
    await fake.post('/api/faults', { name: 'shop', kind: null });
    expect(fake.faults.pending()).toEqual([]);
  });

  it.each([
    ['/api/send', {}, 400, /^text: /],
    ['/api/redrive', { integration: 1, code: 'x' }, 400, /^integration: /],
    ['/api/faults', { name: 'nobody', kind: 'hang' }, 400, /^there is no stand-in nobody$/],
    ['/api/faults', { name: '__proto__', kind: 'hang' }, 400, /^there is no stand-in __proto__$/],
    ['/api/faults', { name: 'shop', kind: 'toString' }, 400, /^there is no fault toString$/],
    ['/api/faults', { name: 'shop', kind: 'hang', times: 0 }, 400, /^times is a whole number from 1$/],
    ['/api/send', { text: 'x'.repeat(1_100_000) }, 413, /^more than 1048576 bytes$/],
  ])('%s of %j is refused with what is wrong', async (path, body, status, message) => {
    fake = await startFakeConsole();
    const answer = await fake.post(path, body);

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error).toMatch(message);
    expect(fake.asked).toEqual([]);
  });

  it('is answered in words when it cannot be done', async () => {
    fake = await startFakeConsole({
      send: () => Promise.reject(new Error('nothing was sent:\n  data.email: missing')),
    });
    expect(await fake.post('/api/send', { text: '{}' })).toMatchObject({
      status: 422,
      text: '{"error":"nothing was sent:\\n  data.email: missing"}',
    });
  });
});
