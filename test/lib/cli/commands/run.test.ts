import { describe, expect, it } from 'vitest';
import { interlock } from '../interlock.ts';

const event = (data: object) =>
  JSON.stringify({
    specversion: '1.0',
    id: 'e-1',
    source: 'urn:test',
    type: 'payment.requested',
    time: '2026-11-23T00:00:00Z',
    subject: '7',
    data: { paymentId: 'p-1', customerId: 7, amount: '19.99', currency: 'EUR', description: null, ...data },
  });

const run = (stdin: string, ...flags: readonly string[]) =>
  interlock(['run', 'payment-requested-to-wallet', '-', '--dry-run', ...flags], { stdin });

describe('run --dry-run', () => {
  it('shows the request that the engine would send, with the key as «secret»', async () => {
    const { code, stdout } = await run(event({ note: 'x' }), '--json');
    expect(code).toBe(0);
    const { method, url, headers, body, mapping } = JSON.parse(stdout);
    expect([method, url]).toEqual(['POST', 'https://api.wallet.example/v1/payment_intents']);
    expect(headers.authorization).toMatch(/«secret»/);
    expect(headers['idempotency-key']).toMatch(/^interlock-payment-requested-to-wallet-[0-9a-f]{64}$/);
    expect(headers['content-length']).toBe(`${Buffer.byteLength(body)}`);
    expect(body).toContain('amount=1999');
    expect(mapping.unmapped).toEqual(['note']);
  });

  it('shows the same for people', async () => {
    const { stdout } = await run(event({}));
    expect(stdout).toMatch(/^POST https:\/\/api\.wallet\.example\/v1\/payment_intents\n/);
    expect(stdout).toContain('\nunmapped: nothing\n');
  });

  it('names what is wrong with an event', async () => {
    const { code, stdout, stderr } = await run(event({ amount: 19.99 }));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/INVALID_EVENT:\n {2}data\.amount: /);
  });
});
