/** A third party that changes what a question comes to, and not how its answers look: each change has its sentence. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shopRoot } from '../../fixtures/shop/index.ts';
import { type Change, json, type Middleman, type Passed, startMiddleman, unchanged } from './middleman.ts';
import { type Probing, startProbing } from './probing.ts';

type Name = 'gazette' | 'helpdesk' | 'wallet';

let root: string;
let probing: Probing;
const proxies = {} as Record<Name, Middleman>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'changes-'));
  await cp(join(shopRoot, 'contracts'), join(root, 'contracts'), {
    recursive: true,
  });
  probing = await startProbing(root);
  for (const id of ['one', 'two']) {
    probing.standIns.helpdesk.seed({ externalId: id, email: `${id}@example.com` });
  }
  for (const name of ['gazette', 'helpdesk', 'wallet'] as const) {
    const { url, secret } = probing.standIns[name];
    proxies[name] = await startMiddleman(url);
    probing.aws.secrets.set(
      `interlock/local/${name}`,
      JSON.stringify({ ...secret, baseUrl: proxies[name].url }),
    );
  }
});
afterAll(async () => {
  await probing.stop();
  await Promise.all(Object.values(proxies).map((proxy) => proxy.stop()));
  await rm(root, { recursive: true });
});

const refusal = {
  error: { type: 'invalid_request_error', message: 'no', request_log_url: 'https://example.com' },
};
const refused = ({ 'idempotent-replayed': _, ...headers }: Passed['headers'], statusCode = 400): Passed => ({
  statusCode,
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(refusal),
});
const isCreate = ({ method, path }: { method: string; path: string }, at: string) =>
  method === 'POST' && path === at;
const customers = '/v1/customers';

/** A body, of which a case knows what it needs to. */
// biome-ignore lint/suspicious/noExplicitAny: three third parties, and as many shapes
type Body = any;

const withHeaders =
  (headers: Passed['headers']): Change =>
  async (request, forward) => {
    const answer = await forward(request);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };

/** @param statusCode instead of that of a refusal */
const inBodies =
  (method: string, path: string, change: (body: Body) => unknown, statusCode?: number): Change =>
  async (request, forward) => {
    const answer = await forward(request);
    if (request.method !== method || !request.path.startsWith(path)) return answer;
    const changed = json(answer, change);
    return statusCode === undefined || answer.statusCode < 400 ? changed : { ...changed, statusCode };
  };

/** More fields in what a created customer is answered with. */
const inSuccesses = (fields: object): Change =>
  inBodies('POST', customers, (body) => (body.error === undefined ? { ...body, ...fields } : body));

