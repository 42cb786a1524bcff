import { expect, test } from 'vitest';
import { calledBy } from '../../../../lib/local/stand-ins/index.ts';
import { shopStandIns as contracts } from '../../../../test/fixtures/shop/index.ts';
import { type ShopStandIns, startShop } from '../../../../test/fixtures/shop/start.ts';

const now = () => 0;

test('only those that an integration calls are played, an account of one like the one itself', () => {
  const played = (...names: readonly string[]) =>
    calledBy(
      names.map((name) => (name === 'wallet-us' ? { name, contract: 'wallet' } : { name })),
      contracts,
    ).map(({ name }) => name);
  expect(played('helpdesk', 'gazette')).toEqual(['gazette', 'helpdesk']);
  expect(played('wallet-us')).toEqual(['wallet']);
  expect(played()).toEqual([]);
});

test('all three start on loopback, each with a secret that its probe accepts', async () => {
  const standIns = await startShop({ now });
  try {
    const probes = {
      wallet: '/v1/customers?limit=1',
      gazette: '/account-info/v3/details',
      helpdesk: '/me',
    } as const;
    for (const [name, path] of Object.entries(probes)) {
      const { secret, url } = standIns[name as keyof typeof probes];
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(secret.baseUrl).toBe(url);
      const headers = { authorization: `Bearer ${secret.apiKey}` };
      expect((await fetch(url + path, { headers })).status).toBe(200);
    }
    expect(standIns.wallet.secret.apiKey).toMatch(/^sk_test_51\w{97}$/);
    expect(standIns.gazette.secret.apiKey).toMatch(/^pat-eu1-[0-9a-f]{8}-/);
    expect(standIns.helpdesk.secret.apiKey).toMatch(/^dG9r\w{56}=$/);
  } finally {
    await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));
  }
});

test('limits are taken by destination', async () => {
  const standIns = await startShop({
    now,
    limits: { helpdesk: { requests: 1, windowMs: 1_000 }, wallet: null },
  });
  try {
    const statuses = async ({ secret, url }: typeof standIns.wallet, path: string, count: number) => {
      const headers = { authorization: `Bearer ${secret.apiKey}` };
      const replies = Array.from({ length: count }, () => fetch(url + path, { headers }));
      return new Set((await Promise.all(replies)).map(({ status }) => status));
    };
    expect(await statuses(standIns.helpdesk, '/me', 2)).toEqual(new Set([200, 429]));
    expect(await statuses(standIns.wallet, '/v1/balance', 30)).toEqual(new Set([200]));
  } finally {
    await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));
  }
});

test('when one port is taken none stays up', async () => {
  const taken = await startShop({ now });
  try {
    const port = (name: 'wallet' | 'helpdesk') => Number(new URL(taken[name].url).port);
    await taken.helpdesk.stop();
    const ports = { wallet: port('wallet'), helpdesk: port('helpdesk') };
    await expect(startShop({ now, ports })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(fetch(taken.helpdesk.url)).rejects.toThrow('fetch failed');
  } finally {
    await Promise.all(Object.values(taken).map((standIn) => standIn.stop()));
  }
});

test('another account has a stand-in of its own, with its own key and its own books', async () => {
  const [first] = contracts;
  const standIns = await startShop({ now, accounts: { second: first.name } });
  const { [first.name]: one, ['second' as keyof ShopStandIns]: other } = standIns;
  try {
    expect([other.name, other.url === one.url, other.secret.apiKey === one.secret.apiKey]).toEqual([
      'second',
      false,
      false,
    ]);
    expect(`${other.secret.apiKey}`.slice(0, 4)).toBe(`${one.secret.apiKey}`.slice(0, 4));
    other.seed({ externalId: '7', email: 'ada@example.com' });
    expect([one, other].map(({ journal }) => journal.entities.length)).toEqual([0, 1]);
  } finally {
    await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));
  }
});
