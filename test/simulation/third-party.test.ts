import { describe, expect, it } from 'vitest';
import type { RenderedRequest } from '../../functions/core/http/request.ts';
import type { HttpResult } from '../../functions/core/http/send-http.ts';
import { wallet } from '../fixtures/shop/stand-ins/wallet.ts';
import { type Fault, faultsAt, faultsOf, noFaults } from './fault-plan.ts';
import { createKernel } from './kernel.ts';
import { createOutside } from './outside.ts';
import { createRandom } from './random.ts';
import { createSandbox } from './sandbox.ts';
import { createThirdParty, type ThirdPartyOptions } from './third-party.ts';
import { createTrace } from './trace.ts';

const startMs = Date.UTC(2026, 0, 1);
const timeoutMs = 5_000;

const request = (key: string, apiKey = 'right'): RenderedRequest => ({
  method: 'POST',
  url: new URL('https://api.wallet.example/v1/customers'),
  headers: {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/x-www-form-urlencoded',
    'idempotency-key': key,
  },
  body: 'email=a%40example.com&metadata[externalClientId]=7',
});

/** Wallet behind a wire of 10 ms each way, at work for 80 ms; the faults strike the calls by their number. */
function world(faults: Readonly<Record<number, Fault>> = {}, changes: Partial<ThirdPartyOptions> = {}) {
  const random = createRandom('third party');
  const kernel = createKernel({ random, startMs });
  const trace = createTrace({ now: kernel.now, startMs });
  const plan = Object.keys(faults).length === 0 ? noFaults : faultsAt(faults);
  const outside = createOutside({ kernel, trace, random, plan });
  const sandbox = createSandbox({ id: 's#1', kernel, skewMs: 250, onDeath: () => {} });
  const party = createThirdParty(wallet, {
    outside,
    random,
    apiKey: 'right',
    limit: null,
    latencyMs: () => 10,
    workMs: () => 80,
    ...changes,
  });
  const send = party.sendFrom(sandbox);
  const sent = async (one: RenderedRequest) => {
    let end: { result: HttpResult; atMs: number } | undefined;
    void send(one, timeoutMs).then((result) => {
      end = { result, atMs: kernel.now() - startMs };
    });
    await kernel.run({ endMs: kernel.now() + 120_000 });
    return end;
  };
  return { kernel, party, sent, sandbox };
}