interface Case {
  readonly name: string;
  readonly of: Name;
  readonly change: Change;
  /** What the third party did when it was recorded. @default - as the stand-in does */
  readonly before?: Change;
  /** Only reads, as the daily look does. */
  readonly reads?: true;
  /** What the probe says, breaking or additive before it. */
  readonly says: readonly string[];
  /** What it says of the operation's own declaration. */
  readonly broken?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'every create is refused',
    of: 'wallet',
    change: async (request, forward) => {
      const answer = await forward(request);
      return isCreate(request, customers) && answer.statusCode === 200 ? refused(answer.headers) : answer;
    },
    says: ['breaking: create-customer 400: create is refused (was 200 success: made)'],
    broken: ['create, create-customer: every one is refused (400)'],
  },
  {
    name: 'the idempotency key is ignored, and a second customer made',
    of: 'wallet',
    change: ({ headers: { 'idempotency-key': _, ...headers }, ...request }, forward) =>
      forward({ ...request, headers }),
    says: [
      'breaking: create-customer 200: create again makes a second one (was 200 success: same id)',
      'breaking: create-payment-intent 200: create again makes a second one (was 200 success: same id)',
    ],
    broken: [
      'create again, create-customer: a second one is made, though the operation is declared to repeat by key',
      'create again, create-payment-intent: a second one is made, though the operation is declared to repeat by key',
    ],
  },
  {
    name: 'a wrong key is taken',
    of: 'wallet',
    change: ({ headers, ...request }, forward) => {
      const authorization = `Bearer ${probing.standIns.wallet.secret.apiKey}`;
      return forward({ ...request, headers: { ...headers, authorization } });
    },
    says: ['breaking: probe 200: wrong-key is accepted (was 401 credentials: refused)'],
  },
  {
    name: 'a lookup finds nothing, and a repetition is no conflict',
    of: 'helpdesk',
    change: async (request, forward) => {
      if (request.path.startsWith('/contacts/find_by_external_id/')) {
        return forward({ ...request, path: '/contacts/find_by_external_id/nobody' });
      }
      const answer = await forward(request);
      if (answer.statusCode !== 409) return answer;
      const id = /id=(\w+)/.exec(answer.body)?.[1];
      return { ...(await forward({ ...request, method: 'PUT', path: `/contacts/${id}` })) };
    },
    says: [
      'breaking: create-contact 200: create again answers the id of the first (was 409 terminal: conflict)',
      'breaking: create-contact lookup 404: lookup finds nothing (was 200 success: found)',
    ],
    broken: [
      'lookup, create-contact lookup: nothing is found of what was made: a lost answer would be sent again',
    ],
  },
  {
    name: 'a field is required from now on',
    of: 'wallet',
    change: async (request, forward) => {
      const answer = await forward(request);
      return isCreate(request, customers) && answer.statusCode === 200
        ? refused(answer.headers, 422)
        : answer;
    },
    says: ['breaking: create-customer 422: create is refused (was 200 success: made)'],
    broken: ['create, create-customer: every one is refused (422)'],
  },
  {
    name: 'a field that was refused is taken',
    of: 'wallet',
    change: (request, forward) =>
      forward({ ...request, body: request.body.replace(/&?interlock_unknown=x/, '') }),
    says: [
      'additive: create-customer 200: unknown-field is accepted (was 400 refused: refused)',
      'additive: create-payment-intent 200: unknown-field is accepted (was 400 refused: refused)',
    ],
  },
  {
    name: 'an older version of Wallet is answered',
    of: 'wallet',
    change: withHeaders({ 'wallet-version': '2024-06-20' }),
    says: ['breaking: probe 200: version 2024-06-20 is answered (was 2026-10-28.endive)'],
  },
  {
    name: 'an older version of Helpdesk is answered',
    of: 'helpdesk',
    reads: true,
    change: withHeaders({ 'helpdesk-version': '2.7' }),
    says: ['breaking: probe 200: version 2.7 is answered (was 2.16)'],
  },
  {
    name: 'paging moved in an account that has two contacts, and nothing is made',
    of: 'helpdesk',
    reads: true,
    change: inBodies('GET', '/contacts?', ({ pages: { next, ...pages }, ...body }) => ({
      ...body,
      pages: { ...pages, ...(next === undefined ? {} : { following: next }) },
    })),
    says: [
      'breaking: list-contacts 200: the token of the next page is not at $.pages.next.starting_after any more',
      'additive: list-contacts 200: $.pages.following is new: object',
    ],
  },
  {
    name: 'seconds became milliseconds',
    of: 'wallet',
    change: inBodies('POST', customers, ({ created, ...body }) =>
      created === undefined ? body : { ...body, created: created * 1_000 },
    ),
    says: [
      'breaking: create-customer 200: $.created has another format: integer(epoch-milliseconds) (was integer(epoch-seconds))',
    ],
  },
  {
    name: 'a German date became one of ISO',
    of: 'wallet',
    before: inSuccesses({ since: '27.11.2026' }),
    change: inSuccesses({ since: '2026-11-27' }),
    says: [
      'breaking: create-customer 200: $.since has another format: string(date) (was string(date-dotted))',
    ],
  },
  {
    name: "Microsoft's date became one of ISO",
    of: 'wallet',
    before: inSuccesses({ since: '/Date(1764201600000)/' }),
    change: inSuccesses({ since: '2026-11-27T00:00:00Z' }),
    says: [
      'breaking: create-customer 200: $.since has another format: string(date-time) (was string(date-json))',
    ],
  },
  {
    name: "the type of Wallet's errors is called something else",
    of: 'wallet',
    change: inBodies('POST', customers, (body) =>
      body.error === undefined ? body : { error: { ...body.error, type: 'request_error' } },
    ),
    says: [
      'breaking: create-customer 400: $.error.type is string("request_error") now, and string("invalid_request_error") was never seen again',
    ],
  },
  {
    name: "the code of Helpdesk's conflict is called something else",
    of: 'helpdesk',
    change: inBodies('POST', '/contacts', (body) =>
      body.errors?.[0]?.code !== 'conflict'
        ? body
        : { ...body, errors: [{ ...body.errors[0], code: 'duplicate' }] },
    ),
    says: [
      'breaking: create-contact 409: $.errors[].code is string("duplicate") now, and string("conflict") was never seen again',
    ],
  },
  {
    name: "the category of Gazette's refusals is called something else",
    of: 'gazette',
    change: inBodies('POST', '/crm/', (body) =>
      body.category === 'VALIDATION_ERROR' ? { ...body, category: 'BAD_INPUT' } : body,
    ),
    says: [
      'breaking: upsert-contact 400: $.category is string("BAD_INPUT") now, and string("VALIDATION_ERROR") was never seen again',
    ],
  },
  {
    name: 'fields of any spelling are gone',
    of: 'wallet',
    before: inBodies('POST', customers, (body) =>
      body.error === undefined
        ? Object.fromEntries([
            ...Object.entries(body),
            ...['First Name', '2fa', 'acme:orders', '__proto__'].map((name) => [name, true]),
          ])
        : body,
    ),
    change: unchanged,
    says: [
      'breaking: create-customer 200: $.2fa is gone (was boolean)',
      'breaking: create-customer 200: $.First Name is gone (was boolean)',
      'breaking: create-customer 200: $.__proto__ is gone (was boolean)',
      'breaking: create-customer 200: $.acme:orders is gone (was boolean)',
    ],
  },
  {
    name: 'what is refused in a 200 has another shape, and so has no success',
    of: 'wallet',
    before: inBodies(
      'POST',
      customers,
      (body) => (body.error === undefined ? body : { success: false, reason: 'x' }),
      200,
    ),
    change: inBodies(
      'POST',
      customers,
      (body) => (body.error === undefined ? body : { success: false, cause: 'x' }),
      200,
    ),
    says: [
      'additive: create-customer 200: $.cause is new: string',
      'breaking: create-customer 200: $.reason is gone (was string)',
    ],
  },
];

