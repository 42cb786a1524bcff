/** A third party that changes what a question comes to, and not how its answers look: each change has its sentence. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Change, type Middleman, type Passed, startMiddleman, unchanged } from './middleman.ts';
import { type Probing, startProbing } from './probing.ts';

type Name = 'hubspot' | 'intercom' | 'stripe';

let root: string;
let probing: Probing;
const proxies = {} as Record<Name, Middleman>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'changes-'));
  await cp(fileURLToPath(new URL('../../../contracts', import.meta.url)), join(root, 'contracts'), {
    recursive: true,
  });
  probing = await startProbing(root);
  for (const name of ['hubspot', 'intercom', 'stripe'] as const) {
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

interface Case {
  readonly name: string;
  readonly of: Name;
  readonly change: Change;
  /** What the probe says, breaking or additive before it. */
  readonly says: readonly string[];
  /** What it says of the operation's own declaration. */
  readonly broken?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'every create is refused',
    of: 'stripe',
    change: async (request, forward) => {
      const answer = await forward(request);
      return isCreate(request, customers) && answer.statusCode === 200 ? refused(answer.headers) : answer;
    },
    says: ['breaking: create-customer 400: create is refused (was 200 success: made)'],
    broken: ['create, create-customer: every one is refused (400)'],
  },
  {
    name: 'the idempotency key is ignored, and a second customer made',
    of: 'stripe',
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
    of: 'stripe',
    change: ({ headers, ...request }, forward) => {
      const authorization = `Bearer ${probing.standIns.stripe.secret.apiKey}`;
      return forward({ ...request, headers: { ...headers, authorization } });
    },
    says: ['breaking: probe 200: wrong-key is accepted (was 401 credentials: refused)'],
  },
  {
    name: 'a lookup finds nothing, and a repetition is no conflict',
    of: 'intercom',
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
    of: 'stripe',
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
    of: 'stripe',
    change: (request, forward) =>
      forward({ ...request, body: request.body.replace(/&?interlock_unknown=x/, '') }),
    says: [
      'additive: create-customer 200: unknown-field is accepted (was 400 refused: refused)',
      'additive: create-payment-intent 200: unknown-field is accepted (was 400 refused: refused)',
    ],
  },
];

describe('a probe of a third party that does something else', () => {
  it('finds nothing while nothing changed', async () => {
    for (const name of ['hubspot', 'intercom', 'stripe'] as const) {
      proxies[name].change = unchanged;
      const { code, stdout } = await probing.run(name, '--write');
      expect([name, code, stdout]).toEqual([name, 0, expect.stringContaining('no difference')]);
    }
  });

  it.for(cases)('says so: $name', async ({ of, change, says, broken = [] }) => {
    proxies[of].change = change;
    const { code, stdout } = await probing.run(of, '--write', '--json');
    proxies[of].change = unchanged;
    const found = JSON.parse(stdout);
    const text = (one: { breaking: boolean; text: string }) =>
      `${one.breaking ? 'breaking' : 'additive'}: ${one.text}`;
    const remark = (one: { check: string; operation: string; reason: string }) =>
      `${one.check}, ${one.operation}: ${one.reason}`;
    expect([code, found.differences.map(text), found.broken.map(remark)]).toEqual([3, says, broken]);
  });

  it('does not record what no integration could live with', async () => {
    proxies.stripe.change = async (request, forward) => {
      const answer = await forward(request);
      return isCreate(request, customers) ? refused(answer.headers) : answer;
    };
    const { code, stderr } = await probing.run('stripe', '--write', '--update');
    proxies.stripe.change = unchanged;
    expect([code, stderr.split('\n').at(-2)]).toEqual([
      1,
      'error: nothing was recorded, no integration could live with it: create, create-customer: every one is refused (400); change the declaration, or ask the third party',
    ]);
  });
});