describe('a third party', () => {
  it('answers by its contract, and writes down what arrived and what it did', async () => {
    const { party, sent } = world();
    const end = await sent(request('k1'));
    expect(end?.atMs).toBe(100);
    expect(end?.result).toMatchObject({
      response: {
        statusCode: 200,
        bodyTruncated: false,
        headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT', 'idempotency-key': 'k1' },
      },
    });
    expect(party.arrivals).toEqual([
      {
        atMs: startMs + 10,
        startedAtMs: startMs,
        heardAtMs: startMs + 100,
        isTooLate: false,
        ending: 'answer',
        body: request('k1').body,
        method: 'POST',
        path: '/v1/customers',
        headers: request('k1').headers,
        sha256: '9151d33792230da917aca7c9694e8b3b9829b16996f19aeb5099e6e492bdb00d',
        idempotencyKey: 'k1',
        sandbox: 's#1',
        fault: 'none',
        statusCode: 200,
        effect: party.reception.journal.effects[0],
      },
    ]);
    expect(party.effectsOf('7')).toMatchObject([{ kind: 'customer', created: true, key: 'k1' }]);
  });

  it('refuses a wrong key, and what is more than its limit', async () => {
    const { party, sent } = world({}, { limit: { requests: 1, windowMs: 3_600_000 } });
    expect((await sent(request('k1', 'wrong')))?.result).toMatchObject({ response: { statusCode: 401 } });
    await sent(request('k1'));
    expect((await sent(request('k2')))?.result).toMatchObject({ response: { statusCode: 429 } });
    expect(party.effectsOf('7')).toHaveLength(1);
  });

  it.each<{ fault: Fault; effects: number; ends: object; atMs: number }>([
    { fault: 'fail', effects: 0, ends: { response: { statusCode: 500 } }, atMs: 100 },
    { fault: 'unavailable-html', effects: 0, ends: { response: { statusCode: 503 } }, atMs: 100 },
    { fault: 'unauthorized', effects: 0, ends: { response: { statusCode: 401 } }, atMs: 100 },
    { fault: 'retry-after-seconds', effects: 0, ends: pausing(/^\d+$/), atMs: 100 },
    { fault: 'retry-after-date', effects: 0, ends: pausing(/GMT$/), atMs: 100 },
    { fault: 'unreachable', effects: 0, ends: lost('not-sent', 'CONNECT_FAILED'), atMs: 10 },
    { fault: 'reset-before', effects: 0, ends: lost('unknown', 'CONNECTION_LOST'), atMs: 20 },
    { fault: 'lost', effects: 1, ends: lost('unknown', 'CONNECTION_LOST'), atMs: 20 },
    { fault: 'hang', effects: 0, ends: lost('unknown', 'TIMEOUT'), atMs: 5_000 },
    { fault: 'hang-after', effects: 1, ends: lost('unknown', 'TIMEOUT'), atMs: 5_000 },
    { fault: 'late', effects: 1, ends: lost('unknown', 'TIMEOUT'), atMs: 5_000 },
    { fault: 'drip', effects: 1, ends: { response: { statusCode: 200, bodyTruncated: true } }, atMs: 5_000 },
  ])('$fault', async ({ fault, effects, ends, atMs }) => {
    const { party, sent } = world({ 0: fault });
    const end = await sent(request('k1'));
    expect(end?.result).toMatchObject(ends);
    expect(end?.atMs).toBe(atMs);
    expect(party.effectsOf('7')).toHaveLength(effects);
    // Whatever it was, the next request with this key meets no trouble, and has its effect once.
    expect((await sent(request('k1')))?.result).toMatchObject({ response: { statusCode: 200 } });
    expect(party.effectsOf('7')).toHaveLength(1);
  });

  it('repeats a failure that it has saved under the key', async () => {
    const { party, sent } = world({ 0: 'fail-saved' });
    await sent(request('k1'));
    expect((await sent(request('k1')))?.result).toMatchObject({
      response: { statusCode: 500, headers: { 'idempotent-replayed': 'true' } },
    });
    expect(party.effectsOf('7')).toEqual([]);
  });

  it('says that a key is in use while a late request is being worked on', async () => {
    const { kernel, party, sandbox } = world({ 0: 'late' });
    const statuses: (number | undefined)[] = [];
    void party.sendFrom(sandbox)(request('k1'), timeoutMs);
    kernel.schedule(5_000, () =>
      party
        .sendFrom(sandbox)(request('k1'), timeoutMs)
        .then((result) => statuses.push('response' in result ? result.response.statusCode : undefined)),
    );
    await kernel.run({ endMs: kernel.now() + 120_000 });
    expect(statuses).toEqual([409]);
    expect(party.effectsOf('7')).toHaveLength(1);
  });

  it('carries out a request whose sandbox dies of it, and none of a sandbox that died before', async () => {
    for (const [fault, effects] of [
      ['kill-before', 0],
      ['kill-after', 1],
    ] as const) {
      const { party, sent, sandbox } = world({ 0: fault });
      expect(await sent(request('k1'))).toBeUndefined();
      expect([sandbox.isAlive(), party.effectsOf('7').length]).toEqual([false, effects]);
    }
  });

  it('has a test of every fault there is', () => {
    const tested =
      'fail unavailable-html unauthorized retry-after-seconds retry-after-date unreachable reset-before lost hang hang-after late drip fail-saved kill-before kill-after';
    expect([...faultsOf.http].sort()).toEqual(tested.split(' ').sort());
  });
});

function pausing(form: RegExp) {
  return { response: { statusCode: 429, headers: { 'retry-after': expect.stringMatching(form) } } };
}

function lost(sent: string, code: string) {
  return { failure: { sent, code } };
}
