/** Every network that a name must not lead into: its first and its last address, and what lies beside it. */
import { beforeEach, expect, it, vi } from 'vitest';

type Callback = (error: Error | null, addresses: unknown, family?: number) => void;
type Lookup = (hostname: string, options: { readonly all?: boolean }, callback: Callback) => void;

const outside = vi.hoisted(() => ({
  /** What the name server says. */
  addresses: [] as { address: string; family: number }[],
  error: null as Error | null,
  lookup: undefined as unknown,
}));

vi.mock('node:dns', () => ({
  lookup: (_hostname: string, _options: object, callback: Callback) =>
    callback(outside.error, outside.addresses),
}));
vi.mock('node:https', () => ({
  Agent: class {},
  request: (_url: URL, options: { readonly lookup?: unknown }) => {
    outside.lookup = options.lookup;
    throw new Error('nobody is called here');
  },
}));

const { createSendHttp } = await import('../../../../functions/core/http/send-http.ts');

async function lookupOf(allowPrivateAddresses: boolean): Promise<Lookup | undefined> {
  const send = createSendHttp({ allowPrivateAddresses, now: () => 0 });
  await send({ method: 'GET', url: new URL('https://api.example'), headers: {} }, 1_000);
  return outside.lookup as Lookup | undefined;
}

let lookup: Lookup;
beforeEach(async () => {
  outside.error = null;
  const found = await lookupOf(false);
  if (found === undefined) throw new Error('names are looked up without a look at what they lead to');
  lookup = found;
});

const resolved = (addresses: readonly string[], all = true) => {
  outside.addresses = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return new Promise<unknown>((resolve) =>
    lookup('api.example', { all }, (error, found) =>
      resolve(error === null ? found : (error as NodeJS.ErrnoException).code),
    ),
  );
};

const ones = 'ffff:ffff:ffff:ffff';

/** https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry */
it.each([
  ['this host', '0.0.0.0', '0.255.255.255', [], ['1.0.0.0']],
  ['private use, 10', '10.0.0.0', '10.255.255.255', ['9.255.255.255'], ['11.0.0.0']],
  ['carriers', '100.64.0.0', '100.127.255.255', ['100.63.255.255'], ['100.128.0.0']],
  ['loopback', '127.0.0.0', '127.255.255.255', ['126.255.255.255'], ['128.0.0.0']],
  ['link-local, with the metadata', '169.254.0.0', '169.254.255.255', ['169.253.255.255'], ['169.255.0.0']],
  ['private use, 172', '172.16.0.0', '172.31.255.255', ['172.15.255.255'], ['172.32.0.0']],
  ['assignments of the IETF', '192.0.0.0', '192.0.0.255', ['191.255.255.255'], ['192.0.1.0']],
  ['private use, 192', '192.168.0.0', '192.168.255.255', ['192.167.255.255'], ['192.169.0.0']],
  ['benchmarks', '198.18.0.0', '198.19.255.255', ['198.17.255.255'], ['198.20.0.0']],
  ['multicast, reserved, broadcast', '224.0.0.0', '255.255.255.255', ['223.255.255.255'], []],
  ['documentation, 192', '192.0.2.0', '192.0.2.255', ['192.0.1.255'], ['192.0.3.0']],
  ['relays of 6to4', '192.88.99.0', '192.88.99.255', ['192.88.98.255'], ['192.88.100.0']],
  ['documentation, 198', '198.51.100.0', '198.51.100.255', ['198.51.99.255'], ['198.51.101.0']],
  ['documentation, 203', '203.0.113.0', '203.0.113.255', ['203.0.112.255'], ['203.0.114.0']],
  ['nobody, before what is given out', '::', `1fff:ffff:ffff:ffff:${ones}`, [], ['2000::']],
  [
    'protocols of the IETF',
    '2001::',
    `2001:1ff:ffff:ffff:${ones}`,
    [`2000:ffff:ffff:ffff:${ones}`],
    ['2001:200::'],
  ],
  [
    'documentation, 2001',
    '2001:db8::',
    `2001:db8:ffff:ffff:${ones}`,
    [`2001:db7:ffff:ffff:${ones}`],
    ['2001:db9::'],
  ],
  ['6to4', '2002::', `2002:ffff:ffff:ffff:${ones}`, [`2001:ffff:ffff:ffff:${ones}`], ['2003::']],
  [
    'documentation, 3fff',
    '3fff::',
    `3fff:fff:ffff:ffff:${ones}`,
    [`3ffe:ffff:ffff:ffff:${ones}`],
    ['3fff:1000::'],
  ],
  [
    'nobody, behind what is given out',
    '4000::',
    `ffff:ffff:ffff:ffff:${ones}`,
    [`3fff:ffff:ffff:ffff:${ones}`],
    [],
  ],
])(
  'no name leads into the network for %s, and each may lead beside it',
  async (_network, first, last, before, after) => {
    for (const address of [first, last])
      expect([address, await resolved([address])]).toEqual([address, 'PRIVATE_ADDRESS']);
    for (const address of [...before, ...after])
      expect(await resolved([address])).toEqual([{ address, family: address.includes(':') ? 6 : 4 }]);
  },
);

it('one address inside spoils all that a name has', async () => {
  expect(await resolved(['93.184.215.14', '10.0.0.1'])).toBe('PRIVATE_ADDRESS');
  expect(await resolved(['93.184.215.14', 'fd00::1'], false)).toBe('PRIVATE_ADDRESS');
});

it('whoever asks for one address gets the first, whoever asks for all gets all', async () => {
  const two = ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'];
  expect(await resolved(two, false)).toBe('93.184.215.14');
  expect(await resolved(two)).toEqual([
    { address: two[0], family: 4 },
    { address: two[1], family: 6 },
  ]);
});

it('a name that leads nowhere is no address, and an error stays the error that it is', async () => {
  expect(await resolved([], false)).toBe('PRIVATE_ADDRESS');
  outside.error = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  expect(await resolved([])).toBe('ENOTFOUND');
});

it('names are looked up as they are where private addresses are allowed', async () => {
  expect(await lookupOf(true)).toBeUndefined();
});

it.each([
  ['loopback', '::1'],
  ['the metadata, as IPv4-compatible', '::a9fe:a9fe'],
  ['the metadata, as IPv4-mapped', '::ffff:169.254.169.254'],
  ['a public address, as IPv4-mapped', '::ffff:93.184.215.14'],
  ['the metadata behind a translator', '64:ff9b::a9fe:a9fe'],
  ['a translator of its own', '64:ff9b:1::1'],
  ['the metadata by 6to4', '2002:a9fe:a9fe::'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['discard', '100::1'],
  ['segment routing', '5f00::1'],
  ['site-local', 'fec0::1'],
  ['unique local', 'fd00::1'],
  ['link-local, with its interface', 'fe80::1%lo'],
  ['a public address with an interface', '2606:4700::1%lo'],
  ['no address', 'example'],
])('no name leads to %s: %s', async (_what, address) => {
  expect(await resolved([address])).toBe('PRIVATE_ADDRESS');
});
