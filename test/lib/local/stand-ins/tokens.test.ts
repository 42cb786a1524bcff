import { afterEach, describe, expect, it } from 'vitest';
import { type Contract, json } from '../../../../lib/local/stand-ins/contract.ts';
import { basicOf, createRotation, createTokens } from '../../../../lib/local/stand-ins/tokens.ts';
import { type Rig, rig } from './fixture-stand-in.ts';

const minuteMs = 60_000;
const open: Rig[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ standIn }) => standIn.stop()));
});

/** Two things may be asked for at once, with a token of ten minutes that the key gets. */
const keeper: Contract = {
  name: 'keeper',
  limit: { requests: 3, windowMs: 1_000 },
  concurrentRequests: 2,
  newApiKey: () => 'key',
  open: ({ apiKey, random }) => {
    const tokens = createTokens({ random, prefix: 'at_', lifeMs: 10 * minuteMs });
    const said = (code: string) => () => json(400, { code });
    return {
      answer: () => json(200, { ok: true }),
      isAuthorized: tokens.areCarriedBy,
      tokenEndpoint: {
        path: '/oauth/token',
        answer: (request) =>
          basicOf(request)[1] === apiKey()
            ? json(200, { access_token: tokens.give(request.atMs) })
            : json(401, { error: 'invalid_client' }),
      },
      unauthorized: () => json(401, { code: 'token' }),
      rateLimited: () => json(429, { code: 'rate' }),
      tooManyAtOnce: () => json(429, { code: 'at once' }),
      failed: said('failed'),
      tooLarge: said('large'),
      externalIds: () => [],
      seed: () => '',
      limitHeaders: ({ remaining }) => ({ 'x-remaining': `${remaining}` }),
    };
  },
};

async function started() {
  const one = await rig(keeper);
  open.push(one);
  const exchange = (key: string) =>
    one.call('POST', '/oauth/token?of=me', undefined, { authorization: `Basic ${btoa(`me:${key}`)}` });
  return { ...one, exchange };
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a stand-in that gives tokens', () => {
  it('takes its own for as long as they live, and no other, nor the key', async () => {
    const { call, clock, exchange } = await started();
    expect((await call('GET', '/things')).body).toEqual({ code: 'token' });
    const { access_token: token } = (await exchange('right')).body;
    expect(token).toMatch(/^at_\w{48}$/);
    expect((await call('GET', '/things', undefined, bearer(token))).statusCode).toBe(200);
    expect((await call('GET', '/things', undefined, bearer(`${token}x`))).statusCode).toBe(401);
    clock.ms += 10 * minuteMs;
    expect((await call('GET', '/things', undefined, bearer(token))).statusCode).toBe(401);
  });

  it('gives none for a key that is not the one of the moment', async () => {
    const { exchange, standIn } = await started();
    standIn.setApiKey('next');
    expect((await exchange('right')).statusCode).toBe(401);
    expect((await exchange('next')).statusCode).toBe(200);
  });

  it('counts no exchange against the limit of the API, and tells nothing of it there', async () => {
    const { call, exchange } = await started();
    const { access_token: token } = (await exchange('right')).body;
    for (let times = 0; times < 5; times += 1)
      expect((await exchange('right')).headers['x-remaining']).toBeUndefined();
    const answers = [];
    for (let times = 0; times < 4; times += 1)
      answers.push((await call('GET', '/things', undefined, bearer(token))).statusCode);
    expect(answers).toEqual([200, 200, 200, 429]);
  });

  it('lets an exchange meet the trouble that names its path, and leaves all other to deliveries', async () => {
    const { call, exchange, standIn } = await started();
    standIn.faults.add([{ kind: 'error-500' }, { kind: 'unavailable-html', match: { path: '/oauth' } }]);
    expect((await exchange('right')).statusCode).toBe(503);
    const { access_token: token } = (await exchange('right')).body;
    expect(standIn.faults.pending()).toEqual([{ kind: 'error-500' }]);
    expect((await call('GET', '/things', undefined, bearer(token))).body).toEqual({ code: 'failed' });
  });

  it('counts what hangs among the requests at once, until the caller leaves', async () => {
    const { call, exchange, standIn } = await started();
    const { access_token: token } = (await exchange('right')).body;
    const get = (signal?: AbortSignal) => call('GET', '/things', undefined, bearer(token), signal);
    standIn.faults.add([{ kind: 'hang', times: 2 }]);
    const leaving = new AbortController();
    const hanging = [get(leaving.signal), get(leaving.signal)].map((one) => one.catch(() => 'left'));
    while (standIn.journal.arrivals.filter(({ fault }) => fault === 'hang').length < 2)
      await new Promise((resolve) => setImmediate(resolve));
    expect((await get()).body).toEqual({ code: 'at once' });
    leaving.abort();
    expect(await Promise.all(hanging)).toEqual(['left', 'left']);
    let last = await get();
    while (last.body.code === 'at once') last = await get();
    expect(last.body).toEqual({ ok: true });
  });
});

describe('refresh tokens that rotate', () => {
  const rotating = (graceMs: number) => {
    const grant = { consented: 'rt_consent' };
    let counted = 0;
    const random = () => {
      counted += 1;
      return (counted % 53) / 53;
    };
    return {
      grant,
      use: createRotation({ random, prefix: 'rt_', graceMs, consented: () => grant.consented }),
    };
  };

  it('give another each time, and work once more within the grace', () => {
    const { use } = rotating(30 * minuteMs);
    const second = use('rt_consent', 0) ?? '';
    const third = use(second, 10 * minuteMs);
    expect(new Set(['rt_consent', second, third]).size).toBe(3);
    expect(use('rt_consent', 29 * minuteMs)).toMatch(/^rt_/);
    expect(use('rt_consent', 30 * minuteMs)).toBeUndefined();
    expect(use(second, 39 * minuteMs)).toMatch(/^rt_/);
    expect(use('rt_of_nobody', 39 * minuteMs)).toBeUndefined();
  });

  it('end at once without a grace, and with a new consent', () => {
    const { use, grant } = rotating(0);
    const second = use('rt_consent', 0) ?? '';
    expect(use('rt_consent', 0)).toBeUndefined();
    grant.consented = 'rt_another';
    expect(use(second, 1)).toBeUndefined();
    expect(use('rt_another', 1)).toMatch(/^rt_/);
  });
});