describe('a probe of a third party that does something else', () => {
  it('finds nothing while nothing changed', async () => {
    for (const name of ['gazette', 'helpdesk', 'wallet'] as const) {
      proxies[name].change = unchanged;
      const { code, stdout } = await probing.run(name, '--write');
      expect([name, code, stdout]).toEqual([name, 0, expect.stringContaining('no difference')]);
    }
  });

  it.for(cases)('says so: $name', async ({ of, before, change, says, reads, broken = [] }) => {
    const lock = await readFile(probing.lockPath(of), 'utf8');
    if (before !== undefined) {
      proxies[of].change = before;
      await rm(probing.lockPath(of));
      await probing.run(of, '--write', '--update');
    }
    proxies[of].change = change;
    const { code, stdout } = await probing.run(of, '--json', ...(reads ? [] : ['--write']));
    proxies[of].change = unchanged;
    await writeFile(probing.lockPath(of), lock);
    const found = JSON.parse(stdout);
    const text = (one: { breaking: boolean; text: string }) =>
      `${one.breaking ? 'breaking' : 'additive'}: ${one.text}`;
    const remark = (one: { check: string; operation: string; reason: string }) =>
      `${one.check}, ${one.operation}: ${one.reason}`;
    expect([code, found.differences.map(text), found.broken.map(remark)]).toEqual([3, says, broken]);
  });

  it('does not record what no integration could live with', async () => {
    proxies.wallet.change = async (request, forward) => {
      const answer = await forward(request);
      return isCreate(request, customers) ? refused(answer.headers) : answer;
    };
    const { code, stderr } = await probing.run('wallet', '--write', '--update');
    proxies.wallet.change = unchanged;
    expect([code, stderr.split('\n').at(-2)]).toEqual([
      1,
      'error: nothing was recorded, no integration could live with it: create, create-customer: every one is refused (400); change the declaration, or ask the third party',
    ]);
  });
});
