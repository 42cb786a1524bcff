import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foreignness } from '../../../lib/local/foreign-request.ts';
import { type ShopStandIns, startShop } from '../../../test/fixtures/shop/start.ts';

describe('a request to this machine', () => {
  it.each([
    [{ host: '127.0.0.1:4566' }],
    [{ host: 'localhost:4566' }],
    [{ host: 'localhost' }],
    [{ host: '[::1]:4566' }],
    [{ host: '127.0.0.1:4566', origin: 'http://127.0.0.1:4566', 'sec-fetch-site': 'same-origin' }],
    [{ host: '127.0.0.1:4566', 'sec-fetch-site': 'none' }],
  ])('of a program, or of its own page, is served: %j', (headers) => {
    expect(foreignness(headers)).toBeUndefined();
  });

  it('by a name that was given to it is served, and by no other', () => {
    expect(foreignness({ host: 'api.example' }, ['api.example'])).toBeUndefined();
    expect(foreignness({ host: 'api.example:1' }, ['api.example'])).toBe(
      'this endpoint is not api.example:1',
    );
  });

  it.each([
    [{}, 'this endpoint is not '],
    [{ host: 'evil.example' }, 'this endpoint is not evil.example'],
    [{ host: '127.0.0.1.evil.example' }, 'this endpoint is not 127.0.0.1.evil.example'],
    [
      { host: 'evil.example:4566', origin: 'http://evil.example:4566' },
      'this endpoint is not evil.example:4566',
    ],
    [{ host: '127.0.0.1:4566', origin: 'https://evil.example' }, 'takes nothing from https://evil.example'],
    [{ host: '127.0.0.1:4566', origin: 'null' }, 'takes nothing from null'],
    [{ host: '127.0.0.1:4566', origin: 'http://localhost:3000' }, 'takes nothing from http://localhost:3000'],
    [{ host: '127.0.0.1:4566', 'sec-fetch-site': 'cross-site' }, 'a page of another site'],
    [{ host: '127.0.0.1:4566', 'sec-fetch-site': 'same-site' }, 'a page of another site'],
  ])('of a page is refused: %j', (headers, why) => {
    expect(foreignness(headers)).toContain(why);
  });
});

describe('a stand-in', () => {
  let standIns: ShopStandIns;
  beforeAll(async () => {
    standIns = await startShop({ now: () => 1_700_000_000_000 });
  });
  afterAll(() => Promise.all(Object.values(standIns).map((standIn) => standIn.stop())));

  const status = (path: string, method: string, headers: Record<string, string>, body = '') =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(standIns.helpdesk.url);
      const call = request({ hostname, port, path, method, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('error', reject);
      call.end(body);
    });

  it('is not driven and not read by a page: no fault, no new key, no ledger', async () => {
    const foreign = { origin: 'https://evil.example', 'content-type': 'text/plain' };
    expect(await status('/_interlock/faults', 'POST', foreign, '[{"kind":"hang"}]')).toBe(403);
    expect(await status('/_interlock/api-key', 'POST', foreign, '{"apiKey":"k"}')).toBe(403);
    expect(await status('/_interlock/ledger', 'GET', { host: 'evil.example' })).toBe(403);
    expect(await status('/contacts', 'POST', foreign, '{}')).toBe(403);
    expect(standIns.helpdesk.faults.pending()).toEqual([]);
    expect(standIns.helpdesk.journal.arrivalsCount).toBe(0);
    expect(await status('/_interlock/ledger', 'GET', {})).toBe(200);
  });
});
